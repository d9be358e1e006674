using System.Text.Json;

namespace CityActors.Silo.Tests.Cases;

/// <summary>Texts in answers.</summary>
internal static class JsonText
{
    /// <summary>A member as text; one that is an object or a list as its JSON.</summary>
    public static string Text(this JsonElement json, string member) => json.GetProperty(member) is { ValueKind: JsonValueKind.String } text ? text.GetString()! : json.GetProperty(member).GetRawText();
}
