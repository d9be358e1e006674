namespace CityActors.Households;

/// <summary>Why a home's silence cannot be judged.</summary>
/// <param name="Reason">A code: <c>no-consent</c>, <c>interval-too-long</c>, <c>no-meter</c>, <c>meter-fault</c>, <c>base-load-unknown</c> or <c>never-active</c>.</param>
/// <param name="English">In words.</param>
/// <param name="Chinese">The same in Chinese.</param>
[GenerateSerializer, Immutable, Alias("cannot-judge")]
public sealed record CannotJudge(
    [property: Id(0)] string Reason,
    [property: Id(1)] string English,
    [property: Id(2)] string Chinese);
