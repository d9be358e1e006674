using System.Text.RegularExpressions;
using CityActors.Packs.Expressions;

namespace CityActors.Packs.Pools;

/// <summary>A reason with holes, ready to be filled in both languages.</summary>
public sealed partial class PoolTexts
{
    private const string Distance = "metres";
    private readonly string english;
    private readonly string chinese;
    private readonly Dictionary<string, CheckedExpression> holes;

    /// <summary>Prepares a text.</summary>
    /// <param name="text">The text; it was checked.</param>
    /// <param name="scope">What fills its holes.</param>
    /// <exception cref="ArgumentException">Nothing fills a hole: the pack was not checked.</exception>
    public PoolTexts(LocalText text, Scope scope)
    {
        ArgumentNullException.ThrowIfNull(text);
        (english, chinese) = (text.En ?? "", text.Zh ?? "");
        holes = Hole().Matches(english + chinese).Select(static hole => hole.Groups[1].Value).Distinct(StringComparer.Ordinal).ToDictionary(
            static hole => hole,
            hole => Expression.Check(Read(hole), scope, mayBeMissing: true).Expression ?? throw new ArgumentException($"Nothing fills the hole {hole}.", nameof(text)),
            StringComparer.Ordinal);
    }

    /// <summary>The indices of the scope that it reads.</summary>
    public IEnumerable<int> Reads => holes.Values.SelectMany(static hole => hole.Reads);

    /// <summary>The sentence in a language.</summary>
    public string Fill(IValues values, bool inChinese) => Hole().Replace(inChinese ? chinese : english, hole => holes[hole.Groups[1].Value].Say(values, inChinese));

    /// <summary>Whether something may be a hole: a path, and no calculation.</summary>
    public static bool IsHole(string hole) => Path().IsMatch(hole);

    /// <summary>The expression that fills a hole.</summary>
    internal static string Read(string hole) => hole == Distance ? "round(metres(member.place, need.place), 0)" : hole;

    [GeneratedRegex(@"\{([^{}]*)\}")]
    private static partial Regex Hole();

    [GeneratedRegex(@"^\$?[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)*$")]
    private static partial Regex Path();
}
