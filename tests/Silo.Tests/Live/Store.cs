using CityActors.Testing;
using CityActors.Client.Silos;

namespace CityActors.Silo.Tests.Live;

/// <summary>What the Silos of a cluster are told: a database that all share, and a port of each one's own to talk on.</summary>
internal static class Store
{
    private static readonly ScratchPostgres server = new();

    /// <summary>Why there is none here; null where there is.</summary>
    public static string? Missing => server.Missing;

    /// <summary>A new database.</summary>
    public static string NewDatabase() => server.NewDatabase();

    /// <summary>What all Silos of one new city are told.</summary>
    public static string[] NewCity() => [$"--Store={NewDatabase()}"];

    /// <summary>What one Silo more is told.</summary>
    public static string[] NewSilo() => [$"--Cluster:SiloPort={FreePorts.Next()}"];
}
