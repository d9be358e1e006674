using System.Globalization;

namespace CityActors.Silo.Tests;

/// <summary>Reads what was written by the same client, under whatever key: a list waits for the fact that the last answer to a write told.</summary>
internal sealed class OwnWrites() : DelegatingHandler(new SocketsHttpHandler())
{
    private const string Header = "City-Fact";

    private static readonly HashSet<string> lists = new(StringComparer.Ordinal)
    {
        "households", "cameras", "terminals", "alerts", "orders", "cases", "responders", "areas", "cells", "overview", "commands",
    };

    private long lastFact;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var isRead = request.Method == HttpMethod.Get;
        if (isRead && Volatile.Read(ref lastFact) > 0 && IsList(request.RequestUri!.AbsolutePath) && !request.RequestUri.Query.Contains("after=", StringComparison.Ordinal))
        {
            request.RequestUri = new UriBuilder(request.RequestUri) { Query = $"{request.RequestUri.Query.TrimStart('?')}&after={Volatile.Read(ref lastFact)}".TrimStart('&') }.Uri;
        }

        var response = await base.SendAsync(request, cancellationToken);
        if (!isRead && response.Headers.TryGetValues(Header, out var told))
        {
            Raise(long.Parse(told.Single(), CultureInfo.InvariantCulture));
        }

        return response;
    }

    // Answers to writes at one time come in any order.
    private void Raise(long told)
    {
        for (var known = Volatile.Read(ref lastFact); known < told; known = Volatile.Read(ref lastFact))
        {
            Interlocked.CompareExchange(ref lastFact, told, known);
        }
    }

    private static bool IsList(string path) => path.Split('/') switch
    {
        ["", "v1", var list] => lists.Contains(list),
        ["", "v1", "records", _] => true,
        _ => false,
    };
}
