using System.Data.Common;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using CityActors.Storage;
using Orleans.Storage;

namespace CityActors.Silo.Engines;

/// <summary>
/// Makes every failed write an <see cref="InconsistentStateException"/> and ends the activation: what became of the write is not
/// known, and memory must not run ahead of the disk. A checkpoint of thousands of states waits here, in order, rather than for a free connection,
/// which would end in a timeout.
/// </summary>
internal sealed class StrictGrainStorage(IGrainStorage storage, StateSerializer serializer, int atOnce, IGrainContextAccessor contexts, ILogger<StrictGrainStorage> logger) : IGrainStorage, IDisposable
{
    private static readonly object Broken = new();
    private readonly SemaphoreSlim free = new(atOnce);
    private readonly ConditionalWeakTable<IGrainContext, object> broken = [];

    public void Dispose() => free.Dispose();

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        try
        {
            await InTurn(() => storage.ReadStateAsync(stateName, grainId, grainState));
        }
        catch (Exception fault) when (fault is DbException or TimeoutException or IOException or SocketException)
        {
            // As a fault that every caller knows for one of the environment; the driver's own does not travel between silos.
            logger.LogWarning(fault, "State {State} of {Grain} could not be read.", stateName, grainId);
            throw new InconsistentStateException($"State '{stateName}' of {grainId} could not be read. {fault.Message}");
        }
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var written = new GrainState<WrittenState>(new WrittenState { Payload = serializer.Serialize(grainState.State) }, grainState.ETag) { RecordExists = grainState.RecordExists };
        await Strictly(stateName, grainId, () => storage.WriteStateAsync(stateName, grainId, written));
        (grainState.ETag, grainState.RecordExists) = (written.ETag, written.RecordExists);
    }

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
            await InTurn(write);
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

    private async Task InTurn(Func<Task> action)
    {
        await free.WaitAsync();
        try
        {
            await action();
        }
        finally
        {
            free.Release();
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
