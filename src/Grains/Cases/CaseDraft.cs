using System.Collections.Immutable;
using System.Globalization;
using CityActors.Commits;
using CityActors.Deadlines;
using CityActors.Facts;
using CityActors.Packs.Format;
using CityActors.WorkOrders;

namespace CityActors.Cases;

/// <summary>A case in the middle of a decision: each line changes it and brings the facts that follow.</summary>
/// <param name="program">Its type.</param>
/// <param name="before">The case before the decision; it stays as it is.</param>
/// <param name="calendar">The working time that its clocks count.</param>
/// <param name="city">What it reads of the city.</param>
internal sealed class CaseDraft(CaseProgram program, CaseState before, WorkCalendar calendar, CaseCity city)
{
    /// <summary>Who acts where no person does.</summary>
    public const string System = "system";

    private readonly CaseState before = before;
    private readonly List<CaseChange> changes = [];
    private CaseState? changed;

    /// <summary>What the case reads of the city.</summary>
    public CaseCity City => city;

    /// <summary>Fields as they were read in this decision.</summary>
    public FieldReadings Readings { get; } = new();

    /// <summary>The case as it is now.</summary>
    public CaseState Case => changed ?? before;

    /// <summary>The lines so far, with the case before and after each.</summary>
    public IReadOnlyList<CaseChange> Changes => changes;

    /// <summary>Everything decided so far.</summary>
    public Decision<CaseState> Decision => changes.Count == 0 ? Commits.Decision.None(before) : Commits.Decision.To(Case, [.. changes.SelectMany(change => change.Facts(program))]);

    /// <summary>Begins the case, with what follows from that at once.</summary>
    /// <exception cref="CalendarYearMissingException">A clock would run into a year whose holidays are not known.</exception>
    public void Begin(string id, CaseTerms terms, CaseBeginning beginning)
    {
        var at = beginning.At.ToUniversalTime();
        changed = before with { Id = id, Terms = terms };
        Add(Next(at, program.Spec.Says) with { Actor = beginning.Actor, Status = program.Start, Beginning = beginning, CommandId = beginning.Id });
        Follow(CaseTrigger.Begun, Next(at, program.Spec.Says));
    }

    /// <summary>The next line, of nobody's doing; other lines are made from it.</summary>
    public CaseLine Next(DateTimeOffset at, string what) => new() { Version = Case.Version + 1, At = at, Actor = System, What = what, Status = Case.Status };

    /// <summary>Adds a line with what follows from its effects.</summary>
    /// <exception cref="CalendarYearMissingException">A clock would run into a year whose holidays are not known.</exception>
    public void Add(CaseLine line)
    {
        var last = Case;
        var decided = new EffectDecision(program, last, line, city, Readings);
        changed = CaseFold.Apply(program, last, decided.Line, calendar);
        changes.Add(new CaseChange(last, decided, changed));
    }

    /// <summary>Catches up to a time, or to the last line where that was later: time never runs back within a case.</summary>
    /// <returns>The time of the next line.</returns>
    public DateTimeOffset PassTo(DateTimeOffset time)
    {
        var at = time > Case.ChangedAt ? time.ToUniversalTime() : Case.ChangedAt;
        if (calendar.CorrectedAt is { } corrected && corrected <= at)
        {
            // What is still to come is moved first, so that nothing falls due that the correction has put off.
            RunOut(corrected);
            foreach (var clock in Case.Clocks)
            {
                if (Warnings.Of(clock.Name) is null && clock.LaterBy(calendar) is { } due)
                {
                    Add(Next(corrected > Case.ChangedAt ? corrected : Case.ChangedAt, CaseFold.CalendarCorrected) with
                    {
                        Subject = clock.Name,
                        Until = ImmutableSortedDictionary.Create<string, DateTimeOffset>(StringComparer.Ordinal).Add(clock.Name, due),
                        Why = WhyCorrected(clock.DueAt!.Value, due),
                    });
                }
            }
        }

        RunOut(at);
        return at;
    }

    /// <summary>The clock that runs out next, or null.</summary>
    public static OrderClock? NextDue(CaseState state) => OrderClock.NextDue(state.Clocks);

