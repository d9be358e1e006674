using System.Net;
using System.Net.Sockets;

namespace CityActors.Silo.Notifications;

/// <summary>Which addresses lie outside the networks that a host is part of: a call must not reach into these by a name that somebody else's server of names decides.</summary>
internal static class PublicAddresses
{
    private static readonly IPNetwork[] inside =
    [
        .. ((string[])
        [
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.168.0.0/16", "198.18.0.0/15", "224.0.0.0/3",
            "::/128", "::1/128", "fc00::/7", "fe80::/9", "ff00::/8",
        ]).Select(IPNetwork.Parse),
    ];

    private static readonly IPNetwork[] translated = [IPNetwork.Parse("64:ff9b::/96"), IPNetwork.Parse("::/96")];

    /// <summary>Whether an address is outside.</summary>
    public static bool Has(IPAddress address)
    {
        var real = address.IsIPv4MappedToIPv6 ? address.MapToIPv4()
            : address.AddressFamily == AddressFamily.InterNetworkV6 && translated.Any(network => network.Contains(address)) && !address.Equals(IPAddress.IPv6Loopback) && !address.Equals(IPAddress.IPv6Any) ? new IPAddress(address.GetAddressBytes()[12..])
            : address;
        return !inside.Any(network => network.Contains(real));
    }

    /// <summary>Connects to an address outside, looked up now; what it is called is no matter.</summary>
    /// <exception cref="HttpRequestException">All its addresses lie inside.</exception>
    public static async ValueTask<Stream> Connect(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var all = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancellation);
        var outside = Array.FindAll(all, Has);
        if (outside.Length == 0)
        {
            throw new HttpRequestException("its address lies in the host's own networks: set the receiver's 'Private' to true if that is meant");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(outside, context.DnsEndPoint.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
