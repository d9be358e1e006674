using CityActors.Packs.Format;

namespace CityActors.Packs;

/// <summary>A pack as its files say it. Immutable.</summary>
public sealed record PackFiles
{
    /// <summary><c>pack.json</c>.</summary>
    public required PackManifest Manifest { get; init; }

    /// <summary><c>things.json</c>.</summary>
    public ThingsSection Things { get; init; } = new();

    /// <summary><c>watch.json</c>.</summary>
    public WatchSection Watch { get; init; } = new();

    /// <summary><c>catalogue.json</c>.</summary>
    public CatalogueSection Catalogue { get; init; } = new();

    /// <summary><c>channels.json</c>.</summary>
    public ChannelsSection Channels { get; init; } = new();

    /// <summary><c>roles.json</c>.</summary>
    public RolesSection Roles { get; init; } = new();

    /// <summary><c>pools.json</c>.</summary>
    public PoolsSection Pools { get; init; } = new();

    /// <summary><c>indicators.json</c>.</summary>
    public IndicatorsSection Indicators { get; init; } = new();

    /// <summary><c>scenes/</c>, by file.</summary>
    public IReadOnlyDictionary<string, SceneSpec> Scenes { get; init; } = new SortedDictionary<string, SceneSpec>(StringComparer.Ordinal);

    /// <summary><c>examples/</c>, by file.</summary>
    public IReadOnlyDictionary<string, ExampleFile> Examples { get; init; } = new SortedDictionary<string, ExampleFile>(StringComparer.Ordinal);

    /// <summary><c>cases/</c>, by file.</summary>
    public IReadOnlyDictionary<string, CaseSpec> Cases { get; init; } = new SortedDictionary<string, CaseSpec>(StringComparer.Ordinal);

    /// <summary><c>registers/</c>, by file.</summary>
    public IReadOnlyDictionary<string, RegisterSpec> Registers { get; init; } = new SortedDictionary<string, RegisterSpec>(StringComparer.Ordinal);

    /// <summary>All files as they are, by path within the folder.</summary>
    public required IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Sources { get; init; }

    /// <summary>SHA-256 of all files in canonical form, as 64 hexadecimal digits.</summary>
    public required string Digest { get; init; }

    /// <summary>The pack's name.</summary>
    public string Name => Manifest.Pack;

    /// <summary>Its major version.</summary>
    public string Major => Manifest.Version.Split('.')[0];
}
