using CityActors.Observations;
using CityActors.Watch;

namespace CityActors.Alerts;

/// <summary>
/// Entities judge observations by their own time, in whatever order they come: what is late is put in its place and everything since is judged again;
/// what is stamped ahead is judged when its time comes; of two values of one instant, the more alarming one counts.
/// </summary>
/// <typeparam name="TState">What the entity remembers.</typeparam>
/// <typeparam name="TMemory">What its detector remembers.</typeparam>
/// <param name="options">Priorities and ladder.</param>
/// <param name="kinds">The kinds of observation.</param>
/// <param name="things">For packs that are off; null: its rules know by themselves.</param>
internal abstract class JudgedRules<TState, TMemory>(AlertOptions options, Kinds kinds, CityThings? things = null) : EntityRules<TState>(options, kinds)
    where TState : JudgedState<TMemory>, new()
    where TMemory : class
{
    /// <summary>So many times as much as lies between two places to begin from is judged again at most; only a source whose every item comes late gets there.</summary>
    private const int MostStretches = 8;

    /// <summary>No clock is so exact that less than this is ahead.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan LeastHorizon = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan LongestHorizon = TimeSpan.FromHours(3);

    /// <summary>What the packs say; null: its rules know by themselves when they are off.</summary>
    protected CityThings? Things { get; } = things;

    public sealed override DateTimeOffset? NextDue(TState state)
    {
        var due = NextDueOf(state);
        due = NextOff(state) is { } off && !(due <= off) ? off : due;
        return state.Early is [var first, ..] && (due is null || first.At < due) ? first.At : due;
    }

    /// <summary>How far behind the newest one an observation may come and still be judged in its place: half an hour or two intervals, at most three hours.</summary>
    public TimeSpan Horizon(TState state)
    {
        var wanted = 2 * IntervalOf(state);
        return wanted < LeastHorizon ? LeastHorizon : wanted > LongestHorizon ? LongestHorizon : wanted;
    }

    protected sealed override IReadOnlyList<Finding> Observe(TState state, Observation observation, DateTimeOffset? now)
    {
        var item = HeardItem.Of(observation, Kinds);
        var dropped = state.Early is { } early ? early.Count(other => other.At > item.At) : 0;
        if (dropped > 0)
        {
            // The source has set its clock back: what it stamped later than this was never then.
            Count(state, ahead: dropped);
            state.Early = state.Early!.Count == dropped ? null : [.. state.Early!.Take(state.Early!.Count - dropped)];
        }

        if (item.At > now + ClockSkew)
        {
            state.Early = [.. state.Early ?? [], item];
            return [];
        }

        return Passed(state, Take(state, item, observation));
    }

    protected sealed override IReadOnlyList<Finding> Tick(TState state, DateTimeOffset upTo)
    {
        var findings = new List<Finding>();
        while (state.Early is [var first, ..] && first.At <= upTo)
        {
            state.Early = state.Early.Count == 1 ? null : [.. state.Early.Skip(1)];
            findings.AddRange(Take(state, first, first.Of("", Kinds)));
        }

        var memory = state.Memory;
        var found = JudgeSilence(state, upTo);
        findings.AddRange(found);
        if (state.Rewind is { } rewind && !ReferenceEquals(memory, state.Memory))
        {
            state.Rewind = rewind with
            {
                Findings = found.Count == 0 ? rewind.Findings : [.. rewind.Findings, .. found],
                JudgedUntil = upTo > rewind.JudgedUntil ? upTo : rewind.JudgedUntil,
            };
        }

        return [.. Passed(state, findings), .. Things is null ? [] : PackGate.Ends(Things, state.Alerts, CardOf(state)!.Cell, upTo)];
    }

    /// <summary>How often it is to report; zero: there is no such thing.</summary>
    protected abstract TimeSpan IntervalOf(TState state);

    /// <summary>So many items at most lie between two places to begin from: a source that sends more is judged again from less far back.</summary>
    protected virtual int MostWithinHorizon(TState state) => Rewind<TMemory>.MostItems;

    /// <summary>When its silence, or a delay, becomes an event, or null.</summary>
    protected abstract DateTimeOffset? NextDueOf(TState state);

    /// <summary>Takes an observation into the detector's memory.</summary>
    protected abstract IReadOnlyList<Finding> Judge(TState state, Observation observation);

    /// <summary>Hears, after it was judged, of what counts: it is no repeat and not too late.</summary>
    /// <param name="state">The state.</param>
    /// <param name="item">What was observed.</param>
    /// <param name="instead">The less alarming item of the same instant that it displaces, or null.</param>
    protected virtual void Counted(TState state, HeardItem item, HeardItem? instead)
    {
    }

    /// <summary>Judges silence up to and including a time.</summary>
    protected abstract IReadOnlyList<Finding> JudgeSilence(TState state, DateTimeOffset upTo);

    /// <summary>Whether of two observations of one instant and kind the first is the more alarming one.</summary>
    protected abstract bool IsMoreAlarming(TState state, HeardItem item, HeardItem than);

    /// <summary>At which levels episodes stand, after some were judged again; none where there are no levels.</summary>
    protected virtual IEnumerable<Finding> Standing(TState state) => [];

    private DateTimeOffset? NextOff(TState state) => Things is null || state.Alerts is not { Open.Count: > 0 } ? null : PackGate.NextOff(Things, state.Alerts, CardOf(state)!.Cell);

    private IReadOnlyList<Finding> Passed(TState state, IReadOnlyList<Finding> findings) => Things is null || findings.Count == 0 ? findings : PackGate.Pass(Things, findings, CardOf(state)!.Cell);

    private static void Count(TState state, long late = 0, long ahead = 0, long conflict = 0)
    {
        var before = state.NotJudged ?? new NotJudged();
        state.NotJudged = new NotJudged(before.Late + late, before.Ahead + ahead, before.Conflict + conflict);
    }

    private IReadOnlyList<Finding> Take(TState state, HeardItem item, Observation observation)
    {
        var rewind = state.Rewind ?? new Rewind<TMemory> { Before = state.Memory, CoversAfter = state.Applied == 0 ? DateTimeOffset.MinValue : item.At.AddTicks(-1) };
        if (item.At > rewind.JudgedUntil && (rewind.Items.Count == 0 ? item.At > rewind.Newest : item.Against(rewind.Items[^1]) > 0))
        {
            var memory = state.Memory;
            var next = Judge(state, observation);
            state.Rewind = rewind.With(item, memory, next, Horizon(state), MostWithinHorizon(state));
            Counted(state, item, null);
            return next;
        }

        if (item.At <= rewind.CoversAfter || item.At <= rewind.Newest - Horizon(state))
        {
            return TakeLate(state, observation, rewind);
        }

        var place = PlaceOf(item, rewind.Items, out var same);
        if (!same)
        {
            var late = JudgeAgain(state, rewind, place, [.. rewind.Items.Take(place), item, .. rewind.Items.Skip(place)], isAdded: true);
            Counted(state, item, null);
            return late;
        }

        var known = rewind.Items[place];
        if (known == item)
        {
            return [];
        }

        Count(state, conflict: 1);
        if (!IsMoreAlarming(state, item, known))
        {
            return [];
        }

        var found = JudgeAgain(state, rewind, place, [.. rewind.Items.Take(place), item, .. rewind.Items.Skip(place + 1)], isAdded: false);
        Counted(state, item, known);
        return found;
    }

    private static int PlaceOf(HeardItem item, IReadOnlyList<HeardItem> items, out bool same)
    {
        var place = items.Count;
        while (place > 0 && items[place - 1].Against(item) > 0)
        {
            place--;
        }

        same = place > 0 && items[place - 1].Against(item) == 0;
        return same ? place - 1 : place;
    }

    // Too late to be judged in its place. It may still show that somebody was active; what was found since stands.
    private IReadOnlyList<Finding> TakeLate(TState state, Observation observation, Rewind<TMemory> rewind)
    {
        Count(state, late: 1);
        var memory = state.Memory;
        var found = Judge(state, observation);
        if (!ReferenceEquals(memory, state.Memory))
        {
            state.Rewind = rewind;
            state.Forget();
        }

        return found;
    }

    private IReadOnlyList<Finding> JudgeAgain(TState state, Rewind<TMemory> rewind, int place, IReadOnlyList<HeardItem> items, bool isAdded)
    {
        var memory = state.Memory;
        try
        {
            var middle = rewind.Middle;
            var isAfterMiddle = middle is not null && place > middle.Items;
            var first = isAfterMiddle ? middle!.Items : 0;
            var at = middle is null || isAfterMiddle ? -1 : middle.Items + (isAdded ? 1 : 0);
            var findings = isAfterMiddle ? rewind.Findings.Take(middle!.Findings).ToList() : [];
            var before = rewind.Findings.Skip(findings.Count).ToList();
            var known = findings.Count;
            state.Memory = isAfterMiddle ? middle!.Memory : rewind.Before;
            for (var i = first; i < items.Count; i++)
            {
                middle = i == at ? new Waypoint<TMemory>(state.Memory, i, findings.Count) : middle;
                findings.AddRange(Judge(state, items[i].Of("", Kinds)));
            }

            findings.AddRange(JudgeSilence(state, rewind.JudgedUntil));
            state.Rewind = rewind with { Items = items, Findings = findings, Middle = middle, Newest = items[^1].At };
            if (items.Count > MostStretches * MostWithinHorizon(state))
            {
                state.Forget();
            }

            return LateEvidence.Corrections(before, findings[known..]) is { Count: > 0 } corrections ? [.. corrections, .. Standing(state)] : [];
        }
        catch
        {
            state.Memory = memory;
            throw;
        }
    }
}
