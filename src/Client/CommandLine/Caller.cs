using System.CommandLine;
using CityActors.Client.Api;

namespace CityActors.Client.CommandLine;

/// <summary>The options every command has: which Silo, and with which key.</summary>
internal sealed class Caller
{
    public const string DefaultUrl = "http://localhost:8080";

    public Option<string?> Url { get; } = new("--url")
    {
        Description = $"Address of the Silo. Default: CITY_URL, else {DefaultUrl}; simulate and replay start a Silo of their own where none is given.",
        Recursive = true,
    };

    public Option<string?> Key { get; } = new("--key")
    {
        Description = "The caller's key, printed once at the Silo's first start. Default: CITY_KEY.",
        Recursive = true,
    };

    /// <summary>True where a Silo was named, by option or environment.</summary>
    public bool NamesSilo(ParseResult line) => Named(line) is not null;

    /// <summary>A client for the Silo named, or for the default one.</summary>
    public CityClient Connect(ParseResult line, CityClientOptions? options = null)
    {
        var text = Named(line) ?? DefaultUrl;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            throw new UsageException($"--url '{text}' is no address; one looks like {DefaultUrl}.");
        }

        return new CityClient(address, KeyOf(line), options);
    }

    public string KeyOf(ParseResult line) =>
        line.GetValue(Key) ?? Environment.GetEnvironmentVariable("CITY_KEY") ?? "";

    private string? Named(ParseResult line) =>
        line.GetValue(Url) ?? (Environment.GetEnvironmentVariable("CITY_URL") is { Length: > 0 } url ? url : null);
}
