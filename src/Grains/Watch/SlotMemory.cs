using System.Text.Json.Serialization;

namespace CityActors.Watch;

/// <summary>What one rule remembers of one thing. Immutable and small; every detector has its own form.</summary>
[GenerateSerializer, Immutable, Alias("slot-memory")]
[JsonPolymorphic(TypeDiscriminatorPropertyName = "is")]
[JsonDerivedType(typeof(HeardMemory), "heard")]
[JsonDerivedType(typeof(StuckMemory), "stuck")]
[JsonDerivedType(typeof(LevelsMemory), "levels")]
[JsonDerivedType(typeof(RateMemory), "rate")]
[JsonDerivedType(typeof(SumMemory), "sum")]
[JsonDerivedType(typeof(PeriodMemory), "period")]
[JsonDerivedType(typeof(CountMemory), "count")]
public abstract record SlotMemory;

/// <summary>What all rules of one thing remember.</summary>
/// <param name="Slots">One for each rule, in the order of the rules; none: nothing is known.</param>
/// <param name="From">Since when those rules judge, UTC; the least time: since ever.</param>
[GenerateSerializer, Immutable, Alias("watch-memory")]
public sealed record WatchMemory(
    [property: Id(0)] IReadOnlyList<SlotMemory> Slots,
    [property: Id(1), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] DateTime From = default)
{
    /// <summary>Nothing is known.</summary>
    public static WatchMemory Unknown { get; } = new(Array.Empty<SlotMemory>());
}
