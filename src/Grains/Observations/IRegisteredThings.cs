namespace CityActors.Observations;

/// <summary>What is registered, as far as this Silo knows.</summary>
public interface IRegisteredThings
{
    /// <summary>All homes, cameras and terminals in service, with the kind of a terminal and the cell.</summary>
    IEnumerable<(string Id, string Kind, string Cell)> All { get; }
}
