using Microsoft.AspNetCore.HttpOverrides;
using IPNetwork = System.Net.IPNetwork;

namespace CityActors.Silo.Access;

/// <summary>Behind a proxy, where a request comes from is what the proxy says; anybody else's word for it does not count.</summary>
internal static class ForwardedAddresses
{
    /// <summary>Believes the proxies of the setting <c>Proxies</c>.</summary>
    public static void UseForwardedAddresses(this WebApplication app, IReadOnlyList<IPNetwork> proxies)
    {
        if (proxies.Count == 0)
        {
            return;
        }

        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto, ForwardLimit = null };
        options.KnownProxies.Clear(); // By itself it would believe this machine.
        options.KnownIPNetworks.Clear();
        foreach (var network in proxies)
        {
            options.KnownIPNetworks.Add(network);
        }

        app.UseForwardedHeaders(options);
    }
}
