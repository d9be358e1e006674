using System.Collections.Immutable;
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
    private readonly List<CityFact> facts = [];
    private CaseState? changed;

    /// <summary>What the case reads of the city.</summary>
    public CaseCity City => city;

    /// <summary>The case as it is now.</summary>
    public CaseState Case => changed ?? before;

    /// <summary>Everything decided so far.</summary>
    public Decision<CaseState> Decision => Case.Version == before.Version ? Commits.Decision.None(before) : Commits.Decision.To(Case, facts);

    /// <summary>Sets the terms of a case that begins with the next line.</summary>
    public void Begin(string id, CaseTerms terms) => changed = before with { Id = id, Terms = terms };

    /// <summary>The next line, of nobody's doing; other lines are made from it.</summary>
    public CaseLine Next(DateTimeOffset at, string what) => new() { Version = Case.Version + 1, At = at, Actor = System, What = what, Status = Case.Status };

    /// <summary>Adds a line with what follows from its effects.</summary>
    /// <exception cref="CalendarYearMissingException">A clock would run into a year whose holidays are not known.</exception>
    public void Add(CaseLine line)
    {
        var last = Case;
        var decided = new EffectDecision(program, last, line, city);
        line = decided.Line;
        changed = CaseFold.Apply(program, last, line, calendar);
        facts.Add(new CaseChanged { Subject = Case.Id, Version = Case.Version, At = line.At, Area = Case.Area, Case = CaseViews.Summary(program, Case), Step = CaseViews.Step(Case, line) });
        facts.AddRange(decided.Facts(Case));
        facts.AddRange(HolderFacts.Of(program, last, Case, line));
        if (Case.Parent is { } parent && Case.Status != last.Status)
        {
            facts.Add(new CaseReached { Subject = Case.Id, Version = Case.Version, At = line.At, Area = Case.Area, Parent = parent, Status = Case.Status, HasEnded = Case.EndedAt is not null });
        }
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
                if (clock.LaterBy(calendar) is { } due)
                {
                    Add(Next(corrected > Case.ChangedAt ? corrected : Case.ChangedAt, CaseFold.CalendarCorrected) with
                    {
                        Subject = clock.Name,
                        Until = ImmutableSortedDictionary.Create<string, DateTimeOffset>(StringComparer.Ordinal).Add(clock.Name, due),
                        Why = OrderEntries.WhyCorrected(clock.DueAt!.Value, due),
                    });
                }
            }
        }

        RunOut(at);
        return at;
    }

    /// <summary>The clock that runs out next, or null.</summary>
    public static OrderClock? NextDue(CaseState state) => state.Clocks
        .Where(static clock => clock is { DueAt: not null, IsOverdue: false })
        .OrderBy(static clock => clock.DueAt)
        .ThenBy(static clock => clock.Name, StringComparer.Ordinal)
        .FirstOrDefault();

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
            var values = new CaseValues(program, Case with { Fields = Case.Fields.With(line.Changes) }, line.Actor, line.At, city);
            if (happening.From.Contains(Case.Status) && happening.If?.Holds(values) != false)
            {
                Add(line with { Trigger = trigger, What = happening.Spec.Says ?? line.What, Rule = -1 - number, Status = happening.Spec.To ?? Case.Status });
                return true;
            }
        }

        return false;
    }

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
        if (ask is null)
        {
            Happen(CaseTrigger.Due(clock.Name), Next(clock.DueAt!.Value, clock.Name + CaseFold.OverdueSuffix) with { Subject = clock.Name });
        }
        else
        {
            Happen(CaseTrigger.Asked(ask.Name, AskAnswer.Late), Next(clock.DueAt!.Value, ask.Name + "-late") with { Subject = ask.Name });
        }
    }
}
