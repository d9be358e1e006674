using System.Collections.Immutable;
using CityActors.Cases;
using CityActors.Commits;
using CityActors.Deadlines;
using CityActors.Facts;

namespace CityActors.Simulation.Mediation;

/// <summary>The work orders of a district to which requests were referred, by the part of the case that each is; closed some days later.</summary>
internal sealed record PlayedOrder
{
    public ImmutableSortedDictionary<string, CaseWanted> Open { get; init; } = ImmutableSortedDictionary.Create<string, CaseWanted>(StringComparer.Ordinal);
}

/// <summary>Closes work orders.</summary>
internal sealed class PlayedOrders : ICityRules<PlayedOrder>
{
    public Decision<PlayedOrder> React(string key, PlayedOrder state, CityFact fact, DateTimeOffset now) =>
        fact is CaseWanted wanted ? Decision.To(state with { Open = state.Open.SetItem(wanted.Case, wanted) }) : Decision.None(state);

    public Decision<PlayedOrder> Due(string key, PlayedOrder state, Deadline deadline, DateTimeOffset now)
    {
        var closed = state.Open.Where(order => EndOf(order.Value) <= deadline.Due).ToArray();
        return Decision.To(state with { Open = state.Open.RemoveRange(closed.Select(static order => order.Key)) }, [.. closed.Select(order => new CaseReached
        {
            Subject = order.Key,
            Version = 1,
            At = deadline.Due,
            Area = order.Value.Area,
            Parent = order.Value.Beginning.Parent!,
            Status = "closed",
            HasEnded = true,
        })]);
    }

    public IEnumerable<DueTime> Deadlines(string key, PlayedOrder state) => state.Open.IsEmpty ? [] : [new DueTime("close", state.Open.Values.Min(EndOf))];

    private static DateTimeOffset EndOf(CaseWanted wanted) => wanted.At.AddDays(1 + (wanted.Case[^1] % 20));
}
