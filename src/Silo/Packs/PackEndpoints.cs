using CityActors.Packs;
using CityActors.Silo.Access;

namespace CityActors.Silo.Packs;

/// <summary>Reads the packs of the city.</summary>
public static class PackEndpoints
{
    /// <summary>Maps the endpoints.</summary>
    public static void MapPacks(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/packs", static (PackSet packs) => new PackList([.. packs.All.Select(static pack => new PackSummary(
                pack.Name, pack.Manifest.Version, pack.Digest, Names(pack.Manifest.Name), [.. pack.Manifest.Needs.Keys],
                [.. pack.Things.Things.Select(static thing => new NamedEntry(thing.Kind, Names(thing.Name)))],
                [.. pack.Things.Observations.Select(static kind => new KindEntry(kind.Kind, kind.Unit, Names(kind.Name)))],
                [.. pack.Watch.Alerts.Select(static alert => new NamedEntry(alert.Alert, Names(alert.Name)))],
                pack.Manifest.Invented, NotJudged.Of(pack)))]))
            .Needs(Need.ReadCatalogue).WithSummary("The packs of the city: what is observed, which alerts there are, and what they are called.");
    }

    private static NameText Names(LocalText text) => new(text.En!, text.Zh!);
}

/// <summary>The packs of the city.</summary>
/// <param name="Items">The packs, by name.</param>
public sealed record PackList(IReadOnlyList<PackSummary> Items);

/// <summary>A pack.</summary>
/// <param name="Pack">Its name.</param>
/// <param name="Version">Its version, <c>major.minor</c>.</param>
/// <param name="Digest">SHA-256 of its files: the same digest, the same rules.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Needs">The packs whose words it uses.</param>
/// <param name="Things">The kinds of thing that it brings.</param>
/// <param name="Kinds">The kinds of observation that it brings.</param>
/// <param name="Alerts">The kinds of alert that it brings.</param>
/// <param name="Invented">What of it has no published source.</param>
/// <param name="NotJudged">What it says and this version does not act on yet.</param>
public sealed record PackSummary(
    string Pack, string Version, string Digest, NameText Name, IReadOnlyList<string> Needs,
    IReadOnlyList<NamedEntry> Things, IReadOnlyList<KindEntry> Kinds, IReadOnlyList<NamedEntry> Alerts, IReadOnlyList<string> Invented, IReadOnlyList<string> NotJudged);

/// <summary>Something that a pack names.</summary>
/// <param name="Code">Its name in lines and lists.</param>
/// <param name="Name">What people call it.</param>
public sealed record NamedEntry(string Code, NameText Name);

/// <summary>A kind of observation.</summary>
/// <param name="Code">Its name in lines.</param>
/// <param name="Unit">Its unit; empty where it has none.</param>
/// <param name="Name">What people call it.</param>
public sealed record KindEntry(string Code, string Unit, NameText Name);

/// <summary>What people call something.</summary>
/// <param name="English">English.</param>
/// <param name="Chinese">Chinese.</param>
public sealed record NameText(string English, string Chinese);
