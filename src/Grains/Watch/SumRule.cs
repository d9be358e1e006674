using System.Text.Json.Serialization;

namespace CityActors.Watch;

/// <summary>What becomes of the values of a window.</summary>
public enum SumAs
{
    /// <summary>Their sum.</summary>
    Sum,

    /// <summary>Their mean.</summary>
    Mean,

    /// <summary>The greatest.</summary>
    Max,
}

/// <summary>Judges the sum, mean or maximum of a window that ends with the newest reading, by levels. Of a window's length, its first instant is not in it.</summary>
internal sealed record SumRule : WatchRule
{
    /// <summary>So many values are kept at most; readings that come faster are taken together.</summary>
    public const int MostMarks = 96;

    private static readonly SumMemory Nothing = new();

    /// <summary>What is made of the values.</summary>
    public required SumAs As { get; init; }

    /// <summary>The length of the window.</summary>
    public required TimeSpan Over { get; init; }

    /// <summary>With fewer values in the window nothing is known.</summary>
    public int LeastValues { get; init; } = 1;

    /// <summary>How the result is judged.</summary>
    public required LevelsRule Levels { get; init; }

    public override SlotMemory Begin => Nothing;

    // Zeros change no sum.
    private bool NeedsZeros => As != SumAs.Sum || LeastValues > 1;

    public override SlotMemory Observe(SlotMemory memory, Reading reading, List<Turn> turns)
    {
        var before = (SumMemory)memory;
        if (before.Trail is null && before.Levels is null && reading.Value == 0 && !NeedsZeros)
        {
            return memory;
        }

        var marks = Trail.Since(before.Trail, reading.At - Over + TimeSpan.FromTicks(1));
        if (reading.Value != 0 || NeedsZeros)
        {
            Add(marks, reading);
        }

        var levels = before.Levels ?? (LevelsMemory)Levels.Begin;
        var (count, result) = Result(marks);
        var next = (LevelsMemory)(count >= LeastValues || !NeedsZeros
            ? Levels.Observe(levels, reading with { Value = result, Since = reading.At }, turns)
            : Levels.Interrupt(levels, reading.At));
        var isSame = marks.Count == 0 && before.Trail is null && ReferenceEquals(next, before.Levels);
        return isSame ? memory : new SumMemory(Trail.Of(marks), ReferenceEquals(next, Levels.Begin) ? null : next);
    }

    public override DateTimeOffset? NextDue(SlotMemory memory) => ((SumMemory)memory).Levels is { } levels ? Levels.NextDue(levels) : null;

    public override SlotMemory FallDue(SlotMemory memory, DateTimeOffset due, List<Turn> turns) =>
        (SumMemory)memory with { Levels = (LevelsMemory)Levels.FallDue(((SumMemory)memory).Levels!, due, turns) };

    public override SlotMemory Interrupt(SlotMemory memory, DateTimeOffset at) => memory is SumMemory { Levels: { } levels } sum
        ? sum with { Levels = (LevelsMemory)Levels.Interrupt(levels, at) }
        : memory;

    private void Add(List<Mark> marks, Reading reading)
    {
        if (marks is not [.., var last] || reading.At - last.At < Over / MostMarks is false)
        {
            marks.Add(new Mark(reading.At, reading.Value));
            return;
        }

        marks[^1] = last with
        {
            Count = last.Count + 1,
            Value = As switch
            {
                SumAs.Sum => last.Value + reading.Value,
                SumAs.Mean => last.Value + ((reading.Value - last.Value) / (last.Count + 1)),
                _ => Math.Max(last.Value, reading.Value),
            },
        };
    }

    private (int Count, double Result) Result(List<Mark> marks)
    {
        var (count, result) = (0, As == SumAs.Max && marks.Count > 0 ? double.NegativeInfinity : 0);
        foreach (var mark in marks)
        {
            count += mark.Count;
            result = As switch
            {
                SumAs.Sum => result + mark.Value,
                SumAs.Mean => result + (mark.Value * mark.Count),
                _ => Math.Max(result, mark.Value),
            };
        }

        return (count, Measured.Exactly(As == SumAs.Mean && count > 0 ? result / count : result));
    }
}

/// <summary>The values of a window and what came of them.</summary>
/// <param name="Trail">The values, or null: there are none.</param>
/// <param name="Levels">Where their sum stands among the levels, or null: it is calm.</param>
[GenerateSerializer, Immutable, Alias("sum-memory")]
public sealed record SumMemory(
    [property: Id(0), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Trail? Trail = null,
    [property: Id(1), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] LevelsMemory? Levels = null) : SlotMemory;
