using System.Text.Json;
using System.Text.Json.Nodes;

namespace CityActors.Silo.Access;

/// <summary>What callers below an officer are not shown: how and where a household lives, and who is notified of it.</summary>
public static class Redaction
{
    private const string HouseholdPrefix = "home-";

    /// <summary>Whether a caller sees households as they are.</summary>
    public static bool SeesHouseholds(Caller caller) => caller.May(Role.Officer);

    /// <summary>Whether a caller may be sent a fact at all.</summary>
    public static bool MaySee(Caller caller, string type, string subject) =>
        SeesHouseholds(caller) || !(type == "notification" || (type == "entity" && subject.StartsWith(HouseholdPrefix, StringComparison.Ordinal)));

    /// <summary>An alert for a caller: without explanation and position where it is a household's and the caller is no officer.</summary>
    public static JsonElement Alert(Caller caller, JsonElement alert)
    {
        if (SeesHouseholds(caller) || !IsHousehold(alert))
        {
            return alert;
        }

        var shown = JsonObject.Create(alert)!;
        shown.Remove("explanation");
        shown.Remove("position");
        return JsonSerializer.SerializeToElement(shown);
    }

    /// <summary>A fact's payload for a caller.</summary>
    public static string Fact(Caller caller, string type, string payload)
    {
        if (type != "alert" || SeesHouseholds(caller))
        {
            return payload;
        }

        using var document = JsonDocument.Parse(payload);
        var fact = JsonObject.Create(document.RootElement)!;
        fact["alert"] = JsonObject.Create(Alert(caller, document.RootElement.GetProperty("alert")).Clone());
        return fact.ToJsonString();
    }

    private static bool IsHousehold(JsonElement alert) =>
        alert.TryGetProperty("entity", out var entity) && entity.GetString()!.StartsWith(HouseholdPrefix, StringComparison.Ordinal);
}
