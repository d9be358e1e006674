using CityActors.Silo.Orleans;
using CityActors.Storage;

namespace CityActors.Silo.Stores;

/// <summary>The tables that a city is kept in: what one commit writes, and how far the reactions to it are.</summary>
public static class CityTables
{
    /// <summary>Every table that <see cref="DatabaseCityStorage"/> and those who read beside it need; that of the states is Orleans'.</summary>
    public static IReadOnlyList<SchemaPart> Schema { get; } =
        [OrleansTables.Schema, CommitTables.Schema, FactTable.Schema, DatabaseDeadlines.Schema, DatabaseReactions.Schema];

    /// <summary>What older versions kept facts in, each under an id of its own and apart from the state that it followed from.</summary>
    public static IReadOnlyList<string> Retired { get; } = ["fact-log"];
}
