using CityActors.Commits;
using CityActors.Deadlines;
using CityActors.Facts;
using CityActors.Observations;
using CityActors.Places;
using CityActors.Reactions;
using CityActors.Tests.Watch;
using CityActors.Silo.Api;
using CityActors.Silo.Orleans;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Core.Internal;

namespace CityActors.Simulation;

/// <summary>All grains of the city on a real silo without ports, over a city in memory.</summary>
internal sealed class SimulatedSilo : IAsyncDisposable
{
    private readonly IHost host;

    private SimulatedSilo(IHost host) => this.host = host;

    public IServiceProvider Services => host.Services;

    public IGrainFactory Grains => Services.GetRequiredService<IGrainFactory>();

    /// <summary>The last warnings of this silo, for the message of a run that failed.</summary>
    public LastWarnings Warnings => Services.GetRequiredService<LastWarnings>();

    /// <summary>Starts a silo.</summary>
    /// <param name="city">What is stored.</param>
    /// <param name="observations">What was observed.</param>
    /// <param name="time">The declared clock; the silo itself lives in real time.</param>
    /// <param name="more">Adds or replaces services.</param>
    public static async Task<SimulatedSilo> Start(MemoryCity city, IObservationLog observations, TimeProvider time, Action<IServiceCollection>? more = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        var warnings = new LastWarnings();
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddProvider(warnings);
        builder.UseOrleans(silo =>
        {
            silo.UseInProcessOnly();
            silo.AddCityCodecs();
            silo.Configure<SiloMessagingOptions>(static options => options.ResponseTimeout = TimeSpan.FromMinutes(1));
            silo.Services.AddKeyedSingleton<TimeProvider>(KeyedService.AnyKey, static (_, _) => TimeProvider.System);
            silo.Services.RemoveAll<TimeProvider>().AddSingleton(time).AddSingleton(warnings);
            silo.Services.Configure<HostOptions>(static options => options.ShutdownTimeout = TimeSpan.FromSeconds(5));
            AddCity(silo.Services, city, observations);
            more?.Invoke(silo.Services);
        });
        var host = builder.Build();
        await host.StartAsync();
        return new SimulatedSilo(host);
    }

    /// <summary>Ends the activation of a grain, as when it was long idle.</summary>
    public static async Task Deactivate(IAddressable grain) => await grain.AsReference<IGrainManagementExtension>().DeactivateOnIdle();

    /// <summary>Ends the process of the silo as a power cut does: nobody gets the chance to write.</summary>
    public async Task Kill()
    {
        try
        {
            await host.StopAsync(new CancellationToken(canceled: true));
        }
        catch (OperationCanceledException)
        {
            // It was not asked to wait for anything.
        }

        host.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        host.Dispose();
    }

    private static void AddCity(IServiceCollection services, MemoryCity city, IObservationLog observations) => services
        .AddCityGrains()
        .AddSingleton<ICityStorage>(city)
        .AddSingleton<IFactLog>(city.Facts)
        .AddSingleton<IDeadlineTable>(city.Deadlines)
        .AddSingleton<IReactionPositions>(city.Reactions)
        .AddSingleton(observations)
        .AddSingleton<IAreaFigures, NoFigures>()
        .AddSingleton<MatterIntake>()
        .AddSingleton(SeedFiles.Calendar())
        .AddSingleton(SeedFiles.Catalogue())
        .AddSingleton(SeedThings.Kinds)
        .AddSingleton(SeedThings.Things);

    private sealed class NoFigures : IAreaFigures
    {
        public Task<AreaFigures> Count(string areaCode) => throw new NotSupportedException($"Nobody asks for the figures of {areaCode} here.");
    }
}
