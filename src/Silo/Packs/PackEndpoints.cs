using System.Text;
using CityActors.Packs;
using CityActors.Packs.Switches;
using CityActors.Silo.Access;
using CityActors.Silo.Requests;
using Microsoft.AspNetCore.Mvc;

namespace CityActors.Silo.Packs;

/// <summary>Reads and installs the packs of the city.</summary>
public static class PackEndpoints
{
    private const int LargestPack = 16 << 20;

    /// <summary>Maps the endpoints.</summary>
    public static void MapPacks(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/packs", static (CityPacks packs) => List(packs.Book, packs.Now))
            .Needs(Need.ReadCatalogue).WithSummary("The packs of the city: what is observed, which alerts there are, what they are called, and where they are on.");
        routes.MapPost("/v1/packs", Install).Needs(Need.RunCity).Produces<PackInstalled>(StatusCodes.Status201Created).WithMetadata(new RequestSizeLimitAttribute(LargestPack))
            .Shows(new BodyExample("""{"files":{"pack.json":"{ \"pack\": \"quiet\", \"version\": \"1.0\", \"format\": 1, \"name\": { \"en\": \"Quiet\", \"zh\": \"安静\" } }"}}"""))
            .WithSummary("Installs a version of a pack: its words are known from then on, and nothing is judged by it before it is switched on.");
    }

    private static PackList List(PackBook book, DateTimeOffset now) => new([.. book.Packs.All.Select(pack => new PackSummary(
        pack.Name, pack.Manifest.Version, pack.Digest, Names(pack.Manifest.Name), [.. pack.Manifest.Needs.Keys],
        [.. pack.Things.Things.Select(static thing => new NamedEntry(thing.Kind, Names(thing.Name)))],
        [.. pack.Things.Observations.Select(static kind => new KindEntry(kind.Kind, kind.Unit, Names(kind.Name)))],
        [.. pack.Watch.Alerts.Select(static alert => new NamedEntry(alert.Alert, Names(alert.Name)))],
        pack.Manifest.Invented, NotJudged.Of(pack),
        [.. book.Acts.Where(act => act.Pack == pack.Name && act.Digest is not null).Select(act => act.Digest!).Distinct(StringComparer.Ordinal).Select(digest => new InstalledVersion(book.Versions[digest].Manifest.Version, digest))],
        [.. book.Acts.Where(act => act.Pack == pack.Name && act.Areas is not null).Select(act => SwitchAnswer.Of(act, book))],
        [.. book.Booked(pack.Name, now).Select(booked => BookedEntry.Of(booked, book))],
        [.. book.Where(pack.Name, now).Where(static place => place.Digest is not null).Select(static place => place.Area)],
        book.IsRetired(pack.Name)))]);

    private static async Task<IResult> Install(Caller caller, CityPacks packs, Body<NewPack> body)
    {
        var files = body.Value.Files.ToDictionary(static file => file.Key, static file => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(file.Value), StringComparer.Ordinal);
        if (PackReader.Read(files, out var faults) is not { } pack)
        {
            return Faulty(faults);
        }

        var isKnown = false;
        IResult? faulty = null;
        var (act, refusal) = await packs.Take(book =>
        {
            isKnown = book.Versions.ContainsKey(pack.Digest) && !book.IsRetired(pack.Name);
            if (isKnown)
            {
                return default;
            }

            if (SameVersion(book, pack) is { } taken)
            {
                return (null, taken);
            }

            faulty = Check(book, pack) is { Count: > 0 } wrong ? Faulty(wrong) : null;
            return (faulty is not null ? null : new PackAct(0, PackActKind.Install, pack.Name, packs.Now, caller.Name, packs.Now, "") { Digest = pack.Digest }, null);
        }, pack);
        return refusal is not null ? Problems.Of(StatusCodes.Status409Conflict, refusal.Code, refusal.Sentence, refusal.Chinese)
            : faulty ?? Results.Json(
                new PackInstalled(pack.Name, pack.Manifest.Version, pack.Digest, NotJudged.Of(pack)), statusCode: act is null && isKnown ? StatusCodes.Status200OK : StatusCodes.Status201Created);
    }

    private static PackRefusal? SameVersion(PackBook book, PackFiles pack) =>
        book.Versions.Values.Any(other => other.Name == pack.Name && other.Manifest.Version == pack.Manifest.Version && other.Digest != pack.Digest && book.Acts.Any(act => act.Act == PackActKind.On && act.Digest == other.Digest))
            ? new("version-taken", $"{SwitchRules.VersionTaken(pack)}.", $"应用包“{pack.Name}”{pack.Manifest.Version}版已以其他内容启用过：请提高版本号。")
            : null;

    // The pack beside the others, and those that need it beside the pack.
    private static List<PackFault> Check(PackBook book, PackFiles pack)
    {
        var then = book.Packs.With(pack);
        return [.. PackCheck.Run(pack, then), .. book.Packs.All.Where(other => other.Manifest.Needs.ContainsKey(pack.Name))
            .SelectMany(other => PackCheck.Run(other, then).Select(fault => fault with { File = $"{other.Name}/{fault.File}" }))];
    }

    private static IResult Faulty(IReadOnlyList<PackFault> faults) => Problems.Of(
        StatusCodes.Status422UnprocessableEntity, "pack-faulty", $"Nothing of the pack was taken. {string.Join(Environment.NewLine, faults)}", $"应用包有{faults.Count}处错误，未安装。");

    internal static NameText Names(LocalText text) => new(text.En!, text.Zh!);
}

/// <summary>A version of a pack to be installed.</summary>
/// <param name="Files">The text of each file, by its path within the pack's folder.</param>
public sealed record NewPack(IReadOnlyDictionary<string, string> Files);

/// <summary>What was installed.</summary>
/// <param name="Pack">The pack.</param>
/// <param name="Version">Its version.</param>
/// <param name="Digest">SHA-256 of its files.</param>
/// <param name="NotJudged">What it says and this version does not act on yet.</param>
public sealed record PackInstalled(string Pack, string Version, string Digest, IReadOnlyList<string> NotJudged);

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
/// <param name="Versions">The versions that are installed, oldest first.</param>
/// <param name="Switches">When it was switched on and off where, in the order of booking.</param>
/// <param name="Booked">The switches that are booked for later and were not cancelled, by time.</param>
/// <param name="OnIn">The codes of the areas in which it is on now; an empty one is the whole city.</param>
/// <param name="IsRetired">Whether it was taken out of use.</param>
public sealed record PackSummary(
    string Pack, string Version, string Digest, NameText Name, IReadOnlyList<string> Needs,
    IReadOnlyList<NamedEntry> Things, IReadOnlyList<KindEntry> Kinds, IReadOnlyList<NamedEntry> Alerts, IReadOnlyList<string> Invented, IReadOnlyList<string> NotJudged,
    IReadOnlyList<InstalledVersion> Versions, IReadOnlyList<SwitchAnswer> Switches, IReadOnlyList<BookedEntry> Booked, IReadOnlyList<string> OnIn, bool IsRetired);

/// <summary>A version that is installed.</summary>
/// <param name="Version">The version.</param>
/// <param name="Digest">SHA-256 of its files.</param>
public sealed record InstalledVersion(string Version, string Digest);

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
