using System.Text.Json;
using CityActors.Packs;
using CityActors.Packs.Settings;
using CityActors.Packs.Switches;
using CityActors.Silo.Access;
using CityActors.Silo.Ingest;
using CityActors.Silo.Lists;
using CityActors.Silo.Packs;
using CityActors.Silo.Requests;

namespace CityActors.Silo.Settings;

/// <summary><c>/v1/settings</c>: by which parameters this city's rules decide, and those of packs to be set.</summary>
public static class SettingsEndpoint
{
    /// <summary>Maps the endpoints.</summary>
    public static void MapSettings(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/settings", Read).Needs(Need.RunCity).Produces<SettingList>().Takes("area", ListEndpoints.IsArea, ListEndpoints.AreaForm)
            .WithSummary("The parameters of the rules and of the packs: value, default, range and where each was given; those of packs as they hold for ?area= or ?device=.");
        routes.MapPut("/v1/settings/{pack}/{parameter}", Set).Needs(Need.RunCity).Produces<PackParameter>()
            .Shows(new BodyExample("""{"for":"430103002","value":0.2,"reason":"the road lies low"}"""))
            .WithSummary("Sets a parameter of a pack from an instant, for the city, an area or a device, within the pack's range.");
    }

    private static IResult Read(RuleSettings rules, CityPacks packs, EntityRegistry registry, string? area, string? device)
    {
        var place = area ?? "";
        if (device is not null)
        {
            if (registry.Find(device) is not { } known)
            {
                return Problems.NotFound("device", device);
            }

            place = known.Cell;
        }

        return Results.Ok(new SettingList(rules.Parameters, [.. packs.Book.Packs.All.SelectMany(pack => Of(packs.Book, pack, place, device, packs.Now))]));
    }

    private static async Task<IResult> Set(Caller caller, CityPacks packs, EntityRegistry registry, IGrainFactory grains, string pack, string parameter, Body<NewSetting> body)
    {
        var wanted = body.Value;
        if (SwitchEndpoints.WhyNot(wanted.Reason) is { } wrong)
        {
            return wrong;
        }

        if (packs.Book.Packs.Find(pack) is null)
        {
            return Problems.NotFound("pack", pack);
        }

        var place = wanted.For ?? "";
        var isDevice = !place.All(char.IsAsciiDigit);
        if (isDevice && registry.Find(place) is null)
        {
            return Problems.Bad("unknown-place", $"'{place}' is neither the code of an area nor a device that is registered.", "for", $"“{place}”既不是区域代码，也不是已登记的设备。");
        }

        if (isDevice && await ByRegistration(grains, packs.Book, pack, parameter, place))
        {
            return Problems.Of(StatusCodes.Status409Conflict, "registered", $"The registration of '{place}' has a threshold of its own, which goes before: register it without.", $"设备“{place}”登记时已设阈值，优先于此项：请先在登记中去除。");
        }

        var value = wanted.Value.ValueKind == JsonValueKind.Number && wanted.Value.TryGetDecimal(out var number) ? new PackValue(number, null)
            : new PackValue(null, wanted.Value.ValueKind == JsonValueKind.String ? wanted.Value.GetString() : wanted.Value.GetRawText());
        var (act, refusal) = await packs.Take(book =>
        {
            var earliest = packs.Earliest; // Once: what is wanted as soon as can be must not be too early a moment later.
            var next = new PackAct(0, PackActKind.Set, pack, wanted.From?.ToUniversalTime() ?? earliest, caller.Name, packs.Now, wanted.Reason) { Parameter = parameter, For = place, Value = value };
            var why = SwitchRules.WhyNot(book, next, earliest);
            if (why is null && book.ValuesOf(book.Packs.Find(pack)!).Refuse(new ParameterSetting(parameter, place, value, next.From, next.By), isDevice ? registry.Find(place)!.Value.Cell : "") is { } refused)
            {
                why = new PackRefusal(refused.Code, refused.Sentence, refused.Chinese);
            }

            return why is null ? (next, null) : (null, why);
        });
        return act is null ? Refused(refusal!)
            : Results.Ok(Of(packs.Book, packs.Book.Packs.Find(pack)!, isDevice ? registry.Find(place)!.Value.Cell : place, isDevice ? place : null, act.From).Single(other => other.Parameter == parameter));
    }

    private static async Task<bool> ByRegistration(IGrainFactory grains, PackBook book, string pack, string parameter, string device) =>
        device.StartsWith("term-", StringComparison.Ordinal) && await grains.GetGrain<Terminals.ITerminalGrain>(device).Read() is { Registration: { Threshold: not null } registration }
        && Watch.CityThings.LimitOf(book, registration.Card.Kind) == (pack, parameter);

