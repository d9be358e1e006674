using System.Globalization;
using System.Text;

namespace CityActors.Silo.Api;

/// <summary>What a caller may give as an <c>Idempotency-Key</c> or command id.</summary>
public static class RequestKey
{
    /// <summary>The header.</summary>
    public const string Header = "Idempotency-Key";

    /// <summary>The longest key or command id, in characters.</summary>
    public const int Longest = 255;

    /// <summary>The key in a request's header.</summary>
    /// <param name="request">The request.</param>
    /// <param name="key">The key as sent; empty where the request has none, or a wrong one.</param>
    /// <returns>Null, or why it cannot be taken. It is never cut short or left out: whoever gives a key counts on it.</returns>
    public static IResult? Read(HttpRequest request, out string key)
    {
        key = "";
        if (!request.Headers.TryGetValue(Header, out var given) || given.Count == 0)
        {
            return null;
        }

        if (given.Count > 1)
        {
            return Problems.Bad("bad-key", $"The request has {given.Count} {Header} headers: give it one.");
        }

        var text = given[0] ?? "";
        if (Check(Header, "key", text is ['"', .. var quoted, '"'] ? quoted : text) is { } wrong)
        {
            return wrong;
        }

        key = text;
        return null;
    }

    /// <summary>Says why a command id in a body cannot be taken, or null.</summary>
    public static IResult? CheckCommandId(string id) => Check("command id", "command-id", id);

    private static IResult? Check(string name, string code, string text) => text switch
    {
        "" => Problems.Bad($"bad-{code}", $"The {name} is empty: give 1 to {Longest} characters, or none at all."),
        { Length: > Longest } => Problems.Bad($"{code}-too-long", $"The {name} has {text.Length} characters; at most {Longest} are taken."),
        _ => text.EnumerateRunes().All(IsPrintable) ? null : Problems.Bad($"bad-{code}", $"The {name} has characters that cannot be printed: use letters, digits and signs."),
    };

    // A lone surrogate is enumerated as the replacement character, which nobody means either.
    private static bool IsPrintable(Rune rune) => rune != Rune.ReplacementChar && Rune.GetUnicodeCategory(rune)
        is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
            or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
