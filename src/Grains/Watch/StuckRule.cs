using System.Text.Json.Serialization;

namespace CityActors.Watch;

/// <summary>One value to the last digit for too long. Readings show it and not time: where none came, nothing is known.</summary>
internal sealed record StuckRule : WatchRule
{
    private static readonly StuckMemory Nothing = new();

    /// <summary>For how long it is no chance any more.</summary>
    public required TimeSpan After { get; init; }

    /// <summary>Values that may well repeat, such as 0.</summary>
    public IReadOnlyList<double> Except { get; init; } = [];

    /// <summary>The only values that it is about; none: any.</summary>
    public IReadOnlyList<double> Only { get; init; } = [];

    /// <summary>When it is told of, or null: always. What is stuck suspends the other rules at all hours.</summary>
    public ISchedule? During { get; init; }

    public override SlotMemory Begin => Nothing;

    public override bool MaySuspend => true;

    public override bool Suspends(SlotMemory memory) => ((StuckMemory)memory).Stuck is not null;

    public override SlotMemory Observe(SlotMemory memory, Reading reading, List<Turn> turns)
    {
        var run = (StuckMemory)memory;
        if (run.Since is { } since && run.Value.Equals(reading.Value))
        {
            return run.Stuck is null && reading.At - since >= After ? run with { Stuck = new Hold(reading.At) } : run;
        }

        if (run.Stuck?.Told is not null)
        {
            turns.Add(new Turn(reading.At, TurnAct.End, 0, reading.Value, run.Since));
        }

        return IsExcepted(reading.Value) ? Nothing : new StuckMemory(reading.Value, reading.At);
    }

    public override DateTimeOffset? NextDue(SlotMemory memory) => ((StuckMemory)memory).Stuck?.NextDue(During, TimeSpan.Zero);

    public override SlotMemory FallDue(SlotMemory memory, DateTimeOffset due, List<Turn> turns)
    {
        var run = (StuckMemory)memory;
        var held = new Figure("held-minutes", (due - run.Since!.Value).TotalMinutes);
        return run with { Stuck = run.Stuck!.FallDue(due, new Turn(due, TurnAct.Begin, 0, run.Value, run.Since, [held]), turns) };
    }

    public override SlotMemory Interrupt(SlotMemory memory, DateTimeOffset at) => Suspends(memory) ? memory : Nothing;

    private bool IsExcepted(double value)
    {
        foreach (var natural in Except)
        {
            if (natural.Equals(value))
            {
                return true;
            }
        }

        return Only.Count > 0 && !Only.Contains(value);
    }
}

/// <summary>A run of equal readings.</summary>
/// <param name="Value">Their value.</param>
/// <param name="Since">The time of the first, UTC, or null: there is none.</param>
/// <param name="Stuck">From when on they are too many, or null: they are not.</param>
[GenerateSerializer, Immutable, Alias("stuck-memory")]
public sealed record StuckMemory(
    [property: Id(0)] double Value = 0,
    [property: Id(1), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? Since = null,
    [property: Id(2), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Hold? Stuck = null) : SlotMemory;
