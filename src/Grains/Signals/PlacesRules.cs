using CityActors.Alerts;
using CityActors.Commits;
using CityActors.Deadlines;
using CityActors.Facts;
using CityActors.Places;
using CityActors.Reactions;
using CityActors.Watch;
using Microsoft.Extensions.Options;

namespace CityActors.Signals;

/// <summary>What is decided about the places of a district, in one turn at a time: what its cells and devices told is one thing or several, and of which area.</summary>
internal sealed class PlacesRules(CityThings things, IOptions<AlertOptions> alerts) : ICityRules<PlacesState>
{
    private const string Off = "off";
    private const string Opens = "opens";
    private const string Edge = "edge";

    /// <summary>What is stored row by row.</summary>
    public static IReadOnlyList<RowKind<PlacesState>> Rows { get; } =
    [
        new RowKind<PlacesState, PlaceRow>("stand", static state => state.Stands, static (state, rows) => state with { Stands = rows }),
        new RowKind<PlacesState, WatchedMember>("member", static state => state.Members, static (state, rows) => state with { Members = rows }),
        new RowKind<PlacesState, AlertBook>("book", static state => state.Books, static (state, rows) => state with { Books = rows }),
    ];

    public IReadOnlyList<RowKind<PlacesState>> RowKinds => Rows;

    /// <summary>Acts on an alert for an officer.</summary>
    public static (Decision<PlacesState> Decision, AlertReply Reply) Handle(PlacesState state, string alertId, AlertCommand command)
    {
        var id = PlaceOf(alertId);
        var (step, reply) = state.Books.GetValueOrDefault(id, AlertBook.Empty).Handle(alertId, command);
        return (To(state, id, step), reply);
    }

    public Decision<PlacesState> React(string key, PlacesState state, CityFact fact, DateTimeOffset now) => fact switch
    {
        CellStood stood when things.Places.Find(stood.Rule, stood.Area, stood.At) is { } rule => new PlacesTurn(state, rule, stood.At, alerts.Value).Take(stood.Area, stood.Stand).Decision,
        MemberChanged changed => Take(key, state, changed),
        SignalChanged changed when state.Members.GetValueOrDefault(changed.Member) is { } before && before.With(changed) is var after && !ReferenceEquals(before, after) =>
            Judge(state with { Members = state.Members.SetItem(changed.Member, after) }, after.Card, changed.At),
        ReportTaken taken => LearnOrder(state, taken),
        OrderEnded ended => End(key, state, ended),
        AlertsActedOn acted => Each(state, acted.Alerts.Where(alert => IsOf(key, alert)), (next, alert) => Handle(next, alert, acted.Command).Decision),
        _ => Decision.None(state),
    };

    public Decision<PlacesState> Due(string key, PlacesState state, Deadline deadline, DateTimeOffset now)
    {
        if (deadline.Name.Split(' ') is [var what, var rule, var name] && what is Off or Opens or Edge)
        {
            return things.Places.Find(rule, AreaOf(state, rule, what, name), deadline.Due) is not { } known ? Decision.To(state with { Episodes = [.. state.Episodes.Where(episode => episode.Rule != rule)] })
                : new PlacesTurn(state, known, deadline.Due, alerts.Value) is var turn && what == Off ? turn.End(name).Decision
                : what == Edge ? turn.Edge(name).Decision
                : turn.Open(long.Parse(name, System.Globalization.CultureInfo.InvariantCulture)).Decision;
        }

        if (deadline.Name.Split(' ') is not ["ladder", var alert, _]
            || AlertLadder.Take(state.Books.GetValueOrDefault(PlaceOf(alert), AlertBook.Empty), deadline, about => things.LadderOf(about), about => things.TextOf(about, Privacy.Public)) is not { } taken)
        {
            return Decision.None(state);
        }

        return Decision.To(state with { Books = state.Books.SetItem(PlaceOf(alert), taken.Book) }, [.. taken.Wanted]);
    }

    /// <summary>The steps of an alert's ladder, and when each is due while nobody takes it on.</summary>
    public IReadOnlyList<AlertStepDue> StepsOf(Alert alert) => AlertLadder.Plan(alert, things.LadderOf(alert));

    public IEnumerable<DueTime> Deadlines(string key, PlacesState state)
    {
        foreach (var episode in state.Episodes)
        {
            if (episode.OpensAt is { } opens)
            {
                yield return new DueTime($"{Opens} {episode.Rule} {episode.Number}", opens);
            }

            foreach (var code in episode.Held)
            {
                if (state.Stands.GetValueOrDefault(PlacesState.KeyOf(episode.Rule, code)) is { From: not null, OffSince: { } since })
                {
                    yield return new DueTime($"{Off} {episode.Rule} {code}", since + (things.Places.Find(episode.Rule, code, since)?.Settle ?? TimeSpan.Zero));
                }
            }
        }

        foreach (var due in Edges(state))
        {
            yield return due;
        }

        foreach (var (_, book) in state.Books)
        {
            foreach (var due in book.Open.Count == 0 ? [] : AlertLadder.Deadlines(book, alert => things.LadderOf(alert)))
            {
                yield return due;
            }
        }
    }

