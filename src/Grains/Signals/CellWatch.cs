using CityActors.Commits;
using CityActors.Facts;
using CityActors.Places;
using CityActors.Reactions;

namespace CityActors.Signals;

/// <summary>What a cell makes of its members' signals: it tells its district how rules stand, and its members what holds around them. Pure.</summary>
internal static class CellWatch
{
    /// <summary>Takes what a member or the district told.</summary>
    /// <param name="code">The cell's code.</param>
    /// <param name="state">The cell.</param>
    /// <param name="fact">What was told.</param>
    /// <param name="places">The rules.</param>
    public static Decision<GridCellState> React(string code, GridCellState state, CityFact fact, CityPlaces places) => fact switch
    {
        MemberChanged changed => Take(code, state, changed, places),
        SignalChanged changed => Take(code, state, changed, places),
        PlaceTurned turned => Turn(code, state, turned, places),
        _ => Decision.None(state),
    };

    private static Decision<GridCellState> Take(string code, GridCellState state, MemberChanged changed, CityPlaces places)
    {
        var (id, before) = (changed.Member.Id, state.Members.GetValueOrDefault(changed.Member.Id));
        if (!changed.Places.Contains(Addresses.OfCell(code)))
        {
            return before is null ? Decision.None(state) : Judge(code, state with { Members = state.Members.Remove(id) }, before.Card.Kind, changed.At, places, []);
        }

        if (before?.Card == changed.Member)
        {
            return Decision.None(state);
        }

        var next = state with { Members = state.Members.SetItem(id, new WatchedMember(changed.Member, before?.Signals ?? [])), Told = state.Told + 1 };
        var held = before is not null ? [] : state.Held.Where(entry => places.Find(entry.Key)?.Counts(changed.Member.Kind) == true).Select(entry => Mute(code, next, [id], entry.Value, changed.At)).ToArray();
        return Judge(code, next, changed.Member.Kind, changed.At, places, held);
    }

    private static Decision<GridCellState> Take(string code, GridCellState state, SignalChanged changed, CityPlaces places)
    {
        if (state.Members.GetValueOrDefault(changed.Member) is not { } before || before.With(changed) is var after && ReferenceEquals(after, before))
        {
            return Decision.None(state);
        }

        return Judge(code, state with { Members = state.Members.SetItem(changed.Member, after) }, after.Card.Kind, changed.At, places, [], changed.Signal);
    }

    // What holds begins or ends: every member that may share in it is told, whether it does or not yet.
    private static Decision<GridCellState> Turn(string code, GridCellState state, PlaceTurned turned, CityPlaces places)
    {
        var mute = turned.Mute;
        var isKnown = state.Held.ContainsKey(mute.Rule);
        if (mute.Until is null == isKnown)
        {
            return Decision.None(state);
        }

        var next = state with { Held = mute.Until is null ? state.Held.Add(mute.Rule, mute) : state.Held.Remove(mute.Rule), Told = state.Told + 1 };
        var rule = places.Find(mute.Rule);
        string[] members = [.. state.Members.Values.Where(member => rule is null || rule.Counts(member.Card.Kind)).Select(static member => member.Card.Id)];
        return mute.Kinds.Count == 0 || members.Length == 0 ? Decision.To(next) : Decision.To(next, Mute(code, next, members, mute, turned.At));
    }

    private static MembersMuted Mute(string code, GridCellState state, IReadOnlyList<string> members, PlaceMute mute, DateTimeOffset at) => new()
    {
        Subject = $"mute/{code}",
        Version = state.Told,
        At = at,
        Area = code,
        Members = members,
        Mute = mute,
    };

    // Each rule looks at every member, so only those are judged that a signal can have changed; a member that comes or goes changes all.
    private static Decision<GridCellState> Judge(string code, GridCellState state, string kind, DateTimeOffset at, CityPlaces places, IReadOnlyList<CityFact> others, string? signal = null)
    {
        var facts = new List<CityFact>(others);
        foreach (var known in places.Rules)
        {
            if (known.Level != AreaLevel.Cell || !known.Counts(kind) || (signal is not null && !known.Of.Contains(signal)))
            {
                continue;
            }

            var rule = places.At(known, code, at);
            var before = state.Stands.GetValueOrDefault(rule.Key, new PlaceStand());
            var now = PlaceJudge.Stand(rule, state.Members.Values, at, state.Held.GetValueOrDefault(rule.Key)?.From);
            var concerns = now.IsShown || before.IsShown || state.Held.ContainsKey(rule.Key) || rule.IsSmall(now) || rule.IsSmall(before);
            if (now == before || !concerns)
            {
                continue;
            }

            state = state with { Stands = state.Stands.SetItem(rule.Key, now), Told = state.Told + 1 };
            facts.Add(new CellStood { Subject = $"stand/{code}", Version = state.Told, At = at, Area = code, Rule = rule.Key, Stand = now });
        }

        return Decision.To(state, facts);
    }
}
