using System.Collections.Concurrent;
using System.Diagnostics;
using CityActors.Cases;
using CityActors.Facts;
using CityActors.Silo;
using CityActors.Silo.Access;
using CityActors.Silo.Notifications;
using CityActors.Silo.People;
using CityActors.Silo.Rosters;
using CityActors.Silo.Stores;
using CityActors.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CityActors.Simulation.Cities;

/// <summary>The real outbox on a real database, which follows the facts of a city in memory by the city's clock; it dies and starts again with the city.</summary>
internal sealed class LadderOutbox : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly string folder = Directory.CreateTempSubdirectory("city-ladder-").FullName;
    private readonly IFactLog facts;
    private readonly TimeProvider time;
    private readonly HandOverLog log;
    private ServiceProvider services = null!;
    private Database database = null!;

    private LadderOutbox(IFactLog facts, TimeProvider time) => (this.facts, this.time, log) = (facts, time, new HandOverLog(time));

    /// <summary>What was handed over to the adapter, each time.</summary>
    public IReadOnlyList<(string Text, DateTimeOffset At)> HandedOver => [.. log.Entries];

    public static async Task<LadderOutbox> Start(IFactLog facts, TimeProvider time)
    {
        var outbox = new LadderOutbox(facts, time);
        await outbox.Open();
        return outbox;
    }

    /// <summary>Waits until whatever was wanted is handed over.</summary>
    public async Task Drain(int wanted)
    {
        var begun = Stopwatch.GetTimestamp();
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(2));
        while (await Count() is var (known, waiting) && (known < wanted || waiting > 0))
        {
            Assert.True(Stopwatch.GetElapsedTime(begun) < Patience, $"{wanted} were wanted, {known} are known, {waiting} wait.");
            await pause.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Everything that was wanted, as it stands.</summary>
    public async Task<IReadOnlyList<NotificationRow>> Rows(IEnumerable<string> alerts)
    {
        var rows = new List<NotificationRow>();
        foreach (var alert in alerts)
        {
            rows.AddRange(await services.GetRequiredService<NotificationStore>().OfSubject(alert));
        }

        return rows;
    }

    public async Task Restart()
    {
        await Close();
        await Open();
    }

    public async ValueTask DisposeAsync()
    {
        await Close();
        Directory.Delete(folder, recursive: true);
    }

    private Task<(long Known, long Waiting)> Count() => database.Read(static session => session.Prepare(CountRows).First(static row => (row.Int64(0), row.Int64(1))));

    private static readonly SqlQuery CountRows = new("SELECT count(*), coalesce(sum(state = 'waiting'), 0) FROM notification");

    private async Task Open()
    {
        database = Database.Open(new DatabaseOptions { Folder = folder, Schema = [.. CityTables.Schema, NotificationStore.Schema, RosterTable.Schema, ApiKeys.Schema, Credentials.Schema, AuditLog.Schema, PeopleRegister.Schema, Sessions.Schema, SignInAttempts.Schema] });
        services = new ServiceCollection()
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Information).AddProvider(log))
            .AddSingleton(time)
            .AddSingleton(_ => database)
            .AddSingleton<RosterTable>()
            .AddSingleton(facts)
            .AddSingleton(new SiloSettings { Data = folder, ClockMode = "wall" })
            .AddOutbox()
            .BuildServiceProvider();
        await services.GetRequiredService<NotificationOutbox>().StartAsync(TestContext.Current.CancellationToken);
    }

    private async Task Close()
    {
        await services.GetRequiredService<NotificationOutbox>().StopAsync(CancellationToken.None);
        await services.DisposeAsync();
        await database.DisposeAsync();
    }

    /// <summary>Notes what the adapter that writes into the log was given, and when.</summary>
    private sealed class HandOverLog(TimeProvider time) : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<(string Text, DateTimeOffset At)> Entries { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (formatter(state, exception) is var text && text.StartsWith("Notification ", StringComparison.Ordinal))
            {
                Entries.Enqueue((text.Split(' ')[1], time.GetUtcNow()));
            }
        }

        public void Dispose()
        {
        }
    }
}

/// <summary>Adds the outbox with the log as its only receiver.</summary>
internal static class LadderOutboxServices
{
    public static IServiceCollection AddOutbox(this IServiceCollection services)
    {
        services.AddSingleton<ICaseTexts>(new NoCases());
        services.AddNotifications(new ConfigurationBuilder().Build());
        return services;
    }

    private sealed class NoCases : ICaseTexts
    {
        public Task<CaseWord?> Say(string caseId, long version, string text) => Task.FromResult<CaseWord?>(null);
    }
}
