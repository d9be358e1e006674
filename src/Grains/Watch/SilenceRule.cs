using System.Text.Json.Serialization;
using CityActors.Observations;
using CityActors.Terminals;

namespace CityActors.Watch;

/// <summary>A thing that sends nothing for too long. It suspends the other rules of its kind at all hours, and is told of within the schedule.</summary>
internal sealed record SilenceRule : WatchRule
{
    /// <summary>How long it may be silent; null: for ever.</summary>
    public required TimeSpan? After { get; init; }

    /// <summary>When it is told of, or null: always.</summary>
    public ISchedule? During { get; init; }

    public override SlotMemory Begin => HeardMemory.Nothing;

    public override bool MaySuspend => true;

    public override bool Suspends(SlotMemory memory) => ((HeardMemory)memory).Silence is not null;

    public override SlotMemory Observe(SlotMemory memory, Reading reading, List<Turn> turns)
    {
        var heard = (HeardMemory)memory;
        if (heard.Silence?.Told is not null)
        {
            turns.Add(new Turn(reading.At, TurnAct.End, 0, reading.Value, heard.At));
        }

        return new HeardMemory(reading.At, reading.Value);
    }

    public override DateTimeOffset? NextDue(SlotMemory memory) => (HeardMemory)memory switch
    {
        { At: { } at, Silence: null } => at + After,
        { Silence: { } silence } => silence.NextDue(During, After!.Value),
        _ => null,
    };

    public override SlotMemory FallDue(SlotMemory memory, DateTimeOffset due, List<Turn> turns)
    {
        var heard = (HeardMemory)memory;
        var silence = heard.Silence ?? new Hold(heard.At!.Value);
        if (silence.NextDue(During, After!.Value) == due)
        {
            Figure[]? leaps = heard.Leap is { } leap ? [new Figure("leaps", leap.Readings)] : null;
            silence = silence.FallDue(due, new Turn(due, TurnAct.Begin, 0, heard.Value, heard.At, leaps), turns);
        }

        return heard with { Silence = silence };
    }
}

/// <summary>What was last heard of a kind.</summary>
/// <param name="At">The newest reading's time, UTC, or null: none yet.</param>
/// <param name="Value">The newest reading.</param>
/// <param name="Silence">The silence since, or null: it is none.</param>
/// <param name="Leap">Later readings that cannot follow it and are not judged yet, or null: there are none.</param>
[GenerateSerializer, Immutable, Alias("heard-memory")]
public sealed record HeardMemory(
    [property: Id(0), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? At = null,
    [property: Id(1)] double Value = 0,
    [property: Id(2), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Hold? Silence = null,
    [property: Id(3), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Leap? Leap = null) : SlotMemory
{
    /// <summary>So many readings that agree with each other are true.</summary>
    internal const int Certain = 3;

    internal static HeardMemory Nothing { get; } = new();

    /// <summary>Whether a reading of that time is late or repeated; of one instant, several tracks or plates may tell.</summary>
    internal bool IsKnown(DateTimeOffset at, string? key) => at < At || (at == At && key is null) || at <= Leap?.At;

    /// <summary>The readings that leapt by more than can be, or null: this one did not; and whether it is to be judged.</summary>
    internal (Leap? Leap, bool IsTrue) Follow(PlausibleStep? step, DateTimeOffset at, double value)
    {
        if (step is null || At is not { } last || step.Holds(Value, value, at - last))
        {
            return (null, true);
        }

        var leap = Leap is { } before && step.Holds(before.Value, value, at - before.At)
            ? before with { At = at, Value = value, Readings = before.Readings + 1 }
            : new Leap(at, at, value, 1);
        return (leap, leap.Readings >= Certain);
    }
}
