using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace CityActors.Silo.Limits;

/// <summary>What one connection and one request may take of the server, whoever sends it: all of it in one place.</summary>
internal static class KestrelLimits
{
    /// <summary>The largest body where an endpoint does not say otherwise, bytes.</summary>
    public const int LargestBody = 1 << 20;

    private const int SlowestBytesPerSecond = 240;
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    /// <summary>Sets them.</summary>
    public static void Set(KestrelServerOptions kestrel, LimitSettings limits)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxConcurrentConnections = limits.Connections;
        kestrel.Limits.MaxRequestLineSize = 8 << 10;
        kestrel.Limits.MaxRequestHeaderCount = 100;
        kestrel.Limits.MaxRequestHeadersTotalSize = 32 << 10;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(130);
        kestrel.Limits.MaxRequestBodySize = LargestBody;
        kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(SlowestBytesPerSecond, Grace);
        kestrel.Limits.MinResponseDataRate = new MinDataRate(SlowestBytesPerSecond, Grace);
        kestrel.Limits.Http2.MaxStreamsPerConnection = 100;
    }
}