    private static IResult Refused(PackRefusal refusal) => refusal.Code == "unknown-parameter"
        ? Problems.Of(StatusCodes.Status404NotFound, refusal.Code, refusal.Sentence, refusal.Chinese)
        : Problems.Bad(refusal.Code, refusal.Sentence, refusal.Code is "too-fine" or "unknown-place" ? "for" : refusal.Code == "too-early" ? "from" : "value", refusal.Chinese);

    private static IEnumerable<PackParameter> Of(PackBook book, PackFiles pack, string area, string? device, DateTimeOffset at) => book.ValuesOf(pack).All(area, device, at).Select(value =>
    {
        var spec = pack.Manifest.Parameters[value.Parameter];
        var reason = value.Setting is { } set ? book.Acts.LastOrDefault(act => act.Act == PackActKind.Set && act.Pack == pack.Name && act.Parameter == set.Parameter && act.For == set.For && act.From == set.From)?.Reason : null;
        return new PackParameter(
            pack.Name, value.Parameter, PackEndpoints.Names(spec.Name), spec.Unit, value.Value.ToString(), spec.Default.ToString()!, spec.Least.ToString()!, spec.Most.ToString()!,
            JsonNamingPolicy.KebabCaseLower.ConvertName(spec.SetBy.ToString()),
            value.Setting is { } setting ? new SettingOrigins(setting.For, setting.From == DateTimeOffset.MinValue ? null : setting.From, setting.By, reason ?? "") : null,
            value.Origin);
    });
}

/// <summary>The parameters of the rules, and of the packs.</summary>
/// <param name="Items">The parameters of the rules, rule by rule.</param>
/// <param name="Packs">The parameters of the packs, pack by pack.</param>
public sealed record SettingList(IReadOnlyList<RuleParameter> Items, IReadOnlyList<PackParameter> Packs);

/// <summary>A parameter of a rule.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Value">Its value, as it may be given.</param>
/// <param name="Default">What it is where it is not given.</param>
/// <param name="Least">The least that may be given, or null.</param>
/// <param name="Most">The most that may be given, or null.</param>
/// <param name="Type">What it is: a time, a number, or what may be chosen.</param>
/// <param name="Origin">Where it was given: <c>default</c>, <c>settings file</c>, <c>city</c>, <c>environment</c> or <c>command line</c>.</param>
/// <param name="Meaning">What it means, or null where the program came without its documentation.</param>
public sealed record RuleParameter(
    string Key, string Value, string Default, string? Least, string? Most, string Type, string Origin, string? Meaning);

/// <summary>A parameter of a pack, as it holds for a place or a device.</summary>
/// <param name="Pack">The pack.</param>
/// <param name="Parameter">Its name.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Unit">Its unit; empty where it has none.</param>
/// <param name="Value">Its value.</param>
/// <param name="Default">What it is where nobody sets it.</param>
/// <param name="Least">The least that may be set.</param>
/// <param name="Most">The most that may be set.</param>
/// <param name="SetBy">The finest place for which it may be set: <c>city</c>, <c>district</c>, <c>area</c> or <c>device</c>.</param>
/// <param name="SetFor">Who set it for what, or null: it is the default.</param>
/// <param name="Origin">The same in words: <c>default</c>, or for what, since when and by whom.</param>
public sealed record PackParameter(
    string Pack, string Parameter, NameText Name, string Unit, string Value, string Default, string Least, string Most, string SetBy, SettingOrigins? SetFor, string Origin);

/// <summary>Where the value of a parameter comes from.</summary>
/// <param name="For">For what it was set: empty, the whole city; the code of an area; or the id of a device.</param>
/// <param name="From">From when it holds, UTC; null: always.</param>
/// <param name="By">Who set it.</param>
/// <param name="Reason">Why.</param>
public sealed record SettingOrigins(string For, DateTimeOffset? From, string By, string Reason);

/// <summary>A parameter to be set.</summary>
/// <param name="Value">To what: a number, or a length of time such as <c>"20 minutes"</c>.</param>
/// <param name="Reason">Why.</param>
/// <param name="For">For what: empty or none, the whole city; the code of an area; or the id of a device.</param>
/// <param name="From">From when; none: as soon as can be.</param>
public sealed record NewSetting(JsonElement Value, string Reason, string? For = null, DateTimeOffset? From = null);
