using System.Text.Json.Serialization;
using CityActors.Deadlines;

namespace CityActors.Watch;

/// <summary>Derives the sum, mean or maximum of each day, or each shorter period of it, at its end. Days are those of China Standard Time; a period holds its first instant.</summary>
internal sealed record PeriodSumRule : WatchRule
{
    private static readonly PeriodMemory Nothing = new();

    /// <summary>What is made of the values.</summary>
    public required SumAs As { get; init; }

    /// <summary>The length of a period, by which a day can be divided.</summary>
    public TimeSpan Length { get; init; } = TimeSpan.FromDays(1);

    /// <summary>With fewer values in the period nothing is derived.</summary>
    public int LeastValues { get; init; } = 1;

    public override SlotMemory Begin => Nothing;

    public override SlotMemory Observe(SlotMemory memory, Reading reading, List<Turn> turns)
    {
        var period = (PeriodMemory)memory;
        if (NextDue(period) <= reading.At)
        {
            period = (PeriodMemory)FallDue(period, NextDue(period)!.Value, turns);
        }

        return new PeriodMemory(
            period.Start ?? StartOf(reading.At),
            period.Count + 1,
            As == SumAs.Max && period.Count > 0 ? Math.Max(period.Total, reading.Value)
                : As == SumAs.Max ? reading.Value
                : period.Total + reading.Value);
    }

    public override DateTimeOffset? NextDue(SlotMemory memory) => ((PeriodMemory)memory).Start + Length;

    public override SlotMemory FallDue(SlotMemory memory, DateTimeOffset due, List<Turn> turns)
    {
        var period = (PeriodMemory)memory;
        if (period.Count >= LeastValues)
        {
            var value = As == SumAs.Mean ? period.Total / period.Count : period.Total;
            turns.Add(new Turn(due, TurnAct.Derived, 0, value, period.Start, [new Figure("values", period.Count)]));
        }

        return Nothing;
    }

    private DateTimeOffset StartOf(DateTimeOffset at)
    {
        var local = at.ToOffset(WorkCalendar.Offset);
        return at.ToUniversalTime().AddTicks(-(local.TimeOfDay.Ticks % Length.Ticks));
    }
}

/// <summary>The values of a period so far.</summary>
/// <param name="Start">Its first instant, UTC, or null: there is no value.</param>
/// <param name="Count">How many values.</param>
/// <param name="Total">Their sum or maximum.</param>
[GenerateSerializer, Immutable, Alias("period-memory")]
public sealed record PeriodMemory(
    [property: Id(0), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? Start = null,
    [property: Id(1), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] int Count = 0,
    [property: Id(2), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] double Total = 0) : SlotMemory;
