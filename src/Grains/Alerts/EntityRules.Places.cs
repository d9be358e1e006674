using CityActors.Commits;
using CityActors.Deadlines;
using CityActors.Facts;
using CityActors.Observations;
using CityActors.Places;
using CityActors.Signals;

namespace CityActors.Alerts;

/// <content>What an entity and its places tell each other: that it counts there, what it signals, and what it does not raise while something larger holds.</content>
internal abstract partial class EntityRules<TState>
{
    private const string HeldPrefix = "held";
    private static readonly Explanation Heard = new("heard for the first time", "首次上报", "member");

    /// <summary>What packs say of places.</summary>
    protected virtual CityPlaces Places => CityPlaces.None;

    /// <summary>A kind of alert that was muted is judged again: what it looked like since the thing shared in something larger need not count.</summary>
    protected virtual void Unmuted(TState state, string kind, DateTimeOffset since)
    {
    }

    private void Change(TState state, PlaceTies before, PlaceTies after, DateTimeOffset at)
    {
        state.Ties = Muting.Change(before, after, at);
        foreach (var kind in (before.Mutes ?? []).SelectMany(static mute => mute.Kinds).Distinct(StringComparer.Ordinal))
        {
            if (Muting.MuteOf(before, kind) is { } mute && !Muting.IsMuted(after, kind))
            {
                Unmuted(state, kind, Muting.SharesSince(before, mute));
            }
        }
    }

    private static PlaceTies TiesOf(TState state) => state.Ties ?? PlaceTies.None;

    private static IEnumerable<DueTime> Waiting(TState state) => state.Ties is { HeldBack: not null } ties
        ? Muting.Waiting(ties).Select(static held => new DueTime($"{HeldPrefix} {held.Finding.Kind} {held.Finding.Zone}", held.Due!.Value))
        : [];

    /// <summary>That a thing was heard and counts in places that do not know it yet, or null: they do.</summary>
    private Finding? Joined(TState state, Observation observation)
    {
        var (places, card) = (Places, CardOf(state)!);
        if (places.Rules.Count == 0 || (state.Counted is { } known && ReferenceEquals(known.Card, card) && ReferenceEquals(known.Places, places)) || !places.ShowsMember(card, observation.Kind))
        {
            return null;
        }

        if (TiesOf(state).Places.SequenceEqual(places.Of(card)))
        {
            state.Counted = (card, places);
            return null;
        }

        return new Finding(Finding.Member, "", FindingAct.Open, observation.At, Heard);
    }

    /// <summary>What is no alert is dealt with here; what is muted is held back.</summary>
    /// <returns>What is to be decided about alerts, or null: nothing.</returns>
    private Finding? Passed(TState state, Finding finding, ref List<CityFact>? facts)
    {
        var card = CardOf(state)!;
        if (finding.Kind == Finding.Member)
        {
            (facts ??= []).Add(Count(state, card, Places.Of(card), finding.At));
            state.Counted = (card, Places);
            return null;
        }

        if (finding.Kind.StartsWith(Finding.SignalPrefix, StringComparison.Ordinal))
        {
            (facts ??= []).AddRange(Signal(state, finding.Kind[Finding.SignalPrefix.Length..], SinceOf(finding), finding.At, finding.Value));
            return null;
        }

        if (finding.Kind.StartsWith(Finding.ObservePrefix, StringComparison.Ordinal))
        {
            if (finding.Act == FindingAct.Open || finding is { Act: FindingAct.Correct, Was: null, Now: not null })
            {
                (facts ??= []).Add(Derived(card, finding.Kind[Finding.ObservePrefix.Length..], finding.Now?.From ?? finding.At, finding.Value));
            }

            return null;
        }

        if (state.Ties is not { } ties)
        {
            return finding;
        }

        (state.Ties, var passed) = Muting.Pass(ties, finding);
        return passed;
    }

    private static DateTimeOffset? SinceOf(Finding finding) => finding.Act switch
    {
        FindingAct.Open => finding.Since ?? finding.At,
        FindingAct.Correct when finding.Now is { To: null } now => finding.Since ?? now.From ?? finding.At,
        _ => null,
    };

    private static ObservationDerived Derived(EntityCard card, string kind, DateTimeOffset at, double value) => new()
    {
        Subject = $"derived/{card.Id}/{kind}",
        Version = at.UtcTicks,
        At = at,
        Area = card.Cell,
        Entity = card.Id,
        Kind = kind,
        Value = value,
    };

    private static MemberChanged Count(TState state, EntityCard card, IReadOnlyList<string> places, DateTimeOffset at)
    {
        var before = TiesOf(state);
        state.Ties = before with { Places = places, Told = before.Told + 1 };
        return new MemberChanged
        {
            Subject = SubjectOf(card),
            Version = state.Ties.Told,
            At = at,
            Area = card.Cell,
            Member = new PlaceMember(card.Id, CityPlaces.KindOf(card), card.Cell, card.Position, card.Drill),
            Places = places,
            Left = [.. before.Places.Except(places, StringComparer.Ordinal)],
        };
    }

