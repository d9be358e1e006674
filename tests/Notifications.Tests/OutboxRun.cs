using CityActors.Cases;
using CityActors.Commits;
using System.Diagnostics.Metrics;
using System.Threading.Channels;
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

namespace CityActors.Notifications.Tests;

/// <summary>An outbox on a real database in a folder of its own, with a clock that the test moves.</summary>
internal sealed class OutboxRun : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("city-outbox-").FullName;
    private readonly Dictionary<string, string?> configuration;
    private readonly bool isReplay;
    private Func<NotificationSettings, NotificationSettings> adjust = settings => settings;
    private readonly Channel<Attempt> attempts = Channel.CreateUnbounded<Attempt>();
    private MeterListener? listener;
    private long facts;

    private OutboxRun(Dictionary<string, string?> configuration, bool isReplay) => (this.configuration, this.isReplay) = (configuration, isReplay);

    public ManualClock Clock { get; } = new(new DateTimeOffset(2026, 1, 5, 6, 0, 0, TimeSpan.Zero));

    public ServiceProvider Services { get; private set; } = null!;

    public Database Database { get; private set; } = null!;

    /// <summary>What cases have to say, by case, line and text.</summary>
    public Dictionary<(string Case, long Line, string Text), CaseWord> Said { get; } = [];

    public NotificationStore Store => Services.GetRequiredService<NotificationStore>();

    public NotificationOutbox Outbox => Services.GetRequiredService<NotificationOutbox>();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <param name="isReplay">Whether the clock is a replay's.</param>
    /// <param name="configuration">Keys below <c>Notifications:</c>.</param>
    public static async Task<OutboxRun> Start(bool isReplay, params (string Key, string Value)[] configuration)
    {
        var run = new OutboxRun(configuration.ToDictionary(entry => $"Notifications:{entry.Key}", entry => (string?)entry.Value), isReplay);
        await run.Open();
        return run;
    }

    /// <summary>An outbox with webhooks, by name.</summary>
    public static Task<OutboxRun> Start(params (string Name, Hook Hook)[] hooks) => Start(isReplay: false, [.. hooks.SelectMany(To)]);

    /// <summary>The keys of a webhook.</summary>
    public static IEnumerable<(string Key, string Value)> To((string Name, Hook Hook) receiver) =>
        [($"Receivers:{receiver.Name}:Type", "webhook"), ($"Receivers:{receiver.Name}:Url", receiver.Hook.Url), ($"Receivers:{receiver.Name}:Private", "true")];

    /// <summary>Ends the program's part and starts it again on the same folder.</summary>
    /// <param name="meanwhile">What happens between.</param>
    public async Task Restart(Action<Dictionary<string, string?>>? meanwhile = null)
    {
        await Close();
        meanwhile?.Invoke(configuration);
        await Open();
    }

    /// <summary>Changes settings that have no key, from the next start on.</summary>
    public void Adjust(Func<NotificationSettings, NotificationSettings> change) => adjust = change;

    /// <summary>Stops delivering; the fact log still takes facts.</summary>
    public Task StopDelivering() => Outbox.StopAsync(Cancellation);

    /// <summary>Delivers again, in the same program: the city's duties came back.</summary>
    public Task StartDelivering() => Outbox.StartAsync(Cancellation);

    /// <summary>Tells a fact by which a case tells people something, and roles, which begin with an at sign.</summary>
    public Task TellOfCase(string caseId, long line, string text, params string[] to)
    {
        var fact = new CaseTold { Subject = $"told/{caseId}/{line}", Version = 1, At = Clock.GetUtcNow(), Area = "430103002001", Case = caseId, To = [.. to.Where(static whom => whom[0] != '@')], Roles = [.. to.Where(static whom => whom[0] == '@').Select(static role => role[1..])], Text = text };
        return Services.GetRequiredService<DatabaseCityStorage>().Commit(new CityCommit { Owner = $"case/{caseId}", At = Clock.GetUtcNow(), Facts = [fact] });
    }

    /// <summary>Tells a fact that wants a notification.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="receiver">Who is told.</param>
    /// <param name="change">Makes another one of it.</param>
    public async Task Tell(string id, string receiver, Func<Notification, Notification>? change = null)
    {
        var fact = new NotificationWanted
        {
            Subject = id,
            Version = ++facts,
            At = Clock.GetUtcNow(),
            Area = "430103002001001",
            Notification = new Notification
            {
                Id = id,
                Receiver = receiver,
                Subject = "home-430103002001-0001.inactivity.1",
                English = "A home has fallen quiet.",
                Chinese = "一住户长时间无活动。",
                At = Clock.GetUtcNow(),
            },
        };
        fact = fact with { Notification = change?.Invoke(fact.Notification) ?? fact.Notification };
        await Services.GetRequiredService<DatabaseCityStorage>().Commit(new CityCommit { Owner = "household/home-430103002001-0001", At = fact.At, Facts = [fact] });
    }

    /// <summary>The next attempt that was recorded: delivered, failed or dead, and by which receiver.</summary>
    public ValueTask<Attempt> NextAttempt() => attempts.Reader.ReadAsync(Cancellation);

    /// <summary>A notification as it stands.</summary>
    public async Task<NotificationRow> Find(string id) => await Store.Find(id) ?? throw new InvalidOperationException($"There is no notification {id}.");

    /// <summary>Waits until the next try of a notification waits for the clock, then moves it there.</summary>
    public async Task MoveToNextTry(string id)
    {
        var next = (await Find(id)).NextAt;
        await Clock.SomebodyWaitsFor(next, Cancellation);
        Clock.MoveTo(next + TimeSpan.FromMilliseconds(1));
    }

    public async ValueTask DisposeAsync()
    {
        await Close();
        Directory.Delete(folder, recursive: true);
    }

    private async Task Open()
    {
        Database = Database.Open(new DatabaseOptions { Folder = folder, Schema = [.. CityTables.Schema, NotificationStore.Schema, RosterTable.Schema, ApiKeys.Schema, Credentials.Schema, AuditLog.Schema, PeopleRegister.Schema, Sessions.Schema, SignInAttempts.Schema] });
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning));
        services.AddSingleton<TimeProvider>(Clock);
        services.AddSingleton(_ => Database);
        services.AddSingleton<RosterTable>();
        var facts = await DatabaseFactLog.Open(Database);
        var storage = new DatabaseCityStorage(Database, "city", Clock);
        facts.Follow(storage);
        services.AddSingleton<IFactLog>(facts);
        services.AddSingleton(storage);
        services.AddSingleton(new SiloSettings { Data = folder, ClockMode = isReplay ? "replay" : "wall" });
        services.AddSingleton<ICaseTexts>(new SaidTexts(Said));
        services.AddNotifications(new ConfigurationBuilder().AddInMemoryCollection(configuration).Build());
        services.AddSingleton(provider => adjust(NotificationSettings.Read(new ConfigurationBuilder().AddInMemoryCollection(configuration).Build())));
        Services = services.BuildServiceProvider();
        Listen(Services.GetRequiredService<NotificationMeter>());
        await Outbox.StartAsync(Cancellation);
    }

    private async Task Close()
    {
        await Outbox.StopAsync(CancellationToken.None);
        listener?.Dispose();
        await Services.DisposeAsync();
        await Database.DisposeAsync();
    }

    private void Listen(NotificationMeter meter)
    {
        listener = new MeterListener
        {
            InstrumentPublished = (instrument, listening) =>
            {
                if (ReferenceEquals(instrument.Meter.Scope, meter) && !instrument.IsObservable)
                {
                    listening.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) =>
            attempts.Writer.TryWrite(new Attempt(instrument.Name.Split('_')[^1], (string)tags[0].Value!)));
        listener.Start();
    }
}

/// <summary>An attempt that was recorded.</summary>
/// <param name="Outcome"><c>delivered</c>, <c>failed</c> or <c>dead</c>.</param>
/// <param name="Receiver">The configured receiver.</param>
internal sealed record Attempt(string Outcome, string Receiver);

/// <summary>What cases have to say.</summary>
internal sealed class SaidTexts(Dictionary<(string Case, long Line, string Text), CaseWord> said) : ICaseTexts
{
    public Task<CaseWord?> Say(string caseId, long version, string text) => Task.FromResult(said.GetValueOrDefault((caseId, version, text)));
}
