using CityActors.Engine;
using CityActors.Observations;
using CityActors.Silo;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CityActors.Benchmarks.Cities;

/// <summary>The whole host as it is, on a data folder of its own, with a clock that stands still: no timer disturbs a round.</summary>
internal sealed class BenchmarkCity : IAsyncDisposable
{
    /// <summary>Where the clock stands: Monday 2025-10-27 00:00 China Standard Time.</summary>
    public static readonly DateTimeOffset Now = new(2025, 10, 26, 16, 0, 0, TimeSpan.Zero);

    private readonly WebApplication app;
    private readonly string folder;

    private BenchmarkCity(WebApplication app, string folder)
    {
        this.app = app;
        this.folder = folder;
    }

    public IServiceProvider Services => app.Services;

    public IGrainFactory Grains => Get<IGrainFactory>();

    public GrainEngine Engine => Get<GrainEngine>();

    /// <summary>How many loops run grains: one per core, two at least, so that there is something to cross.</summary>
    public int Loops => Engine.Loops.Length;

    /// <summary>Starts it.</summary>
    public static async Task<BenchmarkCity> Start()
    {
        var folder = Directory.CreateTempSubdirectory("city-benchmark-").FullName;
        var app = await CityHost.Build(
        [
            $"--Data={folder}", "--Urls=http://127.0.0.1:0", "--Demo=false", "--environment=Production",
            "--Clock:Mode=replay", $"--Clock:Start={Now:yyyy-MM-ddTHH:mm:ssZ}",
            "--Logging:LogLevel:Default=Error", "--Logging:Console:LogToStandardErrorThreshold=Trace",
        ]);
        var engine = app.Services.GetRequiredService<IOptions<EngineOptions>>().Value;
        var affinity = engine.Affinity;
        engine.Loops = Math.Max(2, Environment.ProcessorCount); // A replay has one loop; what is measured is a city by the wall clock.
        engine.Affinity = grain => LoopOf(grain) ?? affinity?.Invoke(grain);
        app.Services.GetRequiredService<IOptions<RouterOptions>>().Value.IsSelfDriven = true; // Pumped by nudges; their timers rest with the clock.
        await app.StartAsync();
        return new BenchmarkCity(app, folder);
    }

    /// <summary>A service of the host.</summary>
    public TService Get<TService>()
        where TService : notnull => app.Services.GetRequiredService<TService>();

    /// <summary>Ends all activations and gives their memory back.</summary>
    public async Task Empty()
    {
        await Engine.DeactivateAll();
        await Engine.WhenIdle(CancellationToken.None);
        GC.Collect();
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>The grains of the benchmarks say in their keys where they live: <c>bench-1-000042</c> lives on loop 1.</summary>
    private static int? LoopOf(GrainId grain)
    {
        var key = grain.Key.ToString() ?? "";
        return key.StartsWith("bench-", StringComparison.Ordinal)
            ? int.Parse(key.AsSpan()["bench-".Length..key.LastIndexOf('-')], System.Globalization.CultureInfo.InvariantCulture)
            : null;
    }
}
