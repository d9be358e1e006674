using System.Collections.Immutable;
using CityActors.Deadlines;
using CityActors.Packs.Format;
using CityActors.WorkOrders;

namespace CityActors.Cases;

/// <summary>State as a fold of history, under the type that the history names: what each line does to a case. Decides nothing.</summary>
internal static class CaseFold
{
    /// <summary>The word of the line by which a clock ran out.</summary>
    public const string OverdueSuffix = "-overdue";

    /// <summary>The word of a line of an answer.</summary>
    public const string Answered = "answered";

    /// <summary>The word of a line by which those who supervise get a case before them.</summary>
    public const string Escalated = "escalated";

    /// <summary>The word of a line by which a corrected calendar moves a clock.</summary>
    public const string CalendarCorrected = "calendar-corrected";

    /// <summary>The unit of a work order that its category names.</summary>
    private const string OfCategory = "category.unit";

    /// <summary>The case rebuilt from its history.</summary>
    public static CaseState Rebuild(CaseProgram program, string id, CaseTerms terms, IEnumerable<CaseLine> history, WorkCalendar calendar) =>
        history.Aggregate(new CaseState { Id = id, Terms = terms }, (state, line) => Apply(program, state, line, calendar));

    /// <summary>The case after one more line.</summary>
    /// <param name="program">Its type.</param>
    /// <param name="state">The case.</param>
    /// <param name="line">The line.</param>
    /// <param name="calendar">The working time that its clocks count; null: none of them is kept.</param>
    /// <exception cref="CalendarYearMissingException">A clock would run into a year whose holidays are not known.</exception>
    public static CaseState Apply(CaseProgram program, CaseState state, CaseLine line, WorkCalendar? calendar)
    {
        if (line.Adopted is { } adopted)
        {
            return adopted with { Clocks = calendar is null ? [] : adopted.Clocks, Version = line.Version, ChangedAt = line.At, Parties = state.Parties, History = state.History.Add(line) };
        }

        var clocks = new ClockSet(state.Clocks, line.At, calendar);
        var next = (line.Beginning is { } beginning ? Begin(program, state, beginning) : state) with
        {
            Status = line.Status,
            Version = line.Version,
            ChangedAt = line.At,
            History = line.IsFromOutside ? state.History : state.History.Add(line),
        };
        next = line.Changes is null ? next : next with { Fields = next.Fields.With(line.Changes) };
        next = Happened(program, next, line, clocks);
        var conditions = 0;
        next = Effects(program, next, line, program.EffectsOf(line), clocks, ref conditions);
        Warnings.Follow(program, next.Terms!, state.Clocks, clocks);
        next = ReferenceEquals(next.Clocks, clocks.Now) ? next : next with { Clocks = clocks.Now };
        return (program.IsEnd(line.Status), state.EndedAt is null) switch
        {
            (true, true) => End(next, line.At),
            (false, false) => CaseSeats.Forget(next with { EndedAt = null, HeldAtEnd = [] }),
            _ => CaseSeats.Forget(next),
        };
    }

    private static CaseState Begin(CaseProgram program, CaseState state, CaseBeginning beginning) => state with
    {
        BegunAt = beginning.At,
        Area = beginning.Area,
        Unit = program.Spec.Owner.Unit == OfCategory ? state.Terms!.Category!.Department : program.Spec.Owner.Unit,
        Fields = beginning.Fields,
        Parties = beginning.Parties,
        Parent = beginning.Parent,
    };

    // Clocks stop, asks are withdrawn, holders are released: nothing of it goes on.
    private static CaseState End(CaseState state, DateTimeOffset at) =>
        state with { EndedAt = at, Clocks = [], Asks = [], Holders = [], HeldAtEnd = state.Holders, Offers = [], Wanted = state.Wanted.Clear(), Pools = state.Pools.Clear(), IsEscalated = false };

