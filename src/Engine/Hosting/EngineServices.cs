using CityActors.Engine.Activation;
using CityActors.Engine.Calls;
using CityActors.Engine.Reminders;
using CityActors.Engine.Scheduling;
using CityActors.Engine.Streams;
using CityActors.Engine.Time;
using CityActors.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Orleans;
using Orleans.Runtime;
using Orleans.Streams;
using Orleans.Timers;

namespace CityActors.Engine.Hosting;

/// <summary>Adds what every silo needs.</summary>
internal static class EngineServices
{
    public static void Add(IServiceCollection services)
    {
        _ = services.AddOptions();
        _ = services.AddLogging();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<StateSerializer>();
        services.TryAddSingleton<ILoopFactory, ThreadLoopFactory>();
        services.TryAddSingleton<GrainEngine>();
        services.TryAddSingleton<IEngineControl>(static provider => provider.GetRequiredService<GrainEngine>());
        services.TryAddSingleton<IClusterClient>(static provider => new LateReferences(provider.GetRequiredService<GrainEngine>()));
        services.TryAddSingleton<IGrainFactory>(static provider => provider.GetRequiredService<IClusterClient>());
        services.TryAddSingleton<ITimerRegistry, TimerRegistry>();
        services.TryAddSingleton<IGrainContextAccessor, GrainContextAccessor>();
        services.TryAddSingleton(static provider =>
            new ReminderService(provider.GetRequiredService<GrainEngine>(), provider.GetService<IReminderTable>()));
        services.TryAddSingleton<IReminderRegistry>(static provider => provider.GetRequiredService<ReminderService>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, EngineHostedService>());
    }

    public static void AddStreams(IServiceCollection services, string name) => services
        .AddSingleton(new StreamProviderName(name))
        .AddKeyedSingleton<IStreamProvider>(name, (provider, _) => new MemoryStreamProvider(name, provider.GetRequiredService<GrainEngine>()));
}
