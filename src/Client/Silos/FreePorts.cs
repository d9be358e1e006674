using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace CityActors.Client.Silos;

/// <summary>Ports for a Silo of our own.</summary>
internal static class FreePorts
{
    /// <summary>The ports to choose from: below those that systems give to outgoing connections, so that none of these takes one between our asking and the Silo's start.</summary>
    private const int First = 22_000;

    private const int Last = 32_000;

    /// <summary>How far below a port stands the one that is held as long as this program runs: who holds that one has the port, so that no other program of ours takes it before the Silo listens.</summary>
    private const int Below = 10_000;

    private static readonly ConcurrentBag<TcpListener> held = [];

    /// <summary>A port of this machine where nobody listens, and that neither this program nor another one of ours was given.</summary>
    public static int Next()
    {
        while (true)
        {
            var port = RandomNumberGenerator.GetInt32(First, Last);
            if (Listen(port) is not { } probe)
            {
                continue;
            }

            probe.Dispose();
            if (Listen(port - Below) is { } sign)
            {
                held.Add(sign);
                return port;
            }
        }
    }

    /// <summary>Addresses of this machine where nobody listens, each with another port.</summary>
    /// <param name="count">How many.</param>
    public static List<Uri> Addresses(int count) => [.. Enumerable.Range(0, count).Select(static _ => new Uri($"http://127.0.0.1:{Next()}"))];

    private static TcpListener? Listen(int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return listener;
        }
        catch (SocketException)
        {
            listener.Dispose();
            return null;
        }
    }
}
