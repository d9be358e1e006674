using CityActors.Client.Api;
using CityActors.Places;

namespace CityActors.Client.Simulation;

/// <summary>What stands in the district, in id order.</summary>
internal sealed record DrillDistrict(
    IReadOnlyList<EntityCard> Homes, IReadOnlyList<EntityCard> Cameras, IReadOnlyList<EntityCard> Terminals, IReadOnlyList<AreaCard> Cells)
{
    public static async Task<DrillDistrict> Expand(CityClient client, SimulationPlan plan, CancellationToken cancellation)
    {
        await client.Expand(plan.District, new DistrictExpansion(plan.Scale, plan.Seed, Drill: true), cancellation);
        return new DrillDistrict(
            await InOrder(client.Households(cancellation: cancellation), card => card.Id),
            await InOrder(client.Cameras(cancellation: cancellation), card => card.Id),
            await InOrder(client.Terminals(cancellation: cancellation), card => card.Id),
            await InOrder(client.Cells(cancellation: cancellation), cell => cell.Code));
    }

    private static async Task<IReadOnlyList<T>> InOrder<T>(IAsyncEnumerable<T> items, Func<T, string> id) =>
        [.. (await items.ToListAsync()).OrderBy(id, StringComparer.Ordinal)];
}
