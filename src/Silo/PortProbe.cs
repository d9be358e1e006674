using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace CityActors.Silo;

/// <summary>Finds out before anything else is done whether the ports that are wanted can be had.</summary>
internal static class PortProbe
{
    /// <summary>Checks the addresses of the HTTP API.</summary>
    /// <exception cref="SettingException">One cannot be listened on.</exception>
    public static void CheckUrls(string urls)
    {
        foreach (var url in urls.Split(';'))
        {
            if (BindingAddress.Parse(url) is { IsUnixPipe: false, IsNamedPipe: false, Port: > 0 } wanted && Fault(AddressOf(wanted.Host), wanted.Port) is { } fault)
            {
                throw new SettingException(
                    "Urls",
                    $"names {url}, which cannot be listened on ({fault.Message})",
                    fault.SocketErrorCode == SocketError.AddressAlreadyInUse
                        ? string.Create(CultureInfo.InvariantCulture, $"end the program that has the port, or give another one, for example --Urls=http://localhost:{wanted.Port + 10}")
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

    // As Kestrel reads them: localhost is the loopback, whatever is no address is every interface.
    private static IPAddress AddressOf(string host) => host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        ? IPAddress.Loopback
        : IPAddress.TryParse(host.Trim('[', ']'), out var address) ? address : IPAddress.Any;
}
