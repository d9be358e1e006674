using CityActors.Observations;
using CityActors.Packs;
using CityActors.Storage;
using CityActors.Watch;

namespace CityActors.Silo.Packs;

/// <summary>The numbers of the kinds of observation in the city's log: given once, and never to another kind.</summary>
internal static class KindNumbers
{
    private static readonly SqlQuery Select = new("SELECT name, number, unit, is_track FROM observation_kind ORDER BY number");
    private static readonly SqlQuery Insert = new("INSERT INTO observation_kind (number, name, unit, is_track) VALUES (?1, ?2, ?3, ?4)");

    /// <summary>The table.</summary>
    public static SchemaPart Schema { get; } = new("observation-kind", [
        "CREATE TABLE observation_kind (number INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL UNIQUE, unit TEXT NOT NULL, is_track INTEGER NOT NULL);",
    ]);

    /// <summary>Gives numbers to the kinds that have none, and adds the kinds of packs to those of the city.</summary>
    /// <exception cref="FormatException">A pack says something else of a kind than the city's log was written by.</exception>
    public static async Task Take(Database database, PackSet packs, Kinds kinds)
    {
        var wanted = PackKinds.Of(packs).ToList();
        var numbers = await database.Write(session =>
        {
            session.Serialize();
            var known = session.Prepare(Select).All(static row => (Name: row.Text(0), Number: (int)row.Int64(1), Unit: row.Text(2), IsTrack: row.Int64(3) != 0));
            var next = Math.Max(Kinds.FirstOfPacks, known.Count == 0 ? 0 : known[^1].Number + 1);
            foreach (var kind in kinds.All.Concat(wanted).DistinctBy(static kind => kind.Name))
            {
                if (known.Find(other => other.Name == kind.Name) is { Name: not null } other)
                {
                    _ = (other.Unit, other.IsTrack) == (kind.Unit, kind.IsTrack) ? true : throw new FormatException(
                        $"U4: the kind '{kind.Name}' is in '{other.Unit}' in the city's log, a pack says '{kind.Unit}': a unit never changes, give the new one another name");
                    continue;
                }

                var number = kinds.NumberOf(kind.Name) is var own and >= 0 ? own : next++;
                session.Prepare(Insert).Bind(1, number).Bind(2, kind.Name).Bind(3, kind.Unit).Bind(4, kind.IsTrack ? 1 : 0).Execute();
                known.Add((kind.Name, number, kind.Unit, kind.IsTrack));
            }

            return known.ToDictionary(static kind => kind.Name, static kind => kind.Number, StringComparer.Ordinal);
        });
        PackKinds.Use(kinds, packs, numbers);
    }
}
