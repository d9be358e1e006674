using CityActors.Alerts;
using CityActors.Commits;
using CityActors.Deadlines;
using CityActors.Devices;
using CityActors.Facts;
using CityActors.Notifications;
using CityActors.Observations;
using CityActors.Places;
using CityActors.Signals;
using CityActors.Watch;
using Microsoft.Extensions.Options;

namespace CityActors.Terminals;

/// <summary>What a terminal decides, by the rules that packs give its kind. What is said to be of a kind that it does not measure is not judged.</summary>
internal sealed class TerminalRules(CityThings things, IOptions<AlertOptions> alerts, Kinds kinds) : JudgedRules<TerminalState, WatchMemory>(alerts.Value, kinds)
{
    private const string DayDeadline = "day";
    private readonly CityCommands commands = new(things);

    public override EntityCard? CardOf(TerminalState state) => state.Registration?.Card;

    /// <summary>By what it is judged as far as it is judged. What it remembers of other rules than these is forgotten.</summary>
    /// <exception cref="ArgumentException">Nothing is known about the terminal's kind.</exception>
    public ThingProgram ProgramOf(TerminalState state) => TimelineOf(state).Of(state.Watched).Program;

    /// <summary>Takes a registration into the state, in place.</summary>
    /// <exception cref="ArgumentException">Nothing is known about the terminal's kind.</exception>
    public void Register(TerminalState state, TerminalRegistration registration)
    {
        things.TimelineOf(registration);
        state.Left = commands.TakesCommands(CardOf(state)?.Kind ?? "") ? AreaCodes.DeskKey(CardOf(state)!.Cell) : null;
        state.Registration = registration;
        TimelineOf(state);
        state.Forget();
    }

    /// <summary>The newest reading, or null: none yet.</summary>
    public HeardMemory? Last(TerminalState state)
    {
        ProgramOf(state);
        return state.Watched.Slots.OfType<HeardMemory>().Where(static heard => heard.At is not null).MaxBy(static heard => heard.At);
    }

    /// <summary>Its last readings of what it measures first.</summary>
    public TerminalReadings Readings(TerminalState state)
    {
        var program = ProgramOf(state);
        var number = program.Watcher.Rules is [var first, ..] ? first.Of : -1;
        return new TerminalReadings(
            number < 0 ? "" : Kinds.Of(number).Unit,
            program.Threshold ?? 0,
            state.Rewind?.Items is { Count: > 0 } items ? [.. items.Where(item => item.Kind == number).Select(static item => new TerminalReading(item.At, item.Value))]
                : Last(state) is { At: { } at } last ? [new TerminalReading(at, last.Value)] : []);
    }

    protected override CityPlaces Places => things.Places;

    public override bool IsSilenceDue(TerminalState state)
    {
        var (timeline, watcher) = (TimelineOf(state), ProgramOf(state).Watcher);
        return watcher.IsSilenceDue(state.Watched) && !(timeline.After(state.Watched)?.From <= watcher.NextDue(state.Watched));
    }

    protected override TimeSpan IntervalOf(TerminalState state) => ProgramOf(state).Interval;

    protected override DateTimeOffset? NextDueOf(TerminalState state)
    {
        var due = ProgramOf(state).Watcher.NextDue(state.Watched);
        var next = state.Watched.Slots.Count == 0 ? null : TimelineOf(state).After(state.Watched)?.From;
        return next < due || due is null ? next : due;
    }

    protected override IReadOnlyList<Finding> Judge(TerminalState state, Observation observation)
    {
        var found = MoveTo(state, observation.At);
        var (program, number) = (ProgramOf(state), Kinds.NumberOf(observation.Kind));
        if (!program.Hears(number))
        {
            return found ?? [];
        }

        if (program.IsDerived(observation.Kind))
        {
            return found ?? []; // It was judged when it was derived; the log has it for others.
        }

        var turns = new List<Turn>();
        state.Watched = program.Derive(program.Watcher.Observe(state.Watched, number, observation.At, observation.Value, turns), turns);
        return Both(found, TurnFindings.Of(turns, program));
    }

