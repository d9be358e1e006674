using System.Text.Json.Serialization;

namespace CityActors.Watch;

/// <summary>A rise or fall within a window that ends with the newest reading. It lasts until a reading no longer shows it, or for a window without readings.</summary>
internal sealed record RateRule : WatchRule
{
    /// <summary>So many values are kept at most; of more, those that differ least from the one before are passed over.</summary>
    public const int MostMarks = 32;

    private static readonly RateMemory Nothing = new();

    /// <summary>The least change.</summary>
    public required double By { get; init; }

    /// <summary>Whether it falls.</summary>
    public bool IsFall { get; init; }

    /// <summary>The longest time between the two values.</summary>
    public required TimeSpan Within { get; init; }

    /// <summary>Only while the value is at least this one, or null: at any value.</summary>
    public double? AtLeast { get; init; }

    /// <summary>When it judges, or null: always.</summary>
    public ISchedule? During { get; init; }

    public override SlotMemory Begin => Nothing;

    public override SlotMemory Observe(SlotMemory memory, Reading reading, List<Turn> turns)
    {
        var before = (RateMemory)memory;
        var marks = Add(before.Trail?.Marks ?? [], reading);
        var shows = Measured.IsChange(marks[0].Value, reading.Value, By) && !(reading.Value < AtLeast);
        if (!shows && before.Shown?.Told is { } told)
        {
            turns.Add(new Turn(reading.At, TurnAct.End, 0, reading.Value, told));
        }

        return shows
            ? new RateMemory(new Trail(marks), before.Shown ?? new Hold(reading.At), reading.At + Within)
            : new RateMemory(new Trail(marks));
    }

    public override DateTimeOffset? NextDue(SlotMemory memory)
    {
        var rate = (RateMemory)memory;
        var told = rate.Shown?.NextDue(During, TimeSpan.Zero);
        return told < rate.Until ? told : rate.Until;
    }

    public override SlotMemory FallDue(SlotMemory memory, DateTimeOffset due, List<Turn> turns)
    {
        var rate = (RateMemory)memory;
        var (first, last) = (rate.Trail?.Marks[0], rate.Trail?.Marks[^1]);
        var value = last?.Value ?? 0;
        if (rate.Until <= due)
        {
            if (rate.Shown!.Told is { } told)
            {
                turns.Add(new Turn(due, TurnAct.End, 0, value, told));
            }

            return Nothing;
        }

        var change = new Figure(IsFall ? "fall" : "rise", Math.Abs(value - (first?.Value ?? value)));
        return rate with { Shown = rate.Shown!.FallDue(due, new Turn(due, TurnAct.Signal, 0, value, first?.At, [change]), turns) };
    }

    public override SlotMemory Interrupt(SlotMemory memory, DateTimeOffset at)
    {
        var rate = (RateMemory)memory;
        return rate.Shown?.Told is null ? Nothing : rate with { Trail = null };
    }

    private bool IsBeyond(double value, double than) => IsFall ? value < than : value > than;

    // What is too old goes, and what the newest one is not beyond: from itself every later change is as great.
    private Mark[] Add(IReadOnlyList<Mark> before, Reading reading)
    {
        var (first, end) = (0, before.Count);
        while (first < end && before[first].At < reading.At - Within)
        {
            first++;
        }

        while (end > first && !IsBeyond(reading.Value, before[end - 1].Value))
        {
            end--;
        }

        var passedOver = end - first < MostMarks ? -1 : Nearest(before, first, end);
        var marks = new Mark[Math.Min(end - first, MostMarks - 1) + 1];
        for (var (from, to) = (first, 0); from < end; from++)
        {
            if (from != passedOver)
            {
                marks[to++] = before[from];
            }
        }

        marks[^1] = new Mark(reading.At, reading.Value);
        return marks;
    }

    private static int Nearest(IReadOnlyList<Mark> marks, int first, int end)
    {
        var nearest = first + 1;
        for (var i = first + 2; i < end; i++)
        {
            nearest = Math.Abs(marks[i].Value - marks[i - 1].Value) < Math.Abs(marks[nearest].Value - marks[nearest - 1].Value) ? i : nearest;
        }

        return nearest;
    }
}

/// <summary>A change within a window.</summary>
/// <param name="Trail">The values from which the newest one may have changed, each further out than the one before, or null: there are none.</param>
/// <param name="Shown">The change while it shows, or null: it does not.</param>
/// <param name="Until">When it is over if no reading comes, UTC, or null: there is none.</param>
[GenerateSerializer, Immutable, Alias("rate-memory")]
public sealed record RateMemory(
    [property: Id(0), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Trail? Trail = null,
    [property: Id(1), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Hold? Shown = null,
    [property: Id(2), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? Until = null) : SlotMemory;
