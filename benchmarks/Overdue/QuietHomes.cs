using CityActors.Alerts;
using CityActors.Benchmarks.Memory;
using CityActors.Benchmarks.Reports;
using CityActors.Commits;
using CityActors.Facts;
using CityActors.Silo;
using CityActors.Silo.Orleans;
using CityActors.Silo.Stores;
using CityActors.Storage;

namespace CityActors.Benchmarks.Overdue;

/// <summary>Homes that fell quiet before no Silo ran: their ladders' steps are overdue, one of most homes and all four of some. Put into the database of a Silo that does not run, and looked at after its end.</summary>
/// <param name="settings">Where.</param>
/// <param name="load">How many.</param>
internal sealed class QuietHomes(SiloSettings settings, DeadlineLoad load)
{
    private const int Many = 1_024;
    private const int Page = 10_000;
    private static readonly AlertOptions Options = new();
    private static readonly TimeSpan Downtime = TimeSpan.FromHours(1);
    private static readonly string[] Steps = [.. Options.Ladder.OrderBy(static step => step.After).ThenBy(static step => step.Receiver, StringComparer.Ordinal).Select(static step => step.Receiver)];
    private readonly int whole = load.Due / (5 * Steps.Length); // Every fifth deadline is of a home that has them all.

    private int Overdue => load.Due - (whole * (Steps.Length - 1));

    /// <summary>Stores the homes with their deadlines, and deadlines of tomorrow whose homes nobody needs before.</summary>
    public async Task Settle()
    {
        await using var database = CityHost.OpenDatabase(settings);
        var storage = new DatabaseCityStorage(database, ClusterSettings.ServiceId, TimeProvider.System);
        var window = new Window(Many);
        foreach (var commit in Fallen().Concat(Later()))
        {
            await window.Room();
            window.Add(storage.Commit(commit));
        }

        await window.All();
    }

    /// <summary>How many of the steps were told so far; the Silo has ended.</summary>
    public async Task<int> Told() => (await ReadTold()).Count;

    /// <summary>Whether every step was told once and in its home's order, no other was, and nothing overdue is left.</summary>
    public async Task<bool> AreAllTold()
    {
        var told = (await ReadTold()).GroupBy(static fact => fact.Notification.Subject, static fact => fact.Notification.Receiver).ToDictionary(static home => home.Key, static home => home.ToArray());
        return told.Count == Overdue
            && Enumerable.Range(0, Overdue).All(home => told.TryGetValue(AlertOf(home), out var steps) && steps.SequenceEqual(home < whole ? Steps : Steps[^1..]))
            && await IsNothingLeft();
    }

    private static string AlertOf(int home) => $"{Homes.IdOf(home)}.{AlertKinds.Inactivity}.home.1";

    private static Alert Quiet(int home, DateTimeOffset since) => new()
    {
        Id = AlertOf(home),
        Entity = Homes.IdOf(home),
        Kind = AlertKinds.Inactivity,
        Zone = "home",
        Episode = 1,
        State = AlertState.Open,
        Priority = AlertPriority.High,
        OpenedAt = since,
        ChangedAt = since,
        Explanation = new Explanation("Drill.", "演练。", "benchmark"),
        Cell = Homes.CardOf(home).Cell,
        Position = Homes.CardOf(home).Position,
        Drill = true,
        Version = 1,
    };

    private IEnumerable<CityCommit> Fallen()
    {
        var serializer = new StateSerializer();
        var since = TimeProvider.System.GetUtcNow() - Downtime;
        foreach (var (home, state) in Homes.States(Overdue, serializer).Index())
        {
            var taken = home < whole ? [] : Steps[..^1];
            state.Alerts = new AlertBook { Open = [Quiet(home, since)], Ladder = [.. taken.Select(step => $"{AlertOf(home)} {step}")] };
            yield return new CityCommit
            {
                Owner = $"household/{Homes.IdOf(home)}",
                At = since,
                Head = serializer.Serialize(state),
                Deadlines = [.. AlertLadder.Deadlines(state.Alerts, _ => Options.Ladder).Select(static due => new DeadlineWrite(due.Name, due.At))],
            };
        }
    }

    private IEnumerable<CityCommit> Later()
    {
        var tomorrow = TimeProvider.System.GetUtcNow() + TimeSpan.FromDays(1);
        for (var home = Overdue; home < Overdue + load.Later; home++)
        {
            yield return new CityCommit { Owner = $"household/{Homes.IdOf(home)}", At = tomorrow, Deadlines = [new DeadlineWrite($"ladder {AlertOf(home)} {Steps[^1]}", tomorrow)] };
        }
    }

    private async Task<List<NotificationWanted>> ReadTold()
    {
        await using var database = CityHost.OpenDatabase(settings);
        var log = await DatabaseFactLog.Open(database);
        var told = new List<NotificationWanted>();
        for (var (after, count) = (0L, Page); count == Page;)
        {
            var facts = await log.ReadAll(after, Page);
            told.AddRange(facts.Select(FactRecords.Read).OfType<NotificationWanted>());
            (after, count) = (facts.Count > 0 ? facts[^1].Sequence : after, facts.Count);
        }

        return told;
    }

    private async Task<bool> IsNothingLeft()
    {
        await using var database = CityHost.OpenDatabase(settings);
        var left = await database.Read(static session =>
        {
            var rows = session.Prepare(Count);
            return rows.Step() ? rows.Int64(0) : 0;
        });
        return left == load.Later;
    }

    private static readonly SqlQuery Count = new("SELECT count(*) FROM deadline");
}
