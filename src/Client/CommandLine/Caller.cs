using System.CommandLine;
using CityActors.Client.Api;

namespace CityActors.Client.CommandLine;

/// <summary>The options every command has: which city, and with which key.</summary>
internal sealed class Caller
{
    public const string DefaultUrl = "http://localhost:8080";

    public Option<string[]> Url { get; } = new("--url")
    {
        Description = $"Address of the Silo; given several times, or with commas between, the addresses of one city. Default: CITY_URL, else {DefaultUrl}; simulate and replay start a Silo of their own where none is given.",
        Recursive = true,
    };

    public Option<string?> Key { get; } = new("--key")
    {
        Description = "The caller's key, as an administrator made it. Default: CITY_KEY.",
        Recursive = true,
    };

    /// <summary>True where a Silo was named, by option or environment.</summary>
    public bool NamesSilo(ParseResult line) => Named(line).Count > 0;

    /// <summary>A client for the city named, or for the default Silo.</summary>
    public CityClient Connect(ParseResult line, CityClientOptions? options = null)
    {
        var named = Named(line);
        var addresses = (named.Count > 0 ? named : [DefaultUrl]).Select(Address).Distinct().ToList();
        return addresses.Count <= AddressRing.Most
            ? new CityClient(addresses, KeyOf(line), options)
            : throw new UsageException($"--url names {addresses.Count} addresses; at most {AddressRing.Most} can be used.");
    }

    public string KeyOf(ParseResult line) =>
        line.GetValue(Key) ?? Environment.GetEnvironmentVariable("CITY_KEY") ?? "";

    private static Uri Address(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? address
            : throw new UsageException($"--url '{text}' is no address; one looks like {DefaultUrl}.");

    private List<string> Named(ParseResult line)
    {
        if (line.GetValue(Url) is not { Length: > 0 } given)
        {
            return Cut(Environment.GetEnvironmentVariable("CITY_URL") ?? "");
        }

        var named = given.SelectMany(Cut).ToList();
        return named.Count > 0 ? named : throw new UsageException($"--url names no address; one looks like {DefaultUrl}.");
    }

    private static List<string> Cut(string text) => [.. text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
}
