using System.Net;
using System.Net.Sockets;

namespace CityActors.Silo.Access;

/// <summary>Whom an address is counted as.</summary>
internal static class SourceAddress
{
    /// <summary>An address itself; of an IPv6 one its network, because whoever has one address of it has them all.</summary>
    public static IPAddress Of(IPAddress? address)
    {
        if (address is null)
        {
            return IPAddress.None;
        }

        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address;
        }

        var bytes = address.GetAddressBytes();
        Array.Clear(bytes, 8, 8);
        return new IPAddress(bytes);
    }
}
