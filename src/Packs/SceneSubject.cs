using System.Globalization;
using System.Text.RegularExpressions;

namespace CityActors.Packs;

/// <summary>To what something happens in a scene: <c>air-station[0..4].pm25</c>, <c>camera.fire-lane</c>, <c>air-station[6]</c>.</summary>
/// <param name="Thing">The kind of thing.</param>
/// <param name="First">The first of them, from 0; null: all.</param>
/// <param name="Last">The last of them; null: all.</param>
/// <param name="Kind">The kind of observation; null: all that the thing makes.</param>
public sealed partial record SceneSubject(string Thing, int? First, int? Last, string? Kind)
{
    /// <summary>Reads one.</summary>
    /// <returns>Null where the text is none.</returns>
    public static SceneSubject? Parse(string? text)
    {
        if (Form().Match(text ?? "") is not { Success: true } match)
        {
            return null;
        }

        int? first = match.Groups["first"].Success ? Number(match.Groups["first"].Value) : null;
        int? last = match.Groups["last"].Success ? Number(match.Groups["last"].Value) : first;
        var kind = match.Groups["kind"].Success ? match.Groups["kind"].Value : null;
        return last >= first || first is null ? new(match.Groups["thing"].Value, first, last, kind) : null;
    }

    /// <summary>Which of so many, by number.</summary>
    public IEnumerable<int> Of(int count) => Enumerable.Range(0, count).Where(number => First is null || (number >= First && number <= Last));

    private static int Number(string digits) => int.Parse(digits, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(?<thing>[a-z][a-z0-9-]*)(\[(?<first>[0-9]{1,6})(\.\.(?<last>[0-9]{1,6}))?\])?(\.(?<kind>[a-z][a-z0-9-]*))?$")]
    private static partial Regex Form();
}