    // Only rules with a schedule are judged when it opens or closes.
    private IEnumerable<DueTime> Edges(PlacesState state) =>
        from known in things.Places.Rules
        from entry in state.Stands
        where entry.Value.Stand.Holding > 0 && entry.Key.StartsWith(PlacesState.KeyOf(known.Key, ""), StringComparison.Ordinal)
        let code = entry.Key[(known.Key.Length + 1)..]
        let edge = things.Places.At(known, code, entry.Value.At).During?.NextEdge(entry.Value.At)
        where edge is not null
        select new DueTime($"{Edge} {known.Key} {code}", edge.Value);

    // Of what several places share, the one that came first says how long is waited.
    private static string AreaOf(PlacesState state, string rule, string what, string name) => what != Opens ? name
        : state.Episodes.FirstOrDefault(episode => episode.Rule == rule && episode.Number.ToString(System.Globalization.CultureInfo.InvariantCulture) == name)?.Codes[0] ?? "";

    private Decision<PlacesState> Take(string key, PlacesState state, MemberChanged changed)
    {
        var (id, before) = (changed.Member.Id, state.Members.GetValueOrDefault(changed.Member.Id));
        if (changed.Places.Contains($"{Addresses.Places}/{key}"))
        {
            return before?.Card == changed.Member ? Decision.None(state)
                : Judge(state with { Members = state.Members.SetItem(id, new WatchedMember(changed.Member, before?.Signals ?? [])) }, changed.Member, changed.At);
        }

        return before is null ? Decision.None(state) : Judge(state with { Members = state.Members.Remove(id) }, before.Card, changed.At);
    }

    /// <summary>Judges the rules of whole areas for which a thing counts.</summary>
    private Decision<PlacesState> Judge(PlacesState state, PlaceMember member, DateTimeOffset at)
    {
        var facts = new List<CityFact>();
        foreach (var known in things.Places.Rules.Where(rule => rule.Level != AreaLevel.Cell && rule.Counts(member.Kind)))
        {
            var code = member.Cell[..AreaCodes.Digits(known.Level)];
            var rule = things.Places.At(known, code, at);
            var from = state.Stands.GetValueOrDefault(PlacesState.KeyOf(rule.Key, code))?.From;
            var members = state.Members.Values.Where(other => AreaCodes.Contains(code, other.Card.Cell));
            var decision = new PlacesTurn(state, rule, at, alerts.Value).Take(code, PlaceJudge.Stand(rule, members, at, from)).Decision;
            state = decision.Next;
            facts.AddRange(decision.Facts);
        }

        return Decision.To(state, facts);
    }

    private static string PlaceOf(string alertId) => alertId.Split('.', 2)[0];

    private static bool IsOf(string key, string alertId) => AreaCodes.OfPlaceId(PlaceOf(alertId)) is { } code && AreaCodes.PlacesKey(code) == key;

    private static Decision<PlacesState> To(PlacesState state, string id, AlertStep step, bool tellsOrder = true)
    {
        var facts = new List<CityFact>();
        var next = EpisodeAlerts.Put(state, id, step, facts, tellsOrder);
        return ReferenceEquals(next, state) ? Decision.None(state) : Decision.To(next, facts);
    }

    private static Decision<PlacesState> LearnOrder(PlacesState state, ReportTaken taken)
    {
        var id = PlaceOf(taken.Alert);
        var book = state.Books.GetValueOrDefault(id, AlertBook.Empty);
        return book.Find(taken.Alert) is null
            ? new Decision<PlacesState>(state, IsChange: false, [AlertFacts.EndedLongAgo(taken.Alert, taken)])
            : To(state, id, book.SetOrder(taken.Alert, taken.Subject, taken.Handovers));
    }

    // Of an alert that became part of a larger one, the order is that of both.
    private static Decision<PlacesState> End(string key, PlacesState state, OrderEnded ended)
    {
        var alerts = ended.Alerts.Where(alert => IsOf(key, alert)).ToList();
        for (var i = 0; i < alerts.Count; i++)
        {
            if (state.FindAlert(alerts[i])?.Parent is { } parent && !alerts.Contains(parent))
            {
                alerts.Add(parent);
            }
        }

        return Each(state, alerts, (next, alert) => To(
            next, PlaceOf(alert), next.Books.GetValueOrDefault(PlaceOf(alert), AlertBook.Empty).OrderEnded(alert, ended.Subject, ended.Actor, ended.Reason, ended.At), tellsOrder: false));
    }

    private static Decision<PlacesState> Each(PlacesState state, IEnumerable<string> alerts, Func<PlacesState, string, Decision<PlacesState>> decide)
    {
        var (next, facts) = (state, new List<CityFact>());
        foreach (var alert in alerts)
        {
            var decision = decide(next, alert);
            next = decision.Next;
            facts.AddRange(decision.Facts);
        }

        return facts.Count == 0 ? Decision.None(state) : Decision.To(next, facts);
    }
}
