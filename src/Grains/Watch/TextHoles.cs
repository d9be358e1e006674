using System.Text;

namespace CityActors.Watch;

/// <summary>Fills the holes in a pack's texts.</summary>
internal static class TextHoles
{
    /// <summary>The text, each <c>{name}</c> in it replaced.</summary>
    public static string Fill(string text, Func<string, string> hole)
    {
        var filled = new StringBuilder();
        for (var rest = text.AsSpan(); ;)
        {
            var open = rest.IndexOf('{');
            var close = open < 0 ? -1 : rest[open..].IndexOf('}') + open;
            if (open < 0 || close < open)
            {
                return filled.Append(rest).ToString();
            }

            filled.Append(rest[..open]).Append(hole(rest[(open + 1)..close].ToString()));
            rest = rest[(close + 1)..];
        }
    }
}
