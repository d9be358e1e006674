using CityActors.Districts;
using CityActors.Places;
using CityActors.Responders;
using CityActors.Silo.Lists;

namespace CityActors.Silo.Api;

/// <summary>What is registered stands where its card says: in a known area, and near it.</summary>
internal sealed class PlaceCheck(CellLocator cells, ListProjector lists, IGrainFactory grains)
{
    /// <summary>A responder may stand so far outside its area: depots and stations lie beyond the border.</summary>
    public const double ResponderMetres = 10_000;

    /// <summary>Why an entity cannot stand there, or null.</summary>
    public async Task<IResult?> WhyNotIn(EntityCard card)
    {
        var known = cells.CentreOf(card.Cell) ?? (await lists.NoteRegistered(CancellationToken.None) ? cells.CentreOf(card.Cell) : null);
        if (known is not { } centre)
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
            return Problems.Bad("unknown-area", $"The area '{card.Area}' is not registered; GET /v1/areas lists those that are.", "area");
        }

        return LocalMetres.Between(card.Position, centre) <= ResponderMetres || cells.IsNear(card.Position, card.Area, ResponderMetres)
            ? null
            : Problems.Bad("outside", $"The position is more than {ResponderMetres / 1000:0} km from the centre of area '{card.Area}' and from each of its cells.", "position");
    }
}
