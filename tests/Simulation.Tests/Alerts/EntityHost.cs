using CityActors.Alerts;
using CityActors.Deadlines;
using CityActors.Facts;
using CityActors.Observations;
using CityActors.Places;
using CityActors.Silo.Clock;
using Microsoft.Extensions.DependencyInjection;

namespace CityActors.Simulation.Alerts;

/// <summary>All grains on a silo whose time a test moves, with states and facts in memory.</summary>
internal sealed class EntityHost : IAsyncDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero); // Later than all that the tests observe.
    private readonly ReplayClock clock = new(Start);
    private SteppedSilo silo = null!;

    public MemoryFactLog Log { get; } = new();

    /// <summary>What the grains have stored.</summary>
    public MemoryStates States { get; } = new();

    public IGrainFactory Grains => silo.Grains;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public T Service<T>()
        where T : notnull => silo.Services.GetRequiredService<T>();

    public static async Task<EntityHost> Begin(Action<IServiceCollection>? more = null)
    {
        var host = new EntityHost();
        host.silo = await SteppedSilo.Start(host.clock, host.States, silo =>
        {
            silo.Services.AddSingleton<IObservationLog, MemoryObservationLog>();
            silo.Services.AddSingleton<IAreaFigures, NoFigures>();
            silo.Services.AddSingleton(SeedFiles.Calendar());
            silo.Services.AddSingleton(SeedFiles.Catalogue());
            silo.Services.AddSingleton<EntityServices>();
            silo.Services.AddSingleton<WorkOrders.DrillDesk>();
            silo.Services.AddSingleton<IFactLog>(host.Log);
            silo.Services.Configure<RouterOptions>(options => options.IsSelfDriven = false);
            more?.Invoke(silo.Services);
        });
        return host;
    }

    /// <summary>Ends the activation of a grain, as when it was long idle.</summary>
    public Task Deactivate(IAddressable grain) => silo.Deactivate(grain);

    public static EntityCard Card(string id, string type, string kind = "") =>
        new() { Id = id, Type = type, Kind = kind, Cell = "430103002001001", Position = new GeoPoint(112.98, 28.19) };

    /// <summary>The facts told so far whose subject begins with an entity's id.</summary>
    public async Task<IReadOnlyList<CityFact>> Facts(string entity)
    {
        await silo.Settle();
        var page = await Log.Read(0, 100_000, cancellationToken: Cancellation);
        return [.. page.Facts.Where(fact => fact.Subject.StartsWith(entity, StringComparison.Ordinal)).Select(FactRecords.Read)];
    }

    /// <summary>The notifications wanted about an entity within some minutes: a due-book may pause a few seconds between two steps.</summary>
    public async Task<IReadOnlyList<NotificationWanted>> Wanted(string entity)
    {
        await silo.RunTo(clock.GetUtcNow().AddMinutes(5));
        return [.. (await Facts(entity)).OfType<NotificationWanted>()];
    }

    public async Task<IReadOnlyList<AlertChanged>> Alerts(string entity) => [.. (await Facts(entity)).OfType<AlertChanged>()];

    /// <summary>Numbers observations as the log would.</summary>
    public static List<LoggedObservation> Logged(IEnumerable<Observation> observations) =>
        [.. observations.Select(static (observation, i) => new LoggedObservation(10 * (i + 1), observation))];

    /// <summary>Sends a log in batches of a size, as a router does.</summary>
    public static async Task<ObserveReply> Send(IObservedGrain grain, IReadOnlyList<LoggedObservation> log, int size)
    {
        var (reply, previous) = (default(ObserveReply), 0L);
        foreach (var items in log.Chunk(size))
        {
            reply = await grain.Observe(new ObserveBatch { PreviousOffset = previous, Items = items });
            Assert.Equal(ObserveOutcome.Taken, reply.Outcome);
            previous = items[^1].Offset;
        }

        return reply;
    }

    public ValueTask DisposeAsync() => silo.DisposeAsync();
}

/// <summary>Area figures come from lists, which take no part in tests of grains.</summary>
internal sealed class NoFigures : IAreaFigures
{
    public Task<AreaFigures> Count(string areaCode) => throw new NotSupportedException($"Nobody asks for the figures of {areaCode} here.");
}
