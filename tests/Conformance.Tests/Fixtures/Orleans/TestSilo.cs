using CityActors.Conformance.Probes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Reminders;
using Orleans.Storage;
using Orleans.TestingHost;

namespace CityActors.Conformance.Fixtures;

/// <summary>A silo of Microsoft Orleans in this process, for one test.</summary>
internal sealed class TestSilo : IAsyncDisposable
{
    private readonly InProcessTestCluster _cluster;
    private readonly HandClock? _clock;

    private TestSilo(InProcessTestCluster cluster, HandClock? clock)
    {
        _cluster = cluster;
        _clock = clock;
        Services = cluster.Silos[0].ServiceProvider;
        Scripts = Services.GetRequiredService<Scripts>();
    }

    public Scripts Scripts { get; }

    public FailingStorage FailingStorage => Services.GetRequiredService<FailingStorage>();

    public IServiceProvider Services { get; }

    public IGrainFactory Grains => Services.GetRequiredService<IGrainFactory>();

    public static async Task<TestSilo> Start(SiloSetup? setup = null)
    {
        var builder = new InProcessTestClusterBuilder(1);
        builder.Options.InitializeClientOnDeploy = false;
        builder.Options.ConfigureFileLogging = false;
        _ = builder.ConfigureSilo((_, silo) => Configure(silo, setup ?? new SiloSetup()));
        var cluster = builder.Build();
        await cluster.DeployAsync();
        return new TestSilo(cluster, setup?.Clock);
    }

    /// <summary>Says whether something falls due at this moment of the clock moved by hand.</summary>
    public bool IsDue(DateTimeOffset moment) => _clock!.IsDue(moment);

    public Task Stop() => _cluster.StopAllSilosAsync();

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    private static void Configure(ISiloBuilder silo, SiloSetup setup)
    {
        _ = silo.AddMemoryGrainStorageAsDefault().AddMemoryGrainStorage("PubSubStore").UseInMemoryReminderService()
            .AddMemoryStreams("streams", streams => streams.ConfigurePullingAgent(
                agent => agent.Configure(options => options.MaxEventDeliveryTime = TimeSpan.FromSeconds(5))));
        _ = silo.Services.AddSingleton<Scripts>().AddSingleton<StreamScripts>().AddSingleton<FailingStorage>()
            .AddKeyedSingleton<IGrainStorage>("failing", (services, _) => services.GetRequiredService<FailingStorage>());
        _ = silo.ConfigureLogging(logging => logging.SetMinimumLevel(LogLevel.Error));
        if (setup.Clock is { } clock)
        {
            _ = silo.Services.AddKeyedSingleton<TimeProvider>(TimeProviderNames.Grains, clock)
                .AddKeyedSingleton<TimeProvider>(ReminderTimeProviderNames.Reminders, clock);
        }

        if (setup.ResponseTimeout is { } timeout)
        {
            _ = silo.Configure<SiloMessagingOptions>(options => options.ResponseTimeout = timeout);
        }

        if (setup.CollectionAge is { } age)
        {
            _ = silo.Configure<GrainCollectionOptions>(options => (options.CollectionAge, options.CollectionQuantum) = (age, age / 2));
        }
    }
}
