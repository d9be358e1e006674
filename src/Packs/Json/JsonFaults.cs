using System.Text.Json;
using System.Text.RegularExpressions;

namespace CityActors.Packs.Format;

/// <summary>What the reader of JSON says, in the words of whoever writes packs.</summary>
internal static partial class JsonFaults
{
    /// <summary>The code of a word that is not known.</summary>
    public const string UnknownWord = "S2";

    /// <summary>The code and the sentence.</summary>
    public static (string Code, string What) Tell(JsonException fault)
    {
        var message = fault.Message;
        if (UnknownMember().Match(message) is { Success: true } member)
        {
            return (UnknownWord, NoMember(member.Groups[1].Value, Type.GetType(member.Groups[2].Value)));
        }

        if (UnknownRule().Match(message) is { Success: true } rule)
        {
            return (UnknownWord, NoDetector(rule.Groups[1].Value));
        }

        if (Missing().Match(message) is { Success: true } missing)
        {
            return ("S1", $"Something is missing: give {Join(Quoted().Matches(missing.Groups[1].Value).Select(static name => name.Groups[1].Value))}.");
        }

        return WrongType().Match(message) is not { Success: true } type ? ("S1", $"It is not read: {FirstSentence(message)}")
            : Type.GetType(type.Groups[1].Value) is { IsEnum: true } words ? (UnknownWord, NoneOf(words))
            : ("S1", $"The value is of another type: give {Plain(type.Groups[1].Value)}.");
    }

    /// <summary>The sentence without what the reader adds about places.</summary>
    public static string FirstSentence(string message)
    {
        var end = message.IndexOf(" Path: ", StringComparison.Ordinal);
        end = end < 0 ? message.IndexOf(" LineNumber: ", StringComparison.Ordinal) : end;
        return end < 0 ? message : message[..end];
    }

    /// <summary>A member that an object does not have.</summary>
    public static string NoMember(string name, Type? type) =>
        $"'{name}' is no word here; the words are {Join(type is null ? [] : PackJson.Options.GetTypeInfo(type).Properties.Select(static property => property.Name).Where(static word => word != "$schema").Order(StringComparer.Ordinal))}.";

    /// <summary>A detector that there is not.</summary>
    public static string NoDetector(string name) => $"'{name}' is no detector; 'uses' is one of {Join(PackJson.Options.GetTypeInfo(typeof(RuleSpec)).PolymorphismOptions!.DerivedTypes.Select(static type => $"{type.TypeDiscriminator}"))}.";

    /// <summary>A word that is not in a closed list.</summary>
    public static string NoneOf(Type words) => $"The word is none of {Join(Enum.GetNames(words).Select(PackJson.Options.PropertyNamingPolicy!.ConvertName))}.";

    private static string Join(IEnumerable<string> words) => string.Join(", ", words);

    private static string Plain(string type) => type switch
    {
        _ when type.Contains("Int32", StringComparison.Ordinal) || type.Contains("Int64", StringComparison.Ordinal) => "a whole number",
        _ when type.Contains("Double", StringComparison.Ordinal) || type.Contains("Decimal", StringComparison.Ordinal) => "a number",
        _ when type.Contains("Boolean", StringComparison.Ordinal) => "true or false",
        _ when type.StartsWith("System.Collections.Generic.IReadOnlyList", StringComparison.Ordinal) => "a list",
        "System.String" => "a text",
        _ => "an object",
    };

    [GeneratedRegex("^The JSON property '(.*?)' could not be mapped to any .NET member contained in type '(.*?)'")]
    private static partial Regex UnknownMember();

    [GeneratedRegex("^Read unrecognized type discriminator id '(.*?)'")]
    private static partial Regex UnknownRule();

    [GeneratedRegex("^JSON deserialization for type '.*?' was missing required properties including: (.*?)\\.")]
    private static partial Regex Missing();

    [GeneratedRegex("'(.*?)'")]
    private static partial Regex Quoted();

    [GeneratedRegex("^The JSON value could not be converted to ([^ ]*?)(?:\\. |$)")]
    private static partial Regex WrongType();
}
