using CityActors.Deadlines;
using CityActors.Facts;
using CityActors.Silo.Clock;
using CityActors.Simulation;
using CityActors.Simulation.Alerts;
using Microsoft.Extensions.DependencyInjection;

namespace CityActors.WorkOrders;

/// <summary>The order grains on a silo whose time a test moves, over states that outlive it.</summary>
internal sealed class OrderCity : IAsyncDisposable
{
    private readonly SteppedSilo silo;
    private readonly ReplayClock clock;

    private OrderCity(SteppedSilo silo, ReplayClock clock)
    {
        this.silo = silo;
        this.clock = clock;
    }

    public IGrainFactory Grains => silo.Grains;

    public static async Task<OrderCity> Start(MemoryStates disk, IFactLog facts, ReplayClock clock)
    {
        var silo = await SteppedSilo.Start(clock, disk, builder => builder.Services
            .AddSingleton(facts)
            .AddSingleton(OrderRun.Catalogue)
            .AddSingleton(OrderRun.Calendar)
            .AddSingleton<DrillDesk>()
            .AddSingleton<CityActors.Alerts.EntityServices>() // Orleans wants every grain's services, used here or not.
            .AddSingleton<Observations.IObservationLog>(new Observations.MemoryObservationLog(clock))
            .AddSingleton<Places.IAreaFigures, NoFigures>());
        return new OrderCity(silo, clock);
    }

    /// <summary>As at the start of a Silo.</summary>
    public async Task WakeAll()
    {
        for (var book = 0; book < DueBooks.Count; book++)
        {
            await Grains.GetGrain<IDueBookGrain>(DueBooks.KeyOf(book)).WakeAll();
        }

        await RunTo(clock.GetUtcNow());
    }

    /// <summary>Lets time pass from due time to due time, everything done at each.</summary>
    public Task RunTo(DateTimeOffset end) => silo.RunTo(end);

    public async Task<IReadOnlyList<DueEntry>> Deadlines(string owner) =>
        (await Grains.GetGrain<IDueBookGrain>(DueBooks.KeyOf(owner)).Upcoming()).Where(entry => entry.Owner == owner).ToArray();

    public ValueTask DisposeAsync() => silo.DisposeAsync();
}
