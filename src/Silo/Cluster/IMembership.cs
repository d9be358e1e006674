namespace CityActors.Silo.Cluster;

/// <summary>Knows when a Silo joined or left the city's cluster.</summary>
public interface IMembership
{
    /// <summary>Another number whenever a Silo joined, left or died; constant where there is only one.</summary>
    long Version { get; }
}
