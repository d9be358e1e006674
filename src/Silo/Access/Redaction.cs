using System.Text.Json;
using System.Text.Json.Nodes;
using CityActors.Places;

namespace CityActors.Silo.Access;

/// <summary>What callers below an officer are not shown: how and where people live, and who is notified of it. The entity's card decides.</summary>
public static class Redaction
{
    /// <summary>Whether a caller sees what tells how people live as it is.</summary>
    public static bool SeesHouseholds(Caller caller) => caller.May(Role.Officer);

    /// <summary>Whether a caller may see an entity as it is.</summary>
    public static bool MaySee(Caller caller, Privacy privacy) => privacy == Privacy.Public || SeesHouseholds(caller);

    /// <summary>A privacy by its name in facts and lists; what is not said to be public is not.</summary>
    public static Privacy PrivacyOf(string? name) => name == "public" ? Privacy.Public : Privacy.Household;

    /// <summary>An alert for a caller: without place and words where the caller may not see its entity as it is.</summary>
    public static JsonElement Alert(Caller caller, Privacy privacy, JsonElement alert)
    {
        if (MaySee(caller, privacy))
        {
            return alert;
        }

        var shown = JsonObject.Create(alert)!;
        shown.Remove("explanation");
        shown.Remove("position");
        shown.Remove("reason");
        return JsonSerializer.SerializeToElement(shown);
    }

    /// <summary>A fact's payload for a caller, or null: it may not be sent the fact at all.</summary>
    public static string? Fact(Caller caller, string type, string payload)
    {
        if (SeesHouseholds(caller) || type is not ("alert" or "entity" or "notification"))
        {
            return payload;
        }

        using var document = JsonDocument.Parse(payload);
        var fact = document.RootElement;
        return type switch
        {
            "alert" => AlertFact(caller, fact),
            "entity" when PrivacyIn(fact.GetProperty("entity")) == Privacy.Public => payload,
            _ => null,
        };
    }

    private static string AlertFact(Caller caller, JsonElement fact)
    {
        var shown = JsonObject.Create(fact)!;
        shown["alert"] = JsonObject.Create(Alert(caller, PrivacyIn(fact), fact.GetProperty("alert")).Clone());
        return shown.ToJsonString();
    }

    private static Privacy PrivacyIn(JsonElement card) => PrivacyOf(card.TryGetProperty("privacy", out var name) ? name.GetString() : null);
}
