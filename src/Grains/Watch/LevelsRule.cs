using CityActors.Alerts;

namespace CityActors.Watch;

/// <summary>A level of severity.</summary>
/// <param name="Level">Its number in texts and priorities.</param>
/// <param name="From">From this value on.</param>
/// <param name="Until">Until the value is beyond this one again, so far on the calm side.</param>
internal readonly record struct WatchLevel(int Level, double From, double Until);

/// <summary>
/// Judges a value by levels with dead band, on-delay and off-delay (ISA-18.2). Between readings the last value stands, and each delay ends at its own time.
/// </summary>
/// <remarks>
/// A level is reached when the value was at it for the on-delay, and left when it was below its end for the off-delay; levels rise and fall within one episode.
/// Episodes that follow each other too soon stay open: <see cref="Alerts.Chatter"/>.
/// </remarks>
internal sealed record LevelsRule : WatchRule
{
    /// <summary>The levels, from the mildest to the most severe; none ends before the one below it.</summary>
    public required IReadOnlyList<WatchLevel> Levels { get; init; }

    /// <summary>Whether low values are the severe ones.</summary>
    public bool IsDown { get; init; }

    /// <summary>How long a level must be held first.</summary>
    public TimeSpan OnDelay { get; init; }

    /// <summary>How long it must be left afterwards.</summary>
    public TimeSpan OffDelay { get; init; }

    /// <summary>Whether an episode goes on, at its highest level, until <see cref="Reset"/>.</summary>
    public bool IsLatched { get; init; }

    /// <summary>So soon after another episode, one ends only when it was calm for as long.</summary>
    public TimeSpan Cooldown { get; init; }

    /// <summary>So many episodes may begin in an hour, the last of which ends only when it was calm for an hour; null: any number.</summary>
    public int? MostAnHour { get; init; }

    /// <summary>When it judges, or null: always. An episode ends with its window, but for a latched one.</summary>
    public ISchedule? During { get; init; }

    public override SlotMemory Begin => LevelsMemory.Calm;

    public override SlotMemory Observe(SlotMemory memory, Reading reading, List<Turn> turns)
    {
        var before = (LevelsMemory)memory;
        var since = Turned(before, reading);
        if (since is null && before is { Held: 0, Since: null })
        {
            return memory;
        }

        if (since is null && before.Held == 0)
        {
            return before with { Since = null, Value = null, Peak = null };
        }

        var peak = before.Peak is { } furthest && IsBeyond(furthest, reading.Value) ? furthest : reading.Value;
        return before with { Since = since, Value = reading.Value, Peak = peak };
    }

    public override DateTimeOffset? NextDue(SlotMemory memory)
    {
        var levels = (LevelsMemory)memory;
        var next = Shut(levels);
        for (var level = 0; level < levels.Since?.Count; level++)
        {
            next = DueOf(levels, level) is { } due && !(next <= due) ? due : next;
        }

        return next;
    }

    public override SlotMemory FallDue(SlotMemory memory, DateTimeOffset due, List<Turn> turns)
    {
        var before = (LevelsMemory)memory;
        if (Shut(before) <= due)
        {
            turns.Add(new Turn(due, TurnAct.End, 0, before.Value ?? before.Peak ?? 0, before.Begun));
            return Observe(Ended(before), due, before.Value);
        }

        for (var level = Levels.Count - 1; level >= before.Held; level--)
        {
            if (DueOf(before, level) <= due)
            {
                return Raise(before, level, due, turns);
            }
        }

        var left = before.Held - 1;
        while (left >= 0 && DueOf(before, left) <= due)
        {
            left--;
        }

        return Lower(before, left, due, turns);
    }

    public override SlotMemory Interrupt(SlotMemory memory, DateTimeOffset at)
    {
        var levels = (LevelsMemory)memory;
        return levels is { Since: null, Value: null } ? memory : levels with { Since = null, Value = null, Peak = levels.Held > 0 ? levels.Peak : null };
    }

    /// <summary>Ends a latched episode, or any other, because somebody said so; the next reading may begin another.</summary>
    public static SlotMemory Reset(SlotMemory memory, DateTimeOffset at) => ((LevelsMemory)memory).Held == 0 ? memory : Ended((LevelsMemory)memory) with { EndedAt = at };

