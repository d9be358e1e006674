using CityActors.Silo.Orleans;
using CityActors.Storage;

namespace CityActors.Silo.Stores;

/// <summary>The tables of a city: what a commit writes, and how far the reactions have got.</summary>
public static class CityTables
{
    /// <summary>Every table that <see cref="DatabaseCityStorage"/> and its readers need; the table of the states is Orleans'.</summary>
    public static IReadOnlyList<SchemaPart> Schema { get; } =
        [OrleansTables.Schema, CommitTables.Schema, FactTable.Schema, DatabaseDeadlines.Schema, DatabaseReactions.Schema];

    /// <summary>Parts of older versions, which kept facts apart from the states that they followed from.</summary>
    public static IReadOnlyList<string> Retired { get; } = ["fact-log"];
}
