using System.Text.Json.Serialization;

namespace CityActors.Facts;

/// <summary>
/// What a device that stands in public measured of one kind on one day of the city. Told when the day is over and nothing late is judged any more, and again, with a higher version, where something came all the same.
/// Subject: the device, <c>/</c>, the kind, <c>/</c> and the day.
/// </summary>
[GenerateSerializer, Immutable, Alias("day-measured")]
public sealed record DayMeasured : CityFact
{
    /// <summary>The device.</summary>
    [Id(0)] public required string Entity { get; init; }

    /// <summary>The kind of observation.</summary>
    [Id(1)] public required string Kind { get; init; }

    /// <summary>The day of the city.</summary>
    [Id(2)] public required DateOnly Day { get; init; }

    /// <summary>How many readings there were; those that cannot be true, and repeats, are none.</summary>
    [Id(3)] public required int Readings { get; init; }

    /// <summary>Their sum, each rounded to millionths, in the unit of the kind.</summary>
    [Id(4)] public required decimal Sum { get; init; }

    /// <summary>The least of them.</summary>
    [Id(5)] public required decimal Least { get; init; }

    /// <summary>The greatest of them.</summary>
    [Id(6)] public required decimal Greatest { get; init; }

    /// <summary>Whether the device is a drill's.</summary>
    [Id(7), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public bool Drill { get; init; }
}