    // What holds as a window ends is judged when the next one opens; what is not known does not hold.
    private LevelsMemory Observe(LevelsMemory ended, DateTimeOffset at, double? value) =>
        value is { } known && Turned(ended, new Reading(at, known, at)) is { } since ? ended with { Since = since, Value = known, Peak = known } : ended;

    private static LevelsMemory Ended(LevelsMemory before) => before with { Held = 0, Since = null, Value = null, Peak = null, Begun = null };

    private LevelsMemory Raise(LevelsMemory before, int level, DateTimeOffset due, List<Turn> turns)
    {
        var isNew = before.Held == 0;
        var chatter = isNew && MostAnHour is { } most ? Chatter.After(before.Chatter, before.EndedAt, due, Cooldown, most) : before.Chatter;
        var limit = new Figure("limit", Levels[level].From);
        turns.Add(new Turn(due, isNew ? TurnAct.Begin : TurnAct.Level, Levels[level].Level, before.Peak!.Value, before.Since![level], Tell(limit, chatter)));
        return before with { Held = level + 1, Since = Cleared(before.Since, 0, level), Begun = isNew ? due : before.Begun, Chatter = chatter };
    }

    private LevelsMemory Lower(LevelsMemory before, int left, DateTimeOffset due, List<Turn> turns)
    {
        var of = left + 1;
        var limit = new Figure("limit", Levels[of].Until);
        var calm = new Figure("calm-minutes", DelayOf(before, of).TotalMinutes);
        turns.Add(new Turn(due, left < 0 ? TurnAct.End : TurnAct.Level, left < 0 ? 0 : Levels[left].Level, before.Value!.Value, before.Since![of], [limit, calm]));
        return left < 0 ? Ended(before) with { EndedAt = due } : before with { Held = of, Since = Cleared(before.Since, of, before.Held - 1) };
    }

    private static IReadOnlyList<Figure> Tell(Figure limit, Chatter? chatter) =>
        chatter?.Calm >= TimeSpan.FromHours(1) ? [limit, new Figure("begun", chatter.Begun.Count)] : [limit];

    // By level: since when it is reached or, where it is held, left; null where it is neither.
    private DateTimeOffset?[]? Turned(LevelsMemory before, Reading reading)
    {
        DateTimeOffset?[]? since = null;
        for (var level = 0; level < Levels.Count; level++)
        {
            var isTurned = level < before.Held
                ? !IsLatched && IsBeyond(Levels[level].Until, reading.Value)
                : !IsBeyond(Levels[level].From, reading.Value);
            if (isTurned)
            {
                (since ??= new DateTimeOffset?[Levels.Count])[level] = before.SinceOf(level) ?? TurnedAt(before, level, reading);
            }
        }

        return since;
    }

    // The delay counts from the first reading that leapt, but ends no sooner than it is known to be true.
    private DateTimeOffset TurnedAt(LevelsMemory before, int level, Reading reading)
    {
        var earliest = reading.At - DelayOf(before, level);
        return reading.Since > earliest ? reading.Since : earliest;
    }

    private bool IsBeyond(double value, double than) => IsDown ? value < than : value > than;

    private DateTimeOffset? Shut(LevelsMemory levels) => levels.Begun is { } begun && !IsLatched ? During?.NextEdge(begun) : null;

    private DateTimeOffset? DueOf(LevelsMemory levels, int level) => levels.SinceOf(level) is not { } since ? null
        : level < levels.Held ? since + DelayOf(levels, level)
        : Hold.Ripe(During, since, OnDelay);

    private TimeSpan DelayOf(LevelsMemory levels, int level) => level >= levels.Held ? OnDelay
        : level > 0 ? OffDelay
        : Chatter.OffDelay(levels.Chatter, OffDelay);

    private static DateTimeOffset?[]? Cleared(IReadOnlyList<DateTimeOffset?> since, int first, int last)
    {
        var left = since.Select((at, level) => level >= first && level <= last ? null : at).ToArray();
        return Array.TrueForAll(left, static at => at is null) ? null : left;
    }
}
