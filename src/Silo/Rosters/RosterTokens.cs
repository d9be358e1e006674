namespace CityActors.Silo.Rosters;

/// <summary>What a roster token looks like. Only who issued it knows whose it is.</summary>
internal static class RosterTokens
{
    /// <summary>The form, for messages.</summary>
    public const string Form = "8 to 64 letters, digits, '-' and '_'";

    /// <summary>Whether a text is one.</summary>
    public static bool IsToken(string text) => text.Length is >= 8 and <= 64 && text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}
