using System.Text;
using System.Text.Json;

namespace CityActors.Silo.Lists;

/// <summary>A page of a list.</summary>
/// <param name="Items">The items, as JSON.</param>
/// <param name="Next">The cursor of the next page, or null at the end.</param>
public sealed record ListPage(IReadOnlyList<JsonElement> Items, string? Next)
{
    /// <summary>The largest page.</summary>
    public const int MostItems = 500;

    /// <summary>A page where none is asked for.</summary>
    public const int UsualItems = 50;

    /// <summary>The same page with each item as the caller may see it.</summary>
    public ListPage Select(Func<JsonElement, JsonElement> show) => this with { Items = [.. Items.Select(show)] };

    /// <summary>Writes a cursor: the sort key and id of the last item.</summary>
    internal static string CursorOf(string at, string id) => Convert.ToBase64String(Encoding.UTF8.GetBytes($"{at}|{id}")).Replace('+', '-').Replace('/', '_').TrimEnd('=');

    /// <summary>Reads a cursor.</summary>
    /// <returns>False where it is not one of ours.</returns>
    internal static bool TryReadCursor(string? cursor, out string at, out string id)
    {
        (at, id) = ("", "");
        if (string.IsNullOrEmpty(cursor))
        {
            return true;
        }

        var padded = cursor.Replace('-', '+').Replace('_', '/').PadRight((cursor.Length + 3) / 4 * 4, '=');
        Span<byte> bytes = stackalloc byte[512];
        if (padded.Length > 680 || !Convert.TryFromBase64String(padded, bytes, out var length))
        {
            return false;
        }

        var text = Encoding.UTF8.GetString(bytes[..length]);
        var bar = text.IndexOf('|', StringComparison.Ordinal);
        if (bar < 0)
        {
            return false;
        }

        (at, id) = (text[..bar], text[(bar + 1)..]);
        return true;
    }
}
