using CityActors.Districts;
using CityActors.Facts;
using CityActors.Places;
using CityActors.Silo.Ingest;

namespace CityActors.Silo.Lists;

/// <summary>Keeps what the door must know of entities and cells in step with the facts.</summary>
public sealed class Registrations(EntityRegistry registry, CellLocator cells)
{
    /// <summary>Notes everything the lists hold.</summary>
    public void Note(IEnumerable<EntityCard> entities, IEnumerable<AreaCard> areas)
    {
        foreach (var card in entities)
        {
            registry.Note(card);
        }

        foreach (var area in areas)
        {
            cells.Add(area);
        }
    }

    /// <summary>Notes what was registered since.</summary>
    public void Note(IEnumerable<CityFact> facts)
    {
        foreach (var fact in facts)
        {
            switch (fact)
            {
                case EntityRegistered entity:
                    registry.Note(entity.Entity);
                    break;
                case AreaRegistered area:
                    cells.Add(area.Place);
                    break;
            }
        }
    }
}
