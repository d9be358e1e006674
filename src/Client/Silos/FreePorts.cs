using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace CityActors.Client.Silos;

/// <summary>Ports for a Silo of our own.</summary>
internal static class FreePorts
{
    /// <summary>The ports to choose from: below those that systems give to outgoing connections, so that none of these takes one between our asking and the Silo's start.</summary>
    private const int First = 20_000;

    private const int Last = 32_000;

    private static readonly ConcurrentDictionary<int, bool> given = new();

    /// <summary>A port of this machine where nobody listens, and that this process was not given before.</summary>
    public static int Next()
    {
        while (true)
        {
            var port = RandomNumberGenerator.GetInt32(First, Last);
            if (IsFree(port) && given.TryAdd(port, true))
            {
                return port;
            }
        }
    }

    /// <summary>Addresses of this machine where nobody listens, each with another port.</summary>
    /// <param name="count">How many.</param>
    public static List<Uri> Addresses(int count) => [.. Enumerable.Range(0, count).Select(static _ => new Uri($"http://127.0.0.1:{Next()}"))];

    private static bool IsFree(int port)
    {
        try
        {
            using var probe = new TcpListener(IPAddress.Loopback, port);
            probe.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
