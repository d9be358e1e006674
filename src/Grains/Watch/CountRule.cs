using System.Text.Json.Serialization;

namespace CityActors.Watch;

/// <summary>So many events within a window, whose first instant is not in it. The episode ends when time has made them fewer.</summary>
internal sealed record CountRule : WatchRule
{
    private static readonly CountMemory Nothing = new();

    /// <summary>How many, 1 to 32.</summary>
    public required int Least { get; init; }

    /// <summary>The length of the window.</summary>
    public required TimeSpan Within { get; init; }

    /// <summary>Whether events about the same track, person or plate count once.</summary>
    public bool IsDistinct { get; init; }

    /// <summary>When it judges, or null: always.</summary>
    public ISchedule? During { get; init; }

    public override SlotMemory Begin => Nothing;

    public override SlotMemory Observe(SlotMemory memory, Reading reading, List<Turn> turns)
    {
        var before = (CountMemory)memory;
        var key = IsDistinct ? reading.Key : null;
        var events = new List<CountedEvent>(Least);
        foreach (var earlier in before.Events ?? [])
        {
            if (earlier.At > reading.At - Within && (key is null || earlier.Key != key))
            {
                events.Add(earlier);
            }
        }

        if (events.Count == Least)
        {
            events.RemoveAt(0);
        }

        events.Add(new CountedEvent(reading.At, key));
        return new CountMemory(events.ToArray(), events.Count == Least ? before.Shown ?? new Hold(reading.At) : null);
    }

    public override DateTimeOffset? NextDue(SlotMemory memory)
    {
        var count = (CountMemory)memory;
        var (told, fewer) = (count.Shown?.NextDue(During, TimeSpan.Zero), Fewer(count));
        return told < fewer ? told : fewer;
    }

    public override SlotMemory FallDue(SlotMemory memory, DateTimeOffset due, List<Turn> turns)
    {
        var count = (CountMemory)memory;
        if (Fewer(count) <= due)
        {
            if (count.Shown!.Told is { } told)
            {
                turns.Add(new Turn(due, TurnAct.End, 0, Least - 1, told));
            }

            return new CountMemory(count.Events!.Skip(1).ToArray());
        }

        return count with { Shown = count.Shown!.FallDue(due, new Turn(due, TurnAct.Begin, 0, Least, count.Events![0].At), turns) };
    }

    private DateTimeOffset? Fewer(CountMemory count) => count.Shown is null ? null : count.Events![0].At + Within;
}

/// <summary>The newest events, no more than are needed.</summary>
/// <param name="Events">By time, or null: there are none.</param>
/// <param name="Shown">From when on there are enough, or null: there are not.</param>
[GenerateSerializer, Immutable, Alias("count-memory")]
public sealed record CountMemory(
    [property: Id(0), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<CountedEvent>? Events = null,
    [property: Id(1), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Hold? Shown = null) : SlotMemory;

/// <summary>An event that counts.</summary>
/// <param name="At">When it was, UTC.</param>
/// <param name="Key">What it is about, or null: that makes no difference.</param>
[GenerateSerializer, Immutable, Alias("counted-event")]
public readonly record struct CountedEvent(
    [property: Id(0)] DateTimeOffset At,
    [property: Id(1), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Key = null);
