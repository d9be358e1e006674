using CityActors.Packs.Switches;
using CityActors.Watch;

namespace CityActors.Observations;

/// <summary>Knows whom it concerns that packs were switched, or parameters set, since it was asked last.</summary>
/// <param name="things">What is on where.</param>
/// <param name="registered">What is registered; none: nothing is known of it.</param>
internal sealed class SwitchNews(CityThings things, IEnumerable<IRegisteredThings> registered)
{
    private static readonly TimeSpan LongestToHear = TimeSpan.FromMinutes(1); // Of what another Silo booked.

    private PackBook seen = things.Book;

    /// <summary>Begins where everything booked before a time was heeded.</summary>
    public void SeenUntil(DateTimeOffset at)
    {
        var book = things.Book;
        if (book.Acts.Any(act => act.BookedAt >= at - LongestToHear))
        {
            seen = new PackBook(book.Acts.TakeWhile(act => act.BookedAt < at - LongestToHear), book.Versions);
        }
    }

    /// <summary>The ids of those of a partition whom news concerns; none as a rule.</summary>
    public IReadOnlyList<string> Concerned(int partition)
    {
        var book = things.Book;
        if (ReferenceEquals(book, seen))
        {
            return [];
        }

        PackAct[] news = [.. book.Acts.Skip(seen.Acts.Count).Where(static act => act.Areas is not null || act.For is not null)];
        seen = book;
        return news.Length == 0 ? [] : [.. registered.SelectMany(static known => known.All).Where(thing => Partitions.Of(thing.Id) == partition && Array.Exists(news, act => Concerns(act, thing))).Select(static thing => thing.Id)];
    }

    private bool Concerns(PackAct act, (string Id, string Kind, string Cell) thing) =>
        (act.For is { } place ? place == thing.Id || (place.All(char.IsAsciiDigit) && thing.Cell.StartsWith(place, StringComparison.Ordinal)) : act.Covers(thing.Cell))
        && things.MayConcern(act.Pack, thing.Kind);
}
