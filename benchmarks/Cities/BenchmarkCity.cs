using System.Globalization;
using CityActors.Observations;
using CityActors.Silo;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Core.Internal;

namespace CityActors.Benchmarks.Cities;

/// <summary>The whole host in this process, by the wall clock, on a data folder of its own.</summary>
/// <remarks>
/// One thing is not as in life: routers have no timer and checkpoint only when told, so that stages can be measured apart.
/// Wake-ups move them as ever. Over HTTP a Silo is measured in which nothing is changed.
/// </remarks>
internal sealed class BenchmarkCity : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly DataFolder folder;

    private BenchmarkCity(WebApplication app, DataFolder folder)
    {
        this.app = app;
        this.folder = folder;
    }

    public IServiceProvider Services => app.Services;

    public IGrainFactory Grains => Get<IGrainFactory>();

    /// <summary>Starts it.</summary>
    public static async Task<BenchmarkCity> Start()
    {
        var folder = new DataFolder();
        var app = await CityHost.Build([.. folder.Arguments("http://127.0.0.1:0"), "--Logging:Console:LogToStandardErrorThreshold=Trace"]);
        var routers = app.Services.GetRequiredService<IOptions<RouterOptions>>().Value;
        (routers.CheckpointInterval, routers.CheckpointItems) = (TimeSpan.FromMinutes(10), int.MaxValue);
        routers.IsSelfDriven = false; // The start wakes all routers, now without timers. They stay awake to the end.
        await app.StartAsync();
        routers.IsSelfDriven = true;
        return new BenchmarkCity(app, folder);
    }

    /// <summary>The key of a grain of the benchmarks.</summary>
    public static string KeyOf(int number) => string.Create(CultureInfo.InvariantCulture, $"bench-{number:000000}");

    /// <summary>A service of the host.</summary>
    public TService Get<TService>()
        where TService : notnull => app.Services.GetRequiredService<TService>();

    /// <summary>How many grains of a type are active.</summary>
    public async Task<int> Active(string grainType) => (await ActiveGrains(grainType)).Count;

    /// <summary>Ends all activations of a type and gives their memory back.</summary>
    public async Task Empty(string grainType)
    {
        foreach (var grain in await ActiveGrains(grainType))
        {
            await Grains.GetGrain(grain).AsReference<IGrainManagementExtension>().DeactivateOnIdle();
        }

        while (await Active(grainType) > 0)
        {
            await Task.Delay(20); // They end, and store what they must, in turns of their own.
        }

        GC.Collect();
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        folder.Dispose();
    }

    private Task<List<GrainId>> ActiveGrains(string grainType) =>
        Grains.GetGrain<IManagementGrain>(0).GetActiveGrains(GrainType.Create(grainType)).AsTask();
}