    protected override void Follow(TerminalState state, Alert? before, Alert after)
    {
        if (after.State == AlertState.Cleared && before?.State != AlertState.Cleared
            && ProgramOf(state).Release(state.Watched, after.Kind, after.Zone, after.ClearedAt ?? after.ChangedAt) is var released && !ReferenceEquals(released, state.Watched))
        {
            state.Watched = released;
            state.Forget(); // What comes late is not judged across it.
        }
    }

    protected override void Wipe(TerminalState state, bool isErased) => (state.Watched, state.Rules, state.Judged, state.Rewind, state.Days) = (WatchMemory.Unknown, "", null, null, isErased ? null : state.Days);

    // What a home measures by the day tells how people live: only what stands in public counts.
    protected override void Counted(TerminalState state, HeardItem item, HeardItem? instead)
    {
        var card = CardOf(state)!;
        if (card.Privacy == Privacy.Public && Kinds.Of(item.Kind).Name is var kind && things.AreCounted(kind))
        {
            state.Days = (state.Days ?? DayBook.Empty).With(kind, card.Cell, item.At, item.Value, instead?.Value);
        }
    }

    // A day whose end lies so far back that nothing late is judged in its place is done with. Of one out of service all is told, and kept, for it may come back the same day.
    protected override IReadOnlyList<CityFact> TakeDays(TerminalState state, bool isOutOfService)
    {
        if (state.Days is not { Open.Count: > 0 } days)
        {
            return [];
        }

        var over = state.Rewind is { } rewind ? rewind.Newest - Horizon(state) : DateTimeOffset.MinValue;
        if (!isOutOfService && days.Open.All(day => day.End > over))
        {
            return [];
        }

        var (next, facts) = days.Tell(day => isOutOfService || day.End <= over, CardOf(state)!);
        state.Days = next.Close(over);
        return facts;
    }

    protected override IReadOnlyList<Finding> JudgeSilence(TerminalState state, DateTimeOffset upTo)
    {
        var found = MoveTo(state, upTo);
        var program = ProgramOf(state);
        var turns = new List<Turn>();
        state.Watched = program.Derive(program.Watcher.Tick(state.Watched, upTo, turns), turns);
        return Both(found, TurnFindings.Of(turns, program));
    }

    protected override bool IsMoreAlarming(TerminalState state, HeardItem item, HeardItem than) =>
        ProgramOf(state).IsLowAlarming(item.Kind) ? item.Value < than.Value : item.Value > than.Value;

    protected override IEnumerable<LadderStep> LadderOf(TerminalState state, Alert alert) => things.LadderOf(alert, state.Alerts!.HasRoster(alert));

    protected override Notification Worded(TerminalState state, Alert alert, Notification usual) => things.Worded(alert, usual);

    protected override (string English, string Chinese) TextOf(TerminalState state, Alert alert) => things.TextOf(alert, CardOf(state)!.Privacy);

    /// <summary>Takes what the device says about a command, in place.</summary>
    public (Decision<TerminalState> Decision, CommandReply Reply) Answer(TerminalState state, CommandReceipt receipt)
    {
        var (next, changed, reply) = (state.Commands ?? DeviceCommands.None).Take(receipt);
        return (changed is null ? Decision.None(state) : Changed(state, next, changed, receipt.At), reply);
    }

    protected override IReadOnlyList<string>? DesksOf(TerminalState state)
    {
        var here = commands.TakesCommands(CardOf(state)!.Kind) ? AreaCodes.DeskKey(CardOf(state)!.Cell) : null;
        string[] desks = [.. ((string?[])[here, state.Left]).OfType<string>().Distinct(StringComparer.Ordinal)];
        return desks.Length == 0 ? null : desks;
    }

    protected override IEnumerable<DueTime> DeadlinesBesides(TerminalState state) => (state.Commands?.Deadlines ?? []).Concat(state.Days?.DueAt is { } due ? [new(DayDeadline, due)] : []);

