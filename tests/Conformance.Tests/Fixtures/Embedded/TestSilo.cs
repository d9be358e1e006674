using CityActors.Conformance.Probes;
using CityActors.Engine;
using CityActors.Engine.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Storage;

namespace CityActors.Conformance.Fixtures;

/// <summary>A silo of the embedded engine, for one test.</summary>
internal sealed class TestSilo : IAsyncDisposable
{
    private readonly IHost _host;
    private bool _isStopped;

    private TestSilo(IHost host)
    {
        _host = host;
        Scripts = host.Services.GetRequiredService<Scripts>();
    }

    public Scripts Scripts { get; }

    public FailingStorage FailingStorage => Services.GetRequiredService<FailingStorage>();

    public IServiceProvider Services => _host.Services;

    public IGrainFactory Grains => Services.GetRequiredService<IGrainFactory>();

    public static async Task<TestSilo> Start(SiloSetup? setup = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        _ = builder.Logging.SetMinimumLevel(LogLevel.Error);
        _ = builder.Services.AddSingleton<TimeProvider>(setup?.Clock ?? TimeProvider.System);
        _ = builder.UseOrleans(silo =>
        {
            _ = silo.AddMemoryGrainStorageAsDefault().AddMemoryStreams("streams").UseInMemoryReminderService();
            _ = silo.Services.AddSingleton<Scripts>().AddSingleton<StreamScripts>().AddSingleton<FailingStorage>()
                .AddKeyedSingleton<IGrainStorage>("failing", (services, _) => services.GetRequiredService<FailingStorage>());
            _ = silo.ConfigureEngine(options =>
            {
                options.ResponseTimeout = setup?.ResponseTimeout ?? options.ResponseTimeout;
                options.StreamBackoff = TimeSpan.FromMilliseconds(5);
            });
            var age = setup?.CollectionAge ?? TimeSpan.FromDays(2);
            _ = silo.Configure<GrainCollectionOptions>(options => (options.CollectionAge, options.CollectionQuantum) = (age, age / 2));
        });
        var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        return new TestSilo(host);
    }

    /// <summary>Says whether something falls due at this moment of the clock moved by hand.</summary>
    public bool IsDue(DateTimeOffset moment) => Services.GetRequiredService<IEngineControl>().NextDue == moment;

    public async Task Stop()
    {
        if (!_isStopped)
        {
            _isStopped = true;
            await _host.StopAsync(TestContext.Current.CancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        _host.Dispose();
    }
}
