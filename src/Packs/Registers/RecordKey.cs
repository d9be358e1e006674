namespace CityActors.Packs.Registers;

/// <summary>The keys of records, which stand in addresses, facts and histories.</summary>
public static class RecordKey
{
    /// <summary>The most characters that a key has.</summary>
    public const int Longest = 60;

    /// <summary>What a key is made of, for sentences in English.</summary>
    public const string Form = "has 1 to 60 letters, digits, hyphens, underlines and dots, a letter or digit first";

    /// <summary>The same in Chinese.</summary>
    public const string FormChinese = "须为1至60个字母、数字、连字符、下划线或点，以字母或数字开头";

    /// <summary>Whether a text may be a record's key.</summary>
    public static bool IsKey(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length is > 0 and <= Longest && char.IsAsciiLetterOrDigit(text[0]) && text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
    }
}
