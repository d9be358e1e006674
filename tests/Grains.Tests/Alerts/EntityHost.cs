using CityActors.Alerts;
using CityActors.Deadlines;
using CityActors.Engine;
using CityActors.Facts;
using CityActors.Observations;
using CityActors.Places;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CityActors.Tests.Alerts;

/// <summary>All grains on the embedded engine, with states and facts in memory.</summary>
internal sealed class EntityHost : IAsyncDisposable
{
    private readonly IHost host;

    private EntityHost(IHost host) => this.host = host;

    public MemoryFactLog Log { get; } = new();

    public IGrainFactory Grains => host.Services.GetRequiredService<IGrainFactory>();

    public T Service<T>()
        where T : notnull => host.Services.GetRequiredService<T>();

    public IEngineControl Engine => host.Services.GetRequiredService<IEngineControl>();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<EntityHost> Start(Action<IServiceCollection>? more = null)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.UseOrleans(static silo => silo
            .AddMemoryGrainStorageAsDefault()
            .UseInMemoryReminderService()
            .AddMemoryStreams(Nudges.Provider));
        builder.Services.Configure<HostOptions>(static options => options.ShutdownTimeout = TimeSpan.FromSeconds(2));
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddSingleton<IObservationLog, MemoryObservationLog>();
        builder.Services.AddSingleton<IAreaFigures, NoFigures>();
        builder.Services.AddSingleton(SeedFiles.Calendar());
        builder.Services.AddSingleton(SeedFiles.Catalogue());
        builder.Services.AddSingleton<EntityServices>();
        builder.Services.AddSingleton<WorkOrders.DrillDesk>();
        more?.Invoke(builder.Services);
        EntityHost? made = null;
        builder.Services.AddSingleton<IFactLog>(_ => made!.Log);
        made = new EntityHost(builder.Build());
        await made.host.StartAsync(Cancellation);
        return made;
    }

    public static EntityCard Card(string id, string type, string kind = "") =>
        new() { Id = id, Type = type, Kind = kind, Cell = "430103002001001", Position = new GeoPoint(112.98, 28.19) };

    /// <summary>The facts told so far whose subject begins with an entity's id.</summary>
    public async Task<IReadOnlyList<CityFact>> Facts(string entity)
    {
        await Settle();
        var page = await Log.Read(0, 100_000, cancellationToken: Cancellation);
        return [.. page.Facts.Where(fact => fact.Subject.StartsWith(entity, StringComparison.Ordinal)).Select(FactRecords.Read)];
    }

    // A timer that is due now is not yet a queued tick.
    private async Task Settle()
    {
        var deadline = DateTimeOffset.UtcNow.AddSeconds(60);
        do
        {
            Assert.True(DateTimeOffset.UtcNow < deadline, "the grains did not come to rest within a minute");
            await Task.Yield();
            await Engine.WhenIdle(Cancellation);
        }
        while (Engine.NextDue <= DateTimeOffset.UtcNow);
    }

    /// <summary>The notifications wanted about an entity, once there are so many: a due-book may pause a few seconds between two steps.</summary>
    public async Task<IReadOnlyList<NotificationWanted>> Wanted(string entity, int count)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(TimeSpan.FromMinutes(1));
        while (true)
        {
            var known = await Log.LastSequence();
            var wanted = (await Facts(entity)).OfType<NotificationWanted>().ToList();
            if (wanted.Count >= count)
            {
                return wanted;
            }

            await Log.WaitBeyond(known, limit.Token);
        }
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

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync(CancellationToken.None);
        host.Dispose();
    }

    private sealed class NoFigures : IAreaFigures
    {
        public Task<AreaFigures> Count(string areaCode) => throw new InvalidOperationException("No test of an entity reads an area's figures.");
    }
}