    // What a line says by itself, whatever the type makes follow from it.
    private static CaseState Happened(CaseProgram program, CaseState state, CaseLine line, ClockSet clocks)
    {
        if (line.Yes is { } yes)
        {
            return state with { Asks = [.. state.Asks.Select(ask => ask.Name != line.Subject ? ask : yes ? ask with { Yes = ask.Yes.Add(line.Actor) } : ask with { No = ask.No.Add(line.Actor) })] };
        }

        var trigger = line.Trigger;
        switch (trigger?.Kind)
        {
            case "assigned":
                return CaseSeats.WithoutOffers(state, line.Subject) with { Holders = [.. state.Holders, .. line.Holders], Wanted = state.Wanted.Remove(line.Subject) };
            case "offered":
                return CaseSeats.Offer(state, line);
            case "declined" or "nobody":
                return CaseSeats.WithoutOffers(state, line.Subject); // It is looked for still: somebody may come.
            case "asked":
                clocks.Stop(CaseAsk.ClockOf(line.Subject));
                return state with { Asks = [.. state.Asks.Where(ask => ask.Name != line.Subject)] };
            case "child":
                return state with { Children = [.. state.Children.Select(child => child.As == line.Subject && child.Id == line.Child!.Id ? line.Child : child)] };
            case "warn":
                clocks.Stop(Warnings.ClockOf(line.Subject));
                return state;
            case "due" when EndsItself(program, line):
                return state;
            case "due":
                clocks.MarkOverdue(line.Subject);
                var isOnDesk = program.Spec.Clocks.TryGetValue(line.Subject, out var clock) && clock.Desk;
                return state with { Overdue = state.Overdue.Contains(line.Subject) ? state.Overdue : [.. state.Overdue, line.Subject], IsEscalated = state.IsEscalated || isOnDesk };
            case null when line is { Rule: null, What: CalendarCorrected, Until: { } until }:
                clocks.Move(line.Subject, until[line.Subject]);
                return state;
            default:
                return line.What == Escalated ? state with { IsEscalated = true } : state;
        }
    }

    // A date that was waited for has come, and what was to follow follows: nobody is late.
    private static bool EndsItself(CaseProgram program, CaseLine line) =>
        program.Until.ContainsKey(line.Subject) && program.EffectsOf(line).Any(effect => effect.Spec.Stop == line.Subject);

    private static CaseState Effects(CaseProgram program, CaseState state, CaseLine line, ImmutableArray<CompiledEffect> effects, ClockSet clocks, ref int conditions)
    {
        foreach (var effect in effects)
        {
            if (effect.If is not null)
            {
                var holds = (line.Held & (1UL << conditions++)) != 0;
                state = Effects(program, state, line, holds ? effect.Then : effect.Else, clocks, ref conditions);
                continue;
            }

            state = Effect(program, state, line, effect.Spec, clocks);
        }

        return state;
    }

    private static CaseState Effect(CaseProgram program, CaseState state, CaseLine line, EffectSpec effect, ClockSet clocks)
    {
        switch (effect)
        {
            case { Start: { } name }:
                Start(program, state, line, name, clocks);
                return state;
            case { Stop: { } name }:
                clocks.Stop(name);
                return state;
            case { Pause: { } name }:
                clocks.Pause(name);
                return state;
            case { Resume: { } name, Or: "start" } when !clocks.Has(name):
                Start(program, state, line, name, clocks);
                return state;
            case { Resume: { } name }:
                clocks.Resume(name);
                return state;
            case { Extend: { } name, By: var by }:
                clocks.Extend(name, (TimeLimits.Of(by) ?? state.Terms!.Limits[name]).Length);
                return state;
            case { Assign: { } name }:
                return CaseSeats.Wanted(state, name, line.Version, program.Pools.GetValueOrDefault(name)?.KeyOf(state.Area));
            case { Release: { } name }:
                return CaseSeats.Release(state, name, Whom(line, effect, "release", name));
            case { Seat: { } name }:
                return CaseSeats.Seat(state, name, [.. line.Seated.Where(one => one.Name == name)]);
            case { Sign: { } name }:
                return CaseSeats.Sign(state, name, Whom(line, effect, "sign", name));
            case { Ask: { } name, Within: var within }:
                if (TimeLimits.Of(within) is { } limit)
                {
                    clocks.Start(CaseAsk.ClockOf(name), limit);
                }

                return state with { Asks = [.. state.Asks.Where(ask => ask.Name != name), line.Asked.Single(ask => ask.Name == name)] };
            case { As: { } name, Open: not null }:
                return state with { Children = [.. state.Children.Where(child => child.As != name || !child.HasEnded), line.Opened.Single(child => child.As == name)] };
            case { Hand: "unit" }:
                return state with { Unit = line.Unit };
            case { Hand: not null }:
                return state with { Area = line.Area };
            case { Exempt: { } why }:
                return state with { Exempt = why };
            default:
                return state; // Fields stand in the line's changes; what is told changes nothing here.
        }
    }

    // Nobody has the empty id.
    private static string? Whom(CaseLine line, EffectSpec effect, string verb, string holder) =>
        effect.Who is null ? null : line.Whom?.GetValueOrDefault(KeyOf(verb, holder)) ?? "";

    /// <summary>Under which a line notes whom an effect is about.</summary>
    public static string KeyOf(string verb, string holder) => $"{verb}.{holder}";

    // What runs to a date that is not known does not run.
    private static void Start(CaseProgram program, CaseState state, CaseLine line, string name, ClockSet clocks)
    {
        if (program.Spec.Clocks[name].Until is null)
        {
            clocks.Start(name, state.Terms!.Limits[name]);
        }
        else if (line.Until?.TryGetValue(name, out var until) == true)
        {
            clocks.Until(name, until);
        }
        else
        {
            clocks.Stop(name);
        }
    }
}