    protected override Decision<TerminalState> DueBesides(TerminalState state, Deadline deadline)
    {
        if (deadline.Name == DayDeadline)
        {
            (state.Days, var facts) = state.Days!.Tell(day => day.DueAt <= deadline.Due, CardOf(state)!);
            return Decision.To(state, facts);
        }

        var (next, changed) = (state.Commands ?? DeviceCommands.None).Expire(deadline.Name);
        return changed is null ? Decision.None(state) : Changed(state, next, changed, deadline.Due);
    }

    protected override Decision<TerminalState> Commanded(TerminalState state, DeviceCommand command)
    {
        if (command.Device.Length == 0)
        {
            return Nowhere(state, command, commands);
        }

        var (next, taken) = (state.Commands ?? DeviceCommands.None).Take(command);
        if (taken is null)
        {
            return Decision.None(state);
        }

        state.Commands = next;
        return Decision.To(state, CommandFacts.Of(taken, taken.At), CommandFacts.Wanted(taken));
    }

    // Done at last, it ends the alert, whatever command that was of; not done or not in time, it begins it.
    private Decision<TerminalState> Changed(TerminalState state, DeviceCommands next, DeviceCommand changed, DateTimeOffset at)
    {
        state.Commands = next;
        var finding = commands.Unconfirmed(changed, changed.Command, at, CommandFacts.Unconfirmed(changed));
        return Decision.To(state, [
            CommandFacts.Of(changed, at),
            .. Found(state, changed.State == DeviceCommandState.Done ? finding with { Act = FindingAct.Clear, Why = CommandFacts.Back, Terms = null } : finding)]);
    }

    protected override IEnumerable<Finding> Standing(TerminalState state) => TurnFindings.Standing(state.Watched, ProgramOf(state), state.Rewind!.JudgedUntil);

    private static IReadOnlyList<Finding> Both(List<Finding>? found, IReadOnlyList<Finding> more) => found is null ? more : [.. found, .. more];

    /// <summary>Hands over to other rules and figures at each instant up to a time at which they begin to hold.</summary>
    /// <returns>What was found by it; null: nothing began to hold.</returns>
    private List<Finding>? MoveTo(TerminalState state, DateTimeOffset upTo)
    {
        var (timeline, found) = (TimelineOf(state), default(List<Finding>));
        while (timeline.After(state.Watched) is { } next && next.From <= upTo)
        {
            state.Watched = Handover.To(state.Watched, timeline.Of(state.Watched).Program, next, found ??= []);
            state.Rules = next.Program.Key;
        }

        return found;
    }

    private ThingTimeline TimelineOf(TerminalState state)
    {
        var book = things.Book;
        if (state.Judged is { } known && ReferenceEquals(known.Of, state.Registration) && ReferenceEquals(known.By, book))
        {
            return known.Timeline;
        }

        var timeline = things.TimelineOf(state.Registration!);
        var program = timeline.Of(state.Watched).Program;
        if (state.Rules != program.Key)
        {
            Begin(state, program);
        }

        state.Judged = (state.Registration!, book, timeline);
        return timeline;
    }

    // A rule that is still there goes on; what others remembered is of no use.
    private static void Begin(TerminalState state, ThingProgram program)
    {
        var (rules, before) = (program.Watcher.Rules, state.Rules.Split(' '));
        var slots = new SlotMemory[rules.Count];
        for (var i = 0; i < slots.Length; i++)
        {
            var old = i < program.Uses.Count ? Array.IndexOf(before, program.Uses[i].Key) : -1;
            slots[i] = old >= 0 && old < state.Watched.Slots.Count ? state.Watched.Slots[old]
                : state.Level is { } level ? level.As(rules[i])
                : rules[i].Begin;
        }

        (state.Watched, state.Level, state.Rules) = (new WatchMemory(slots, state.Watched.From), null, program.Key);
        state.Forget();
    }
}