    /// <summary>Lets something happen by itself: the first event that fits acts; without one the line says what happened, and nothing follows.</summary>
    /// <param name="trigger">What it is.</param>
    /// <param name="line">The line, without what an event makes of it.</param>
    public void Happen(CaseTrigger trigger, CaseLine line)
    {
        if (!Follow(trigger, line))
        {
            Add(line with { Trigger = trigger });
        }
    }

    /// <summary>Lets the first event act that something brings and that fits.</summary>
    /// <param name="trigger">What brings it.</param>
    /// <param name="line">The line, without what the event makes of it.</param>
    /// <returns>Whether there was one.</returns>
    public bool Follow(CaseTrigger trigger, CaseLine line)
    {
        foreach (var number in program.EventsOn(trigger))
        {
            var happening = program.Events[number];
            var values = new CaseValues(program, Case with { Fields = Case.Fields.With(line.Changes) }, line.Actor, line.At, city, Readings);
            if (happening.From.Contains(Case.Status) && happening.If?.Holds(values) != false)
            {
                Add(line with { Trigger = trigger, What = happening.Spec.Says ?? line.What, Rule = -1 - number, Status = happening.Spec.To ?? Case.Status });
                return true;
            }
        }

        return false;
    }

    // In both languages.
    private static string WhyCorrected(DateTimeOffset before, DateTimeOffset after) =>
        $"The working calendar was corrected: due {Local(after)}, not {Local(before)}. 工作日历已更正，时限由{Local(before)}改为{Local(after)}。";

    /// <summary>A time as people read it, in the city's own.</summary>
    public static string Local(DateTimeOffset at) => at.ToOffset(WorkCalendar.Offset).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    private void RunOut(DateTimeOffset upTo)
    {
        while (NextDue(Case) is { } clock && clock.DueAt <= upTo)
        {
            RunOut(clock);
        }
    }

    private void RunOut(OrderClock clock)
    {
        var ask = Case.Asks.FirstOrDefault(ask => ask.Clock == clock.Name);
        if (Warnings.Of(clock.Name) is { } warned)
        {
            Happen(CaseTrigger.Warn(warned), Next(clock.DueAt!.Value, warned + Warnings.Suffix) with { Subject = warned });
        }
        else if (ask is null)
        {
            Happen(CaseTrigger.Due(clock.Name), Next(clock.DueAt!.Value, clock.Name + CaseFold.OverdueSuffix) with { Subject = clock.Name });
        }
        else
        {
            Happen(CaseTrigger.Asked(ask.Name, AskAnswer.Late), Next(clock.DueAt!.Value, ask.Name + "-late") with { Subject = ask.Name });
        }
    }
}

/// <summary>A line of a case, and what it made of it.</summary>
/// <param name="Before">The case before it.</param>
/// <param name="Decided">What its effects come to.</param>
/// <param name="After">The case after it.</param>
internal sealed record CaseChange(CaseState Before, EffectDecision Decided, CaseState After)
{
    /// <summary>The line.</summary>
    public CaseLine Line => Decided.Line;

    // What those whom a part concerns wrote stays there.
    private string Reason => Line.Rule is >= 0 && !After.Parties.Values.Any(ids => ids.Contains(Line.Actor)) ? Line.Why : "";

    /// <summary>What others learn of it.</summary>
    /// <param name="program">The type.</param>
    public IEnumerable<CityFact> Facts(CaseProgram program)
    {
        yield return new CaseChanged { Subject = After.Id, Version = After.Version, At = Line.At, Area = After.Area, Case = CaseViews.Summary(program, After), Step = CaseViews.Step(After, Line) };
        foreach (var fact in Decided.Facts(After).Concat(HolderFacts.Of(program, Before, After, Line)))
        {
            yield return fact;
        }

        if (After.Parent is { } parent && After.Status != Before.Status)
        {
            yield return new CaseReached { Subject = After.Id, Version = After.Version, At = Line.At, Area = After.Area, Parent = parent, Status = After.Status, HasEnded = After.EndedAt is not null, Why = Reason };
        }
    }
}
