namespace CityActors.Packs.Expressions;

/// <summary>Why an expression holds or does not: a condition with the value that it met, or several that are joined.</summary>
/// <param name="Held">Whether it holds; null where a value is missing, so that nobody can tell.</param>
/// <param name="English">What was found and what must be, in English.</param>
/// <param name="Chinese">The same in Chinese.</param>
/// <param name="Class">The highest class of what it read; values above the class that was asked for are not in the texts.</param>
/// <param name="Parts">The conditions that it joins; empty for a single one.</param>
public sealed record Explanation(bool? Held, string English, string Chinese, FieldClass Class, IReadOnlyList<Explanation> Parts)
{
    /// <summary>The whole sentence in English.</summary>
    public string InEnglish => Held switch { true => "met: ", false => "not met: ", _ => "cannot be judged: " } + English;

    /// <summary>The whole sentence in Chinese.</summary>
    public string InChinese => Held switch { true => "符合：", false => "不符合：", _ => "无法判断：" } + Chinese;

    /// <summary>Every single condition, in the order of the text.</summary>
    public IEnumerable<Explanation> Leaves => Parts.Count == 0 ? [this] : Parts.SelectMany(part => part.Leaves);
}
