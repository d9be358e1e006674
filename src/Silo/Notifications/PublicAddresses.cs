using System.Net;
using System.Net.Sockets;

namespace CityActors.Silo.Notifications;

/// <summary>Which addresses lie outside the networks that a host is part of: a call must not reach into these by a name that somebody else's server of names decides.</summary>
internal static class PublicAddresses
{
    private static readonly IPNetwork[] inside =
    [
        .. ((string[])["0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.168.0.0/16", "198.18.0.0/15", "224.0.0.0/3"]).Select(IPNetwork.Parse),
    ];

    // The rest of IPv6 is local, reserved, or stands for an address of IPv4.
    private static readonly IPNetwork global = IPNetwork.Parse("2000::/3");
    private static readonly IPNetwork[] tunnels = [IPNetwork.Parse("2001::/23"), IPNetwork.Parse("2002::/16")];
    private static readonly IPNetwork translated = IPNetwork.Parse("64:ff9b::/96");

    /// <summary>Whether an address is outside.</summary>
    public static bool Has(IPAddress address) => address switch
    {
        { IsIPv4MappedToIPv6: true } => Has(address.MapToIPv4()),
        { AddressFamily: AddressFamily.InterNetwork } => !inside.Any(network => network.Contains(address)),
        _ when translated.Contains(address) => Has(new IPAddress(address.GetAddressBytes()[12..])),
        _ => global.Contains(address) && !tunnels.Any(network => network.Contains(address)),
    };

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
