using CityActors.Packs.Switches;

namespace CityActors.Silo.Packs;

/// <summary>A pack that was switched.</summary>
/// <param name="Number">The number of the line in the city's book of packs.</param>
/// <param name="Pack">The pack.</param>
/// <param name="Act"><c>on</c>, <c>off</c> or <c>retire</c>.</param>
/// <param name="Version">The version that is on; empty: none.</param>
/// <param name="Areas">The codes of the areas; an empty one is the whole city.</param>
/// <param name="From">From when, UTC; null: always.</param>
/// <param name="Until">Until when, by an order, or null.</param>
/// <param name="By">Who did it.</param>
/// <param name="Reason">Why.</param>
/// <param name="Cancelled">What was booked for later and, by this, does not come in these areas.</param>
public sealed record SwitchAnswer(
    long Number, string Pack, string Act, string Version, IReadOnlyList<string> Areas, DateTimeOffset? From, DateTimeOffset? Until, string By, string Reason, IReadOnlyList<BookedEntry> Cancelled)
{
    internal static SwitchAnswer Of(PackAct act, PackBook book) => new(
        act.Number,
        act.Pack,
        BookedEntry.Word(act),
        BookedEntry.VersionOf(act, book),
        act.Areas ?? [],
        act.From == DateTimeOffset.MinValue ? null : act.From,
        act.Order?.Until,
        act.By,
        act.Reason,
        [.. book.Acts.Where(other => act.Cancels?.Contains(other.Number) == true).Select(other => BookedEntry.Of(new BookedSwitch(other, other.Areas!, []), book))]);
}

/// <summary>A switch that was booked for later.</summary>
/// <param name="Number">The number of the line in the city's book of packs.</param>
/// <param name="Act"><c>on</c> or <c>off</c>.</param>
/// <param name="Version">The version that is to be on; empty: none.</param>
/// <param name="Areas">The codes of the areas; an empty one is the whole city.</param>
/// <param name="NotIn">The codes of areas in these for which it was cancelled.</param>
/// <param name="From">From when, UTC.</param>
/// <param name="Until">Until when, by an order, or null.</param>
public sealed record BookedEntry(long Number, string Act, string Version, IReadOnlyList<string> Areas, IReadOnlyList<string> NotIn, DateTimeOffset From, DateTimeOffset? Until)
{
    internal static BookedEntry Of(BookedSwitch booked, PackBook book) =>
        new(booked.Act.Number, Word(booked.Act), VersionOf(booked.Act, book), booked.Areas, booked.NotIn, booked.Act.From, booked.Act.Order?.Until);

    internal static string Word(PackAct act) => act.Act.ToString().ToLowerInvariant();

    internal static string VersionOf(PackAct act, PackBook book) => act.Digest is { } digest ? book.Versions[digest].Manifest.Version : "";
}
