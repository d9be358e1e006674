using CityActors.Alerts;
using CityActors.Deadlines;
using CityActors.Dispatch;
using CityActors.Facts;
using CityActors.Places;
using Microsoft.Extensions.Logging;
using static CityActors.WorkOrders.OrderHappenings;

namespace CityActors.WorkOrders;

/// <summary>Tells an order's stored facts: to the fact log, to those concerned, and its deadlines to the due-book.</summary>
/// <remarks>
/// A due-book wakes its owners after a crash. So an order whose facts are not all told must stand in one: it is entered
/// before its first write, and leaves it only after the last fact of its end was told.
/// </remarks>
internal sealed class OrderTelling : ITellingState, IDisposable
{
    private const string SystemActor = "system";
    private readonly Func<WorkOrder> stored;
    private readonly IFactLog log;
    private readonly IGrainFactory grains;
    private readonly DrillDesk desk;
    private readonly string owner;
    private readonly List<CityFact> untold = [];
    private readonly Teller teller;
    private WorkOrder durable = new();
    private Task booking = Task.CompletedTask;
    private bool isBooked;
    private bool isWriting;

    public OrderTelling(WorkOrderGrain grain, Func<WorkOrder> stored, IFactLog log, IGrainFactory grains, DrillDesk desk, ILogger logger)
    {
        this.stored = stored;
        this.log = log;
        this.grains = grains;
        this.desk = desk;
        owner = ((IGrainBase)grain).GrainContext.GrainId.ToString();
        teller = new Teller(grain, () => this, Tell, logger);
    }

    /// <summary>What is on disk and not yet told: never a fact of a write that is still under way.</summary>
    public IList<CityFact> Untold => untold;

    /// <inheritdoc cref="Untold"/>
    public IReadOnlyList<CityFact> Waiting => untold;

    /// <summary>Begins again with what the disk holds, if it was not done yet.</summary>
    public void Restore()
    {
        if (!ReferenceEquals(durable, stored()))
        {
            durable = stored();
            untold.Clear();
            untold.AddRange(durable.Untold);
            isBooked = durable.Summary is not null && (!durable.IsEnded || untold.Count > 0);
        }

        teller.Kick();
    }

    /// <summary>Before a write: sees to it that a due-book knows the order.</summary>
    public async Task Prepare(WorkOrder next)
    {
        // Whether it arrived or failed: isBooked says what is certain.
        await booking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        isWriting = true; // Until the write is done nothing takes the order out of its due-book.
        try
        {
            if (!isBooked)
            {
                await Book(EntriesOf(next, next.Summary!.ChangedAt, isAllTold: false));
            }
        }
        catch
        {
            isWriting = false;
            throw;
        }
    }

    /// <summary>After a write: its facts may be told.</summary>
    public void Take(IEnumerable<CityFact> written)
    {
        isWriting = false;
        durable = stored();
        untold.AddRange(written);
        teller.Kick();
    }

    /// <summary>What the order waits for after its deadlines up to a time were dealt with.</summary>
    public IReadOnlyList<DueEntry> Entries(DateTimeOffset after)
    {
        var entries = EntriesOf(durable, after, isAllTold: untold.Count == 0);
        isBooked = entries.Count > 0;
        return entries;
    }

    public void Dispose() => teller.Dispose();

    private async Task Tell(CityFact fact)
    {
        var changed = (OrderChanged)fact;
        await log.Append(new[] { FactRecords.Of(fact) });
        await TellDispatch(changed);
        if (IsEnd(changed.Entry))
        {
            await TellEnd(changed);
        }

        if (untold.Count == 1 && !isWriting)
        {
            // The last one: the deadlines as they are now, none once the order ended.
            booking = Book(EntriesOf(durable, durable.Summary!.ChangedAt, isAllTold: true));
            await booking;
        }
    }

    private IReadOnlyList<DueEntry> EntriesOf(WorkOrder order, DateTimeOffset after, bool isAllTold) =>
        WorkOrderRules.DueEntries(owner, order, after, isAllTold).Concat(desk.Entries(owner, order)).ToArray(); // An array: a type that every serializer knows.

    private async Task Book(IReadOnlyList<DueEntry> entries)
    {
        isBooked = isBooked && entries.Count > 0;
        await DueBooks.Of(grains, owner).Set(owner, entries);
        isBooked = entries.Count > 0;
    }

    // A report that reaches an ended order without reopening it was seen before the end.
    private static bool IsEnd(OrderEntry entry) => entry.What is NotFiled or Closed or Merged or Cancelled or ReportAdded
        && entry.Status is OrderStatus.NotFiled or OrderStatus.Closed or OrderStatus.Merged or OrderStatus.Cancelled;

    private async Task TellDispatch(OrderChanged fact)
    {
        var entry = fact.Entry;
        var dispatch = grains.GetGrain<IDispatchGrain>($"dispatch-{fact.Order.Cell[..6]}");
        switch (entry.What)
        {
            case Filed:
            case Reopened when entry.Status == OrderStatus.Filed:
                await dispatch.Request(NeedOf(fact));
                break;
            case Returned or ReworkOrdered or Resumed:
                await dispatch.Release(fact.Subject, entry.At);
                await dispatch.Request(NeedOf(fact));
                break;
            case Dispatched when entry.Actor != SystemActor && entry.Choices.Count > 0 && entry.Choices.All(static choice => choice.Responder.Length > 0):
                await dispatch.Release(fact.Subject, entry.At); // A dispatcher chose by hand: nobody is chosen over that.
                break;
            case SignedFor:
                await dispatch.Signed(fact.Subject, entry.Subject, entry.At);
                break;
            case Declined:
                await dispatch.Decline(fact.Subject, entry.Subject, entry.Why, entry.At);
                break;
            case Submitted or Suspended or NotFiled or Closed or Merged or Cancelled:
                await dispatch.Release(fact.Subject, entry.At);
                break;
            default:
                break;
        }
    }

    private DispatchNeed NeedOf(OrderChanged fact) => new()
    {
        Order = fact.Subject,
        Round = fact.Entry.Round,
        Skills = durable.Terms!.Skills,
        Position = fact.Order.Position,
        At = fact.At,
        Urgent = durable.Terms.Urgent,
        Area = fact.Order.Cell,
    };

    // Only what the order knew by then: an alert that came later belongs to the reopened order.
    private async Task TellEnd(OrderChanged fact)
    {
        var known = durable.History.Where(entry => entry.Version <= fact.Version).ToArray();
        foreach (var alert in known.Select(static entry => entry.Report?.Alert ?? "").Where(static alert => alert.Length > 0))
        {
            if (!known.Any(entry => entry.What == AlertEnded && entry.Subject == alert))
            {
                await EntityGrains.Find(grains, alert.Split('.')[0]).OrderEnded(alert, fact.Subject, fact.Entry.Actor, fact.Entry.Why, fact.At);
            }
        }

        await grains.GetGrain<IMatterIndexGrain>($"matters-{fact.Order.Cell[..6]}").Close(fact.Order.Reports[0], fact.At);
    }
}
