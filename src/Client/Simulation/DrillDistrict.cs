using CityActors.Client.Api;
using CityActors.Packs.Format;
using CityActors.Places;

namespace CityActors.Client.Simulation;

/// <summary>What stands in the district, in id order.</summary>
internal sealed record DrillDistrict(
    IReadOnlyList<EntityCard> Homes, IReadOnlyList<EntityCard> Cameras, IReadOnlyList<EntityCard> Terminals, IReadOnlyList<AreaCard> Cells)
{
    /// <summary>All homes, cameras and terminals.</summary>
    public IEnumerable<EntityCard> All => [.. Homes, .. Cameras, .. Terminals];

    /// <summary>Their ids.</summary>
    public HashSet<string> Ids => [.. All.Select(card => card.Id)];

    /// <summary>The ids of a kind of thing.</summary>
    public IEnumerable<string> Of(ThingSpec thing) => thing.Grain switch
    {
        ThingGrain.Household => Homes.Select(static card => card.Id),
        ThingGrain.Camera => Cameras.Where(card => thing.Kind == (card.Kind.Length == 0 ? Scenes.SceneTown.OrdinaryCamera : card.Kind)).Select(static card => card.Id),
        _ => Terminals.Where(card => card.Kind == thing.Kind).Select(static card => card.Id),
    };

    public static async Task<DrillDistrict> Expand(CityClient client, SimulationPlan plan, CancellationToken cancellation)
    {
        await client.Expand(plan.District, new DistrictExpansion(plan.Scale, plan.Seed, Drill: true), cancellation);
        return await Read(client, cancellation);
    }

    /// <summary>What stands in the city.</summary>
    public static async Task<DrillDistrict> Read(CityClient client, CancellationToken cancellation) => new(
        await InOrder(client.Households(cancellation: cancellation), card => card.Id),
        await InOrder(client.Cameras(cancellation: cancellation), card => card.Id),
        await InOrder(client.Terminals(cancellation: cancellation), card => card.Id),
        await InOrder(client.Cells(cancellation: cancellation), cell => cell.Code));

    private static async Task<IReadOnlyList<T>> InOrder<T>(IAsyncEnumerable<T> items, Func<T, string> id) =>
        [.. (await items.ToListAsync()).OrderBy(id, StringComparer.Ordinal)];
}
