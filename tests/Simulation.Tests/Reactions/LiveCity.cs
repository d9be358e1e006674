using System.Diagnostics;
using CityActors.Drill;
using CityActors.Observations;
using CityActors.Silo.Cluster;
using CityActors.Simulation;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CityActors.Reactions;

/// <summary>A live city on a real silo, in real time: routers and deadline grains deliver by themselves.</summary>
internal sealed class LiveCity : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly MemoryObservationLog observations = new(TimeProvider.System);
    private SimulatedSilo silo = null!;

    private LiveCity()
    {
    }

    /// <summary>What the city has stored.</summary>
    public MemoryCity Storage { get; } = new();

    public IGrainFactory Grains => silo.Grains;

    /// <summary>Starts it.</summary>
    /// <param name="moves">Whether anything moves: false for a silo whose routers never start.</param>
    public static async Task<LiveCity> Start(bool moves = true)
    {
        var city = new LiveCity();
        await city.StartSilo(moves);
        return city;
    }

    /// <summary>Another silo on the same storage, after the power failed.</summary>
    public async Task Restart()
    {
        Storage.IsCut = true;
        await silo.Kill();
        Storage.IsCut = false;
        await StartSilo(moves: true);
    }

    /// <summary>Waits until something holds; fails after half a minute, for which a starved machine is the only excuse.</summary>
    public static async Task<T> When<T>(Func<Task<T>> look, Func<T, bool> holds)
    {
        var begun = Stopwatch.GetTimestamp();
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        T seen;
        while (!holds(seen = await look()))
        {
            Assert.True(Stopwatch.GetElapsedTime(begun) < Patience, $"Not within {Patience}: it is {seen}.");
            await pause.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }

        return seen;
    }

    public ValueTask DisposeAsync() => silo.DisposeAsync();

    private async Task StartSilo(bool moves)
    {
        silo = await SimulatedSilo.Start(Storage, observations, TimeProvider.System, static services => services
            .AddSingleton<RouterWakeUps>()
            .AddSingleton<CityStarter>()
            .AddSingleton(Options.Create(new DrillOptions { Pace = 100, DeclinedPercent = 0 })));
        if (moves)
        {
            Storage.WakeUps = silo.Services.GetRequiredService<RouterWakeUps>();
            await silo.Services.GetRequiredService<CityStarter>().WakeAll();
        }
    }
}
