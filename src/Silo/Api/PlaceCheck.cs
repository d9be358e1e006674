using CityActors.Districts;
using CityActors.Places;
using CityActors.Responders;
using CityActors.Silo.Lists;

namespace CityActors.Silo.Api;

/// <summary>What is registered stands where its card says: in a known area, and near it.</summary>
internal sealed class PlaceCheck(CellLocator cells, ListProjector lists, ListQueries listed, IGrainFactory grains)
{
    /// <summary>A responder may stand so far outside its area: depots and stations lie beyond the border.</summary>
    public const double ResponderMetres = 10_000;

    /// <summary>Why an entity cannot stand there, or null.</summary>
    public async Task<IResult?> WhyNotIn(EntityCard card)
    {
        if (await CentreOf(card.Cell) is not { } centre)
        {
            return Problems.Bad("unknown-cell", $"The cell '{card.Cell}' is not registered; GET /v1/cells lists those that are.", "card.cell");
        }

        return LocalMetres.Between(card.Position, centre) is > CellLocator.ReachMetres and var metres
            ? Problems.Bad("outside", $"The position is {metres:0} m from the centre of cell '{card.Cell}'; at most {CellLocator.ReachMetres} m are taken.", "card.position")
            : null;
    }

    /// <summary>Why a responder cannot stand there, or null.</summary>
    public async Task<IResult?> WhyNotIn(ResponderCard card)
    {
        if (await grains.GetGrain<IAreaGrain>(AreaKeys.Of(card.Area)).Read() is not { Card.Centre: var centre })
        {
            return UnknownArea(card.Area, "area");
        }

        return LocalMetres.Between(card.Position, centre) <= ResponderMetres || cells.IsNear(card.Position, card.Area, ResponderMetres)
            ? null
            : Problems.Bad("outside", $"The position is more than {ResponderMetres / 1000:0} km from the centre of area '{card.Area}' and from each of its cells.", "position");
    }
    /// <summary>Why something may not be done in areas: one is neither registered nor holds any that is; or null.</summary>
    public async Task<IResult?> WhyNotIn(IEnumerable<string> areas, CancellationToken cancellation)
    {
        foreach (var code in areas.Distinct(StringComparer.Ordinal))
        {
            if (code.Length > 0 && await grains.GetGrain<IAreaGrain>(AreaKeys.Of(code)).Read() is null && !await HoldsAny(code, cancellation))
            {
                return UnknownArea(code, "areas");
            }
        }

        return null;
    }

    private static IResult UnknownArea(string code, string member) =>
        Problems.Bad("unknown-area", $"The area '{code}' is not registered; GET /v1/areas lists those that are.", member, $"区域“{code}”未登记；GET /v1/areas列出已登记的区域。");

    private async Task<GeoPoint?> CentreOf(string cell)
    {
        if (cells.CentreOf(cell) is { } centre)
        {
            return centre;
        }

        await lists.NoteRegistered(CancellationToken.None);
        return cells.CentreOf(cell);
    }

    private async Task<bool> HoldsAny(string code, CancellationToken cancellation)
    {
        await lists.CatchUp(cancellation);
        return await listed.HasAreaIn(code);
    }
}
