using System.Net;
using System.Net.Sockets;

namespace CityActors.Silo;

/// <summary>Checks before anything else whether the wanted ports are free.</summary>
internal static class PortProbe
{
    /// <summary>Checks the addresses of the HTTP API.</summary>
    /// <exception cref="SettingException">One cannot be understood or listened on.</exception>
    public static void CheckUrls(IEnumerable<string> urls)
    {
        foreach (var url in urls)
        {
            if (Parse(url) is { IsUnixPipe: false, IsNamedPipe: false, Port: > 0 } wanted && AddressesOf(wanted.Host).Select(address => Fault(address, wanted.Port)).FirstOrDefault(IsHindrance) is { } fault)
            {
                throw new SettingException(
                    "Urls",
                    $"names {url}, which cannot be listened on ({fault.Message})",
                    fault.SocketErrorCode == SocketError.AddressAlreadyInUse
                        ? "end the program that has the port, or give another one, for example --Urls=http://localhost:8090"
                        : "give an address of this machine and a port that this user may open");
            }
        }
    }

    /// <summary>What keeps this process from listening on a port; null where nothing does.</summary>
    public static SocketException? Fault(IPAddress address, int port)
    {
        try
        {
            using var probe = new TcpListener(address, port);
            probe.Start();
            return null;
        }
        catch (SocketException fault)
        {
            return fault;
        }
    }

    private static BindingAddress Parse(string url)
    {
        try
        {
            var address = BindingAddress.Parse(url);
            return address.Port is >= 0 and <= ushort.MaxValue ? address : throw new FormatException();
        }
        catch (FormatException)
        {
            throw new SettingException("Urls", $"names '{url}', which is no address", "give one such as http://localhost:8080, or several with semicolons between");
        }
    }

    // As Kestrel reads them: localhost is both loopbacks, whatever is no address is every interface.
    private static IPAddress[] AddressesOf(string host) => host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        ? [IPAddress.Loopback, IPAddress.IPv6Loopback]
        : IPAddress.TryParse(host.Trim('[', ']'), out var address) ? [address] : [IPAddress.Any, IPAddress.IPv6Any];

    // A machine without IPv6 can still serve an address that covers both.
    private static bool IsHindrance(SocketException? fault) => fault is { SocketErrorCode: not (SocketError.AddressFamilyNotSupported or SocketError.AddressNotAvailable) };
}
