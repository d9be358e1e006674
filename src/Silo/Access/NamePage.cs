using CityActors.Silo.Lists;

namespace CityActors.Silo.Access;

/// <summary>A page of a list that is ordered by callers' names; the cursor is the last name seen.</summary>
internal static class NamePage
{
    /// <summary>Why a page cannot be asked for so, or null.</summary>
    public static IResult? WhyNot(int? limit, string? cursor) => limit switch
    {
        < 1 or > ListPage.MostItems => Problems.Bad("bad-limit", $"'limit' is from 1 to {ListPage.MostItems}.", "limit"),
        _ when !string.IsNullOrEmpty(cursor) && !CallerNames.IsName(cursor) =>
            Problems.Bad("bad-cursor", "'cursor' is not the 'next' of a page: start again without it.", "cursor"),
        _ => null,
    };

    /// <summary>A page of what was found, which is one more than asked for if there is another page.</summary>
    public static IResult Of<T>(IReadOnlyList<T> found, int most, Func<T, string> name) =>
        Results.Ok(new Page<T>([.. found.Take(most)], found.Count > most ? name(found[most - 1]) : null));

    private sealed record Page<T>(IReadOnlyList<T> Items, string? Next);
}
