using System.Text.Json.Serialization;
using CityActors.Alerts;

namespace CityActors.Watch;

/// <summary>Where a value stands among levels.</summary>
/// <param name="Held">How many levels it holds; 0: there is no episode.</param>
/// <param name="Since">By level, since when it is reached or, where it is held, left, UTC; null: none is on its way.</param>
/// <param name="Value">The last value; null: it is calm, or not known.</param>
/// <param name="Peak">The furthest value of the episode, or of what may become one.</param>
/// <param name="Begun">When the episode began, UTC.</param>
/// <param name="EndedAt">When the last episode ended, UTC, or null: none did.</param>
/// <param name="Chatter">How soon episodes follow each other, or null: there was none.</param>
[GenerateSerializer, Immutable, Alias("levels-memory")]
public sealed record LevelsMemory(
    [property: Id(0), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] int Held = 0,
    [property: Id(1), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<DateTimeOffset?>? Since = null,
    [property: Id(2), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Value = null,
    [property: Id(3), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Peak = null,
    [property: Id(4), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? Begun = null,
    [property: Id(5), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? EndedAt = null,
    [property: Id(6), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Chatter? Chatter = null) : SlotMemory
{
    internal static LevelsMemory Calm { get; } = new();

    internal DateTimeOffset? SinceOf(int level) => level < Since?.Count ? Since[level] : null;
}
