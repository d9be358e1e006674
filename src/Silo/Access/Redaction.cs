using System.Text.Json;
using System.Text.Json.Nodes;
using CityActors.Facts;
using CityActors.Places;
using CityActors.Responders;
using CityActors.Silo.Ingest;

namespace CityActors.Silo.Access;

/// <summary>What callers below an officer are not shown: how and where people live, and who is notified of it. The entity's card decides.</summary>
public sealed class Redaction(EntityRegistry registry)
{
    private const int CommunityDigits = 12;

    /// <summary>Of a line in the history of a home's matter everybody may know that it happened, when, and who did it.</summary>
    private static readonly string[] HarmlessInEntry = ["version", "at", "actor", "what", "status", "until", "number", "round", "dueAt", "dueClock"];

    /// <summary>Whether a caller may see an entity as it is.</summary>
    public static bool MaySee(Caller caller, Privacy privacy) => privacy == Privacy.Public || caller.SeesHomes;

    /// <summary>A privacy by its name in facts and lists; what is not said to be public is not.</summary>
    public static Privacy PrivacyOf(string? name) => name == "public" ? Privacy.Public : Privacy.Household;

    /// <summary>Whether a matter tells how people live: if one of its reports is an alert of an entity that does.</summary>
    /// <param name="reports">Ids of its reports; an alert's begins with its entity's, before a dot.</param>
    public Privacy OfMatter(IEnumerable<string> reports) => HomeOf(reports) is null ? Privacy.Public : Privacy.Household;

    /// <summary>The entity by which a matter tells how people live, or null: it does not.</summary>
    /// <param name="reports">Ids of its reports.</param>
    public string? HomeOf(IEnumerable<string> reports) => reports
        .Select(static report => report.Split('.', 2))
        .FirstOrDefault(parts => parts is [var entity, _] && PrivacyOfEntity(entity) != Privacy.Public)?[0];

    /// <summary>The privacy of an entity; of one that is not registered, the stricter. What holds in an area tells nothing of one home.</summary>
    public Privacy PrivacyOfEntity(string entity) =>
        registry.Find(entity)?.Privacy ?? (AreaCodes.OfPlaceId(entity) is null ? Privacy.Household : Privacy.Public);

    /// <summary>An order for a caller: of a home's matter without what leads to the home, and null where what was asked for already leads there.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="order">The order.</param>
    /// <param name="area">The area that was asked for.</param>
    public JsonElement? Order(Caller caller, JsonElement order, string area)
    {
        if (caller.SeesHomes || caller.Role == Role.Responder || !IsOfHome(order))
        {
            return order;
        }

        if (area.Length > CommunityDigits)
        {
            return null;
        }

        var shown = JsonObject.Create(order)!;
        HidePlace(shown);
        return JsonSerializer.SerializeToElement(shown);
    }

    /// <summary>Takes everything from an order that leads to the home.</summary>
    internal static void HidePlace(JsonObject order)
    {
        order["position"] = null;
        order["reports"] = new JsonArray();
        order["cell"] = Community((string)order["cell"]!);
    }

    /// <summary>The code of the community that a cell lies in.</summary>
    internal static string Community(string cell) => cell.Length > CommunityDigits ? cell[..CommunityDigits] : cell;

    /// <summary>A responder for a caller: where it is stays out while it is not at work.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="responder">Its card.</param>
    /// <param name="now">When.</param>
    public static JsonElement Responder(Caller caller, JsonElement responder, DateTimeOffset now)
    {
        var card = responder.Deserialize<ResponderCard>(FactRecords.Json)!;
        if (Shifts.IsAtWork(card, now) || caller.May(Need.LocateResponder, new Subject(card.Area, IsOwn: card.Id == caller.Responder)))
        {
            return responder;
        }

        var shown = JsonObject.Create(responder)!;
        shown.Remove("position");
        shown.Remove("seenAt");
        return JsonSerializer.SerializeToElement(shown);
    }

    /// <summary>A fact's payload for a caller, or null: it may not be sent the fact at all.</summary>
    /// <param name="caller">Who follows the feed.</param>
    /// <param name="type">The fact's type.</param>
    /// <param name="payload">The fact.</param>
    /// <param name="area">The area that it follows.</param>
    public string? Fact(Caller caller, string type, string payload, string area)
    {
        if (type == "responder")
        {
            return ResponderFact(caller, payload);
        }

        if (caller.SeesHomes || type is not ("alert" or "case" or "command" or "entity" or "notification" or "order" or "record"))
        {
            return payload;
        }

        using var document = JsonDocument.Parse(payload);
        var fact = document.RootElement;
        return type switch
        {
            "alert" when PrivacyIn(fact) == Privacy.Public => payload,
            "command" when PrivacyIn(fact.GetProperty("command")) == Privacy.Public => payload,
            "case" when fact.GetProperty("case").GetProperty("privacy").GetString() != "personal" => payload,
            "record" when fact.GetProperty("privacy").GetString() != "personal" => payload,
            "entity" when PrivacyIn(fact.GetProperty("entity")) == Privacy.Public => payload,
            "order" when !IsOfHome(fact.GetProperty("order")) => payload,
            "order" when area.Length <= CommunityDigits => OrderFact(fact),
            _ => null,
        };
    }

    private static string OrderFact(JsonElement fact)
    {
        var shown = JsonObject.Create(fact)!;
        shown["area"] = Community((string)shown["area"]!);
        HidePlace(shown["order"]!.AsObject());
        var entry = shown["entry"]!.AsObject();
        foreach (var name in entry.Select(static member => member.Key).Except(HarmlessInEntry).ToList())
        {
            entry.Remove(name);
        }

        return shown.ToJsonString();
    }

    /// <summary>As it was when it happened: nobody reads later where somebody went after work.</summary>
    private static string ResponderFact(Caller caller, string payload)
    {
        using var document = JsonDocument.Parse(payload);
        var (fact, responder) = (document.RootElement, document.RootElement.GetProperty("responder"));
        var seen = Responder(caller, responder, fact.GetProperty("at").GetDateTimeOffset());
        if (seen.TryGetProperty("position", out _))
        {
            return payload;
        }

        var shown = JsonObject.Create(fact)!;
        shown["responder"] = JsonObject.Create(seen);
        return shown.ToJsonString(FactRecords.Json);
    }

    private bool IsOfHome(JsonElement order) => order.TryGetProperty("reports", out var reports)
        && OfMatter(reports.EnumerateArray().Select(static report => report.GetString()!)) != Privacy.Public;

    private static Privacy PrivacyIn(JsonElement card) => PrivacyOf(card.TryGetProperty("privacy", out var name) ? name.GetString() : null);
}
