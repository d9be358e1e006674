namespace CityActors.Deadlines;

/// <summary>A shard of durable deadlines: each fires once, in order, at a bounded rate after downtime. Key <c>due-00</c> to <c>due-15</c>.</summary>
public interface IDueBookGrain : IGrainWithStringKey
{
    /// <summary>Replaces all deadlines of an owner with the ones given; none removes the owner.</summary>
    [Alias("Set")]
    Task Set(string owner, IReadOnlyList<DueEntry> entries);

    /// <summary>Wakes every owner once, so that what was left untold before a crash is told.</summary>
    [Alias("WakeAll")]
    Task WakeAll();

    /// <summary>Nothing to do but to be active: a book whose Silo died, or whose disk failed, goes on with what it has.</summary>
    [Alias("Wake")]
    Task Wake();

    /// <summary>The deadlines to come, soonest first, at most 1,000.</summary>
    [Alias("Upcoming")]
    Task<IReadOnlyList<DueEntry>> Upcoming();
}

/// <summary>A deadline of an owner.</summary>
/// <param name="Owner">The owner's grain id as text, <c>type/key</c>.</param>
/// <param name="Name">What falls due, unique within the owner.</param>
/// <param name="At">When, UTC.</param>
[GenerateSerializer, Immutable, Alias("due-entry")]
public sealed record DueEntry(
    [property: Id(0)] string Owner,
    [property: Id(1)] string Name,
    [property: Id(2)] DateTimeOffset At);

/// <summary>A grain with deadlines in a due-book.</summary>
public interface IDueOwner : IGrainWithStringKey
{
    /// <summary>A deadline fell due. May come twice after a crash: the second changes nothing.</summary>
    /// <returns>What the owner is waiting for from now on: replaces all its entries.</returns>
    [Alias("Due")]
    Task<IReadOnlyList<DueEntry>> Due(DueEntry entry);

    /// <summary>Nothing to do but to be active: tells what is still to be told.</summary>
    [Alias("Wake")]
    Task Wake();
}
