using CityActors.Packs.Switches;
using CityActors.Silo.Access;
using CityActors.Silo.Api;
using CityActors.Silo.Ingest;
using CityActors.Silo.Requests;
using CityActors.Texts;

namespace CityActors.Silo.Packs;

/// <summary>Switches packs on and off from an instant, and takes them out of use.</summary>
public static class SwitchEndpoints
{
    private const int LongestReason = 500;

    /// <summary>Maps the endpoints.</summary>
    public static void MapPackSwitches(this IEndpointRouteBuilder routes)
    {
        routes.MapPut("/v1/packs/{pack}/on", On).Needs(Need.RunCity).Produces<SwitchAnswer>().WithSummary("Switches a pack on in areas from an instant: from then on its rules judge there, and find nothing from before.")
            .Shows(new BodyExample("""{"areas":["430103002"],"reason":"the flood season begins"}"""));
        routes.MapPut("/v1/packs/{pack}/off", Off).Needs(Need.RunCity).Produces<SwitchAnswer>().WithSummary("Switches a pack off in areas from an instant: its rules find nothing there from then on, what they found ends, and what was booked there for later is cancelled.")
            .Shows(new BodyExample("""{"areas":["430103002001"],"reason":"the gauges are being replaced"}"""));
        routes.MapDelete("/v1/packs/{pack}", Retire).Needs(Need.RunCity).Produces(StatusCodes.Status204NoContent)
            .WithSummary("Takes a pack that is off everywhere out of use, until it is installed again; needs ?reason=.");
    }

    private static async Task<IResult> On(Caller caller, CityPacks packs, PlaceCheck places, string pack, Body<PackOn> body, CancellationToken cancellation) => WhyNot(body.Value.Reason)
        ?? (packs.Book.Packs.Find(pack) is null ? null : await places.WhyNotIn((body.Value.Areas ?? []).Where(SwitchRules.IsArea), cancellation))
        ?? await Switch(packs, (book, earliest) => Wanted(caller, packs, book, pack, body.Value, earliest));

    private static PackAct Wanted(Caller caller, CityPacks packs, PackBook book, string pack, PackOn on, DateTimeOffset earliest)
    {
        var versions = book.Versions.Values.Where(version => version.Name == pack).ToList();
        var wanted = on switch
        {
            { Digest: { Length: > 0 } digest } => versions.Find(version => version.Digest == digest),
            { Version: { Length: > 0 } version } => versions.FindLast(other => other.Manifest.Version == version && other.Digest == book.Acts.Last(act => act.Digest is { } known && book.Versions[known] is var one && one.Name == pack && one.Manifest.Version == version).Digest),
            _ => book.Acts.LastOrDefault(act => act.Pack == pack && act.Act is PackActKind.Install or PackActKind.On && act.Digest is not null) is { Digest: { } last } ? book.Versions[last] : null,
        };
        return new PackAct(0, PackActKind.On, pack, on.From?.ToUniversalTime() ?? earliest, caller.Name, packs.Now, on.Reason)
        {
            Digest = wanted?.Digest,
            Areas = on.Areas ?? [""],
            Order = on.Order is { } order ? new PackOrder(order.Purpose, order.Until.ToUniversalTime()) : null,
        };
    }

    private static Task<IResult> Off(Caller caller, CityPacks packs, string pack, Body<PackOff> body) => WhyNot(body.Value.Reason) is { } wrong ? Task.FromResult(wrong)
        : Switch(packs, (book, earliest) => book.Cancelling(new PackAct(0, PackActKind.Off, pack, body.Value.From?.ToUniversalTime() ?? earliest, caller.Name, packs.Now, body.Value.Reason) { Areas = body.Value.Areas ?? [""] }));

    private static async Task<IResult> Retire(Caller caller, CityPacks packs, EntityRegistry registry, string pack, string reason)
    {
        if (WhyNot(reason) is { } wrong)
        {
            return wrong;
        }

        if (packs.Book.Packs.Find(pack) is { } known && known.Things.Things.Select(static thing => thing.Kind).FirstOrDefault(kind => registry.CountOf(kind) > 0) is { } used)
        {
            return Problems.Of(StatusCodes.Status409Conflict, "in-use", $"{registry.CountOf(used)} devices of the kind '{used}' are registered: take them out of service first.", $"仍有{registry.CountOf(used)}台“{used}”设备在册：请先停用。");
        }

        var answer = await Switch(packs, (_, earliest) => new PackAct(0, PackActKind.Retire, pack, earliest, caller.Name, packs.Now, reason));
        return answer is IStatusCodeHttpResult { StatusCode: StatusCodes.Status200OK } ? Results.NoContent() : answer;
    }

    private static async Task<IResult> Switch(CityPacks packs, Func<PackBook, DateTimeOffset, PackAct> wanted)
    {
        var (act, refusal) = await packs.Take(book =>
        {
            var earliest = packs.Earliest; // Once: what is wanted as soon as can be must not be too early a moment later.
            var next = wanted(book, earliest);
            return SwitchRules.WhyNot(book, next, earliest) is { } why ? (null, why) : (next, default(PackRefusal));
        });
        if (act is null)
        {
            return Refused(refusal!);
        }

        await packs.Tell();
        return Results.Ok(SwitchAnswer.Of(act, packs.Book));
    }

    internal static IResult Refused(PackRefusal refusal) => Problems.Of(
        refusal.Code switch { "unknown-pack" or "unknown-version" => StatusCodes.Status404NotFound, "too-early" or "bad-area" => StatusCodes.Status400BadRequest, _ => StatusCodes.Status409Conflict },
        refusal.Code,
        refusal.Sentence,
        refusal.Chinese);

    internal static IResult? WhyNot(string reason) => Characters.In(reason.Trim()) is 0 or > LongestReason
        ? Problems.Bad("reason-required", $"'reason' says in 1 to {LongestReason} characters why.", "reason", $"请填写原因（1至{LongestReason}字）。")
        : null;
}

/// <summary>A pack to be switched on.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Version">Which version, <c>major.minor</c>; neither this nor a digest: the newest that is installed.</param>
/// <param name="Digest">Which version, by its digest.</param>
/// <param name="Areas">The codes of the areas; none: the whole city.</param>
/// <param name="From">From when; none: as soon as can be.</param>
/// <param name="Order">The order by which it is on, where the pack asks for one.</param>
public sealed record PackOn(string Reason, string? Version = null, string? Digest = null, IReadOnlyList<string>? Areas = null, DateTimeOffset? From = null, OrderForPack? Order = null);

/// <summary>An order by which a pack is on.</summary>
/// <param name="Purpose">What for.</param>
/// <param name="Until">Until when: then it is off by itself.</param>
public sealed record OrderForPack(string Purpose, DateTimeOffset Until);

/// <summary>A pack to be switched off.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Areas">The codes of the areas; none: the whole city.</param>
/// <param name="From">From when; none: as soon as can be.</param>
public sealed record PackOff(string Reason, IReadOnlyList<string>? Areas = null, DateTimeOffset? From = null);
