using System.Net;
using System.Net.Sockets;
using CityActors.Testing;

namespace CityActors.Silo.Tests.Live;

/// <summary>What a live Silo needs on Orleans: a database that all silos of its city share, and a port to talk on.</summary>
internal static class CityEngine
{
    private static readonly ScratchPostgres server = new();

    /// <summary>Why it cannot run here; null where it can.</summary>
    public static string? Missing => server.Missing;

    /// <summary>What all Silos of one city are told.</summary>
    public static string[] NewCity() => [$"--Store={server.NewDatabase()}"];

    /// <summary>What one Silo more is told.</summary>
    public static string[] NewSilo()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return [$"--Cluster:SiloPort={((IPEndPoint)probe.LocalEndpoint).Port}"];
    }
}
