namespace CityActors.Deadlines;

/// <summary>A due-book as it is stored.</summary>
[GenerateSerializer, Alias("due-book-state")]
public sealed record DueBook
{
    /// <summary>Every deadline to come, soonest first.</summary>
    [Id(0)] public IReadOnlyList<DueEntry> Entries { get; init; } = [];
}
