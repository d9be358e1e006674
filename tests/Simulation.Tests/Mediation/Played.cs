using CityActors.Cases;
using CityActors.Commits;
using CityActors.Deadlines;
using CityActors.Facts;

namespace CityActors.Simulation.Mediation;

/// <summary>A work order to which a request was referred: closed some days later.</summary>
internal sealed record PlayedOrder
{
    public CaseWanted? Wanted { get; init; }

    public bool IsClosed { get; init; }
}

/// <summary>Closes work orders.</summary>
internal sealed class PlayedOrders : ICityRules<PlayedOrder>
{
    public Decision<PlayedOrder> React(string key, PlayedOrder state, CityFact fact, DateTimeOffset now) =>
        fact is CaseWanted wanted && state.Wanted is null ? Decision.To(state with { Wanted = wanted }) : Decision.None(state);

    public Decision<PlayedOrder> Due(string key, PlayedOrder state, Deadline deadline, DateTimeOffset now) => Decision.To(state with { IsClosed = true }, new CaseReached
    {
        Subject = key,
        Version = 1,
        At = deadline.Due,
        Area = state.Wanted!.Area,
        Parent = state.Wanted.Beginning.Parent!,
        Status = "closed",
        HasEnded = true,
    });

    public IEnumerable<DueTime> Deadlines(string key, PlayedOrder state) => state is { Wanted: { } wanted, IsClosed: false } ? [new DueTime("close", wanted.At.AddDays(1 + (key[^1] % 20)))] : [];
}
