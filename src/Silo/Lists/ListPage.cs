using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using CityActors.Storage;

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

    /// <summary>Reads a page.</summary>
    /// <param name="rows">Takes the request as its first four parameters.</param>
    /// <param name="request">Which page.</param>
    /// <param name="filter">Binds the others.</param>
    /// <param name="read">The sort key, the id and the JSON of a row; null: the caller is not shown it.</param>
    internal static ListPage Read(
        Statement rows, ListRequest request, Action<Statement> filter, Func<Statement, (string At, string Id, JsonElement? Item)> read)
    {
        filter(rows.Bind(1, request.AfterAt).Bind(2, request.AfterId).Bind(3, request.Limit + 1).Bind(4, request.Area));
        var found = rows.All(read);
        return new ListPage(
            [.. found.Take(request.Limit).Select(static row => row.Item).OfType<JsonElement>()],
            found.Count > request.Limit ? CursorOf(found[request.Limit - 1].At, found[request.Limit - 1].Id) : null);
    }

    /// <summary>Reads a cursor: the sort key and id of the last item known, both empty where none is given.</summary>
    /// <returns>Null where it is not one of ours.</returns>
    internal static (string At, string Id)? CursorIn(string? cursor)
    {
        if (string.IsNullOrEmpty(cursor))
        {
            return ("", "");
        }

        Span<byte> bytes = stackalloc byte[512];
        return Base64Url.DecodeFromChars(cursor, bytes, out _, out var length) == OperationStatus.Done
            && Encoding.UTF8.GetString(bytes[..length]) is var text && !text.Any(char.IsControl) && text.Split('|', 2) is [var at, var id] ? (at, id) : null;
    }

    private static string CursorOf(string at, string id) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{at}|{id}"));
}

/// <summary>What a page of a list looks like, for the API's description.</summary>
/// <param name="Items">The items.</param>
/// <param name="Next">The cursor of the next page, or null at the end.</param>
public sealed record PageOf<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>Which page of a list.</summary>
/// <param name="Area">Only in this area: what the caller asks for, within what it may see.</param>
/// <param name="Limit">At most so many items.</param>
/// <param name="AfterAt">The sort key of the last item known, or empty.</param>
/// <param name="AfterId">Its id, or empty.</param>
public sealed record ListRequest(string Area, int Limit, string AfterAt, string AfterId);
