using System.Net;
using System.Net.Sockets;

namespace CityActors.Silo;

/// <summary>Checks before anything else whether the wanted ports are free.</summary>
internal static class PortProbe
{
    /// <summary>Checks the addresses of the HTTP API.</summary>
    /// <exception cref="SettingException">One cannot be understood or listened on.</exception>
    public static void CheckUrls(IReadOnlyCollection<string> urls)
    {
        if (urls.Count == 0)
        {
            throw new SettingException("Urls", "names no address", "give one such as http://localhost:8080, or several with semicolons between");
        }

        foreach (var url in urls)
        {
            if (Parse(url) is { IsUnixPipe: false, IsNamedPipe: false, Port: > 0 } wanted && Hindrance(AddressesOf(wanted.Host, url), wanted.Port) is { } fault)
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
            return address is { Port: >= 0 and <= ushort.MaxValue, Scheme: "http" or "https" } ? address : throw new FormatException();
        }
        catch (FormatException)
        {
            throw new SettingException("Urls", $"names '{url}', which is no address", "give one such as http://localhost:8080, or several with semicolons between");
        }
    }

    // Kestrel would take any other name for every interface, and open the city to the network.
    private static IPAddress[] AddressesOf(string host, string url) => host switch
    {
        _ when host.Equals("localhost", StringComparison.OrdinalIgnoreCase) => [IPAddress.Loopback, IPAddress.IPv6Loopback],
        "*" or "+" => [IPAddress.Any, IPAddress.IPv6Any],
        _ when IPAddress.TryParse(host.Trim('[', ']'), out var address) => [address],
        _ => throw new SettingException("Urls", $"names {url}, whose host is a name", "give localhost, an IP address of this machine, or * for all of them"),
    };

    // A machine without IPv6 can still serve a host that covers both.
    private static SocketException? Hindrance(IPAddress[] addresses, int port)
    {
        var faults = addresses.Select(address => Fault(address, port)).ToList();
        return faults.Find(static fault => fault is { SocketErrorCode: not (SocketError.AddressFamilyNotSupported or SocketError.AddressNotAvailable) })
            ?? (faults.Contains(null) ? null : faults[0]);
    }
}
