using CityActors.Cases;
using CityActors.Commits;
using CityActors.Deadlines;
using CityActors.Facts;

namespace CityActors.Pools;

/// <summary>Chooses out of a pool of an area: needs, members and answers are recorded as they come, and rounds decide.</summary>
/// <param name="types">The types of case that ask.</param>
/// <param name="calendar">The working time by which offers run out.</param>
internal sealed class PoolRules(ICaseTypes types, WorkCalendar calendar) : ICityRules<PoolState>
{
    private const string RoundName = "round";
    private const string OfferName = "offers";
    private const string DayName = "day";
    private static readonly TimeSpan delay = TimeSpan.FromSeconds(1);

    public IReadOnlyList<RowKind<PoolState>> RowKinds { get; } =
    [
        new RowKind<PoolState, PoolNeed>("need", static state => state.Needs, static (state, needs) => state.With(needs)),
        new RowKind<PoolState, ShownRecord>("record", static state => state.Records, static (state, records) => state with { Records = records }),
    ];

    public Decision<PoolState> React(string key, PoolState state, CityFact fact, DateTimeOffset now)
    {
        var book = new PoolBook(key, state, types, calendar);
        switch (fact)
        {
            case RecordShown shown:
                book.Show(shown);
                break;
            case HolderWanted wanted:
                book.Want(wanted);
                break;
            case HolderStands stands:
                book.Stand(stands);
                break;
        }

        return book.Outcome;
    }

    public Decision<PoolState> Due(string key, PoolState state, Deadline deadline, DateTimeOffset now)
    {
        var book = new PoolBook(key, state, types, calendar);
        switch (deadline.Name)
        {
            case RoundName:
                book.Round(deadline.Due, now);
                break;
            case OfferName:
                book.RunOut(deadline.Due);
                break;
            case DayName:
                book.BeginDay(deadline.Due);
                break;
        }

        return book.Outcome;
    }

    public IEnumerable<DueTime> Deadlines(string key, PoolState state)
    {
        DateTimeOffset? asked = null, offered = null, waited = null;
        foreach (var need in state.Needs.Values)
        {
            asked = need.IsAsking ? Earlier(asked, need.AskedAt) : asked;
            offered = need.Offer is { } offer ? Earlier(offered, offer.Until) : offered;
            waited = need.IsWaiting && Pools.ProgramOf(types, need).ReadsTime ? Earlier(waited, need.AskedAt) : waited;
        }

        if (asked is { } first)
        {
            yield return new DueTime(RoundName, RoundAfter(first));
        }

        if (offered is { } until)
        {
            yield return new DueTime(OfferName, until);
        }

        if (waited is { } since)
        {
            yield return new DueTime(DayName, MidnightAfter(since));
        }
    }

    /// <summary>The pool as it stands.</summary>
    public static PoolView View(PoolState state) => new(
        state.Records.Values.Count(static record => record.IsActive),
        state.Loads,
        [.. state.Needs.Values.Where(static need => need.IsWaiting).OrderBy(static need => need.At).ThenBy(static need => need.Id, StringComparer.Ordinal).Select(static need => need.Case)]);

    private static DateTimeOffset Earlier(DateTimeOffset? one, DateTimeOffset other) => one < other ? one.Value : other;

    // Multiples of the delay, so that what comes together is decided together whenever it is heard of.
    private static DateTimeOffset RoundAfter(DateTimeOffset asked) => new(((asked.UtcTicks / delay.Ticks) + 1) * delay.Ticks, TimeSpan.Zero);

    private static DateTimeOffset MidnightAfter(DateTimeOffset since) => new DateTimeOffset(since.ToOffset(WorkCalendar.Offset).Date, WorkCalendar.Offset).AddDays(1).ToUniversalTime();
}