    private static string SubjectOf(EntityCard card) => $"signal/{card.Id}";

    private IEnumerable<CityFact> Signal(TState state, string name, DateTimeOffset? since, DateTimeOffset at, double figure)
    {
        var (before, card) = (TiesOf(state), CardOf(state)!);
        var known = before.Signals?.FirstOrDefault(own => own.Name == name);
        if (known?.Since == since || before.Places.Count == 0)
        {
            return [];
        }

        Change(state, before, Muting.With(before, name, since) with { Told = before.Told + 1 }, at);
        return [Tell(state, card, name, since, at, figure)];
    }

    private static SignalChanged Tell(TState state, EntityCard card, string name, DateTimeOffset? since, DateTimeOffset at, double figure) => new()
    {
        Subject = SubjectOf(card),
        Version = state.Ties!.Told,
        At = at,
        Area = card.Cell,
        Member = card.Id,
        Signal = name,
        Since = since,
        Figure = figure,
        Places = state.Ties.Places,
    };

    // Places may wait for alerts, too; one signal for all zones.
    private IEnumerable<CityFact> SignalsOf(TState state, Alert changed)
    {
        if (!Places.WaitsFor(changed.Kind))
        {
            return [];
        }

        var first = BookOf(state).Open.FirstOrDefault(alert => alert.Kind == changed.Kind);
        return Signal(state, PlaceRule.AlertPrefix + changed.Kind, first?.OpenedAt, changed.ChangedAt, 0);
    }

    /// <summary>A registration that moves what was counted: the places that it left forget it, the new ones hear what it holds.</summary>
    private IEnumerable<CityFact> Move(TState state, EntityCard card, DateTimeOffset at)
    {
        if (state.Ties is not { Places.Count: > 0 } ties)
        {
            yield break;
        }

        var places = Places.Of(card);
        if (!ties.Places.SequenceEqual(places))
        {
            Change(state, ties, ties with { Mutes = null }, at);
        }

        yield return Count(state, card, places, at);
        foreach (var own in places.Count == 0 ? [] : ties.Signals ?? [])
        {
            state.Ties = state.Ties! with { Told = state.Ties.Told + 1 };
            yield return Tell(state, card, own.Name, own.Since, at, 0);
        }
    }

    private static IEnumerable<CityFact> Leave(TState state, EntityCard card, DateTimeOffset at)
    {
        var facts = state.Ties is { Places.Count: > 0 } ? [Count(state, card, [], at)] : Array.Empty<CityFact>();
        (state.Ties, state.Counted) = (null, null);
        return facts;
    }

    /// <summary>Something larger begins or ends around it. What was raised a moment too soon is withdrawn, but for what tells of people or was taken on.</summary>
    private Decision<TState> Mute(TState state, MembersMuted told)
    {
        if (state.Ties is not { } ties || state.Retired is not null)
        {
            return Decision.None(state);
        }

        Change(state, ties, Muting.With(ties, told.Mute), told.Mute.Until ?? told.At);
        var facts = new List<CityFact>();
        foreach (var alert in BookOf(state).Open.Where(static alert => alert is { State: AlertState.Open, Priority: not AlertPriority.High }))
        {
            if (Muting.MuteOf(state.Ties, alert.Kind) is { } mute && Muting.SharesSince(state.Ties, mute) is var since && alert.OpenedAt >= since)
            {
                var found = new Finding(alert.Kind, alert.Zone, FindingAct.Open, alert.OpenedAt, alert.Explanation, Level: alert.Level, Since: since);
                state.Ties = Muting.Put(state.Ties, new HeldBack(found, null));
                facts.AddRange(Take(state, BookOf(state).Withdrawn(alert, told.At)).Facts);
            }
        }

        return Decision.To(state, facts);
    }

    /// <summary>What was held back went on for as long again as it took to find: it is raised, as of that instant. Null: it is another deadline.</summary>
    private Decision<TState>? Raise(TState state, Deadline deadline)
    {
        if (deadline.Name.Split(' ', 3) is not [HeldPrefix, var kind, var zone])
        {
            return null;
        }

        if (state.Ties is not { } ties || Muting.Held(ties, kind, zone) is not { Due: not null } held)
        {
            return Decision.None(state);
        }

        state.Ties = Muting.Drop(ties, held);
        var facts = default(List<CityFact>);
        foreach (var step in BookOf(state).Apply(held.Finding with { At = deadline.Due, Why = MutingTexts.Again(held.Finding) }, CardOf(state)!, options))
        {
            state.Alerts = step.Book;
            (facts ??= []).AddRange(FactsOf(state, step));
        }

        return Decision.To(state, facts ?? []);
    }
}
