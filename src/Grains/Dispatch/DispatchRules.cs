using CityActors.Commits;
using CityActors.Deadlines;
using CityActors.Facts;
using CityActors.Places;
using CityActors.Responders;
using CityActors.WorkOrders;
using Microsoft.Extensions.Options;

namespace CityActors.Dispatch;

/// <summary>Assigns the responders of a district: needs and answers are recorded as they come, and rounds decide.</summary>
/// <param name="options">How responders are chosen.</param>
internal sealed class DispatchRules(IOptions<DispatchOptions> options) : ICityRules<DispatchState>
{
    private const string RoundName = "round";
    private const string ShiftName = "shift";
    private const string OfferName = "offers";
    private readonly DispatchOptions options = options.Value;

    public IReadOnlyList<RowKind<DispatchState>> RowKinds { get; } =
    [
        new RowKind<DispatchState, TrackedNeed>("need", static state => state.Needs, static (state, needs) => state.With(needs), static (before, after) => after.NeedsChangedSince(before)),
        new RowKind<DispatchState, Responders.ResponderCard>("card", static state => state.Pool, static (state, pool) => state with { Pool = pool }),
        new RowKind<DispatchState, ReleasedOrder>("released", static state => state.Released, static (state, released) => state with { Released = released }),
    ];

    public Decision<DispatchState> React(string key, DispatchState state, CityFact fact, DateTimeOffset now)
    {
        var book = new DispatchBook(state, options);
        _ = fact switch
        {
            ResponderChanged f => book.Upsert(f.Responder, f.RetiredAt is null && AreaCodes.DispatchKey(f.Responder.Area) == key),
            ResponderWanted f => book.Request(f.Need),
            OrderChanged f => Follow(book, f),
            CommandRefused { Command: WorkOrderCommand.AssignTo answer } f => book.Refused(f.Subject, answer, f.At),
            _ => false,
        };
        return book.Outcome;
    }

    public Decision<DispatchState> Due(string key, DispatchState state, Deadline deadline, DateTimeOffset now)
    {
        var book = new DispatchBook(state, options);
        switch (deadline.Name)
        {
            case RoundName:
                book.Round(deadline.Due, now);
                break;
            case ShiftName:
                book.BeginShift(deadline.Due);
                break;
            case OfferName:
                book.RunOut(deadline.Due);
                break;
        }

        return book.Outcome;
    }

    public IEnumerable<DueTime> Deadlines(string key, DispatchState state)
    {
        if (!state.Index.Asking.IsEmpty)
        {
            yield return new DueTime(RoundName, RoundAfter(state.Index.Asking.Min.At));
        }

        if (!state.Index.Offered.IsEmpty)
        {
            yield return new DueTime(OfferName, state.Index.Offered.Min.At + options.OfferPatience);
        }

        if (NextShift(state) is { } shift)
        {
            yield return new DueTime(ShiftName, shift);
        }
    }

    /// <summary>The answer to a dispatch by hand.</summary>
    public DispatchProposal Judge(DispatchState state, ManualDispatch wanted, DateTimeOffset now) =>
        new ManualDispatchRules(state, wanted, now, options).Judge();

    /// <summary>The pool as it stands.</summary>
    public static DispatchView View(DispatchState state, DateTimeOffset now) => new()
    {
        Responders = state.Pool.Count,
        Free = state.Pool.Values.Count(card => card.Reachable && Shifts.IsOnShift(card, now) && state.Load(card.Id) < card.Capacity),
        Waiting = state.Needs.Values.Where(static need => need.IsOpen()).Select(static need => need.Need).ToArray(),
    };

    // A round that is over is told from the next one: after a rework, return or transfer the line itself begins it.
    private static bool Follow(DispatchBook book, OrderChanged fact)
    {
        var entry = fact.Entry;
        return entry.What switch
        {
            OrderEvents.Dispatched => book.Dispatched(fact),
            OrderEvents.SignedFor => book.Signed(fact.Subject, entry.Subject, entry.At),
            OrderEvents.Declined => book.Decline(fact.Subject, entry.Subject, entry.At),
            OrderEvents.Returned or OrderEvents.Transferred or OrderEvents.ReworkOrdered => book.Release(fact.Subject, entry.Round - 1, entry.At),
            OrderEvents.Submitted or OrderEvents.Suspended or OrderEvents.NotFiled or OrderEvents.Closed or OrderEvents.Merged or OrderEvents.Cancelled =>
                book.Release(fact.Subject, entry.Round, entry.At),
            _ => false,
        };
    }

    // Multiples of the delay, so that what comes together is decided together whenever it is heard of.
    private DateTimeOffset RoundAfter(DateTimeOffset asked)
    {
        var delay = options.RoundDelay.Ticks;
        return delay <= 0 ? asked : new DateTimeOffset(((asked.UtcTicks / delay) + 1) * delay, TimeSpan.Zero);
    }

    private DateTimeOffset? NextShift(DispatchState state) =>
        state.Index.Waiting.FirstOrDefault(waiting => state.Needs[waiting.Order].Offers < options.MaxOffers) is { Order: not null } waiting
            ? state.Pool.Values
                .Where(static card => card.ShiftStart != card.ShiftEnd)
                .Select(card => (DateTimeOffset?)PoolMember.NextShiftStart(card, waiting.At))
                .Min()
            : null;
}
