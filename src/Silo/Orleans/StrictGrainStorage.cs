using System.Runtime.CompilerServices;
using Orleans.Providers;
using Orleans.Storage;

namespace CityActors.Silo.Orleans;

/// <summary>
/// Makes every failed write an <see cref="InconsistentStateException"/> and ends the activation: what became of the write is not
/// known, and memory must not run ahead of the disk.
/// </summary>
internal sealed class StrictGrainStorage(IGrainStorage storage, IGrainContextAccessor contexts, ILogger<StrictGrainStorage> logger) : IGrainStorage
{
    private static readonly object Broken = new();
    private readonly ConditionalWeakTable<IGrainContext, object> broken = [];

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        try
        {
            await storage.ReadStateAsync(stateName, grainId, grainState);
        }
        catch (Exception fault) when (PlainFaults.IsOfDatabase(fault) || fault is TimeoutException or IOException)
        {
            // As a fault that every caller knows for one of the environment; the driver's own does not travel between silos.
            logger.LogWarning(fault, "State {State} of {Grain} could not be read.", stateName, grainId);
            throw new InconsistentStateException($"State '{stateName}' of {grainId} could not be read. {fault.Message}");
        }
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        Strictly(stateName, grainId, () => storage.WriteStateAsync(stateName, grainId, grainState));

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        Strictly(stateName, grainId, () => storage.ClearStateAsync(stateName, grainId, grainState));

    private async Task Strictly(string stateName, GrainId grainId, Func<Task> write)
    {
        var activation = contexts.GrainContext;
        if (activation is not null && broken.TryGetValue(activation, out _))
        {
            throw new InconsistentStateException($"State '{stateName}' of {grainId} is not written: an earlier write of this activation failed, and it is ending.");
        }

        try
        {
            await write();
        }
        catch (InconsistentStateException fault)
        {
            End(activation, fault);
            throw;
        }
#pragma warning disable CA1031 // Whatever the write failed on, the activation must go.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            logger.LogWarning(fault, "State {State} of {Grain} could not be written; the grain begins again from storage.", stateName, grainId);
            var told = new InconsistentStateException($"State '{stateName}' of {grainId} could not be written; nothing of it was acknowledged. {fault.Message}");
            End(activation, told);
            throw told;
        }
    }

    private void End(IGrainContext? activation, Exception fault)
    {
        if (activation is not null)
        {
            broken.TryAdd(activation, Broken); // Not even what it would still write at its end.
            activation.Deactivate(new DeactivationReason(DeactivationReasonCode.ApplicationError, fault, "A write failed."));
        }
    }
}

/// <summary>Registers it.</summary>
internal static class StrictStorageExtensions
{
    /// <summary>Makes a storage, strictly kept to, the one of all grains.</summary>
    public static ISiloBuilder AddStrictStorage(this ISiloBuilder silo, Func<IServiceProvider, IGrainStorage> storage)
    {
        silo.Services.AddKeyedSingleton<IGrainStorage>(
            ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME,
            (services, _) => ActivatorUtilities.CreateInstance<StrictGrainStorage>(services, storage(services)));
        silo.Services.AddSingleton(services => services.GetRequiredKeyedService<IGrainStorage>(ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME));
        return silo;
    }
}
