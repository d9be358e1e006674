using CityActors.Deadlines;
using CityActors.Places;
using CityActors.Responders;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;

namespace CityActors.Dispatch;

/// <summary>Gives out the responders of a district. The rules are <see cref="DispatchBook"/>'s; here are storage, timer and calls.</summary>
/// <remarks>
/// Reentrant, so that orders and responders may call while it calls them: what is decided is decided between awaits, writes are
/// serialised, and everything said to others comes from the stored list of words, in a timer tick of its own.
/// </remarks>
[GrainType("dispatch"), Reentrant]
internal sealed partial class DispatchGrain(
    [PersistentState("dispatch")] IPersistentState<DispatchState> store,
    [PersistentState("dispatch-pool")] IPersistentState<DispatchPool> poolStore,
    IOptions<DispatchOptions> options,
    TimeProvider clock,
    ILogger<DispatchGrain> logger) : Grain, IDispatchGrain, IDueOwner
{
    private DispatchBook book = null!;
    private SerialWriter writer = null!;
    private DueKeeper deadline = null!;
    private bool isPoolChanged;

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        book = new DispatchBook(store.State, poolStore.State, options.Value);
        writer = new SerialWriter(Write);
        var owner = this.GetGrainId().ToString();
        deadline = new DueKeeper(GrainFactory, owner, () => new DueEntry(owner, "wake", book.NextWake()));
        ScheduleWork(options.Value.RoundDelay);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task Upsert(ResponderCard card)
    {
        var serves = AreaCodes.DispatchKey(card.Area) == this.GetPrimaryKeyString();
        if (book.Upsert(card, serves))
        {
            isPoolChanged = true;
            await Stored();
        }

        if (!book.IsInBook)
        {
            await deadline.Keep(); // From now on the due-book wakes this grain after a restart.
            book.IsInBook = true;
            await writer.Save();
        }
    }

    /// <inheritdoc/>
    public Task Request(DispatchNeed need) => book.Request(need) ? Stored() : writer.Settled();

    /// <inheritdoc/>
    public Task Decline(string orderId, string responderId, string reason, DateTimeOffset at) =>
        book.Decline(orderId, responderId, at) ? Stored() : writer.Settled();

    /// <inheritdoc/>
    public Task Signed(string orderId, string responderId, DateTimeOffset at) =>
        book.Signed(orderId, responderId, at) ? Stored() : writer.Settled();

    /// <inheritdoc/>
    public Task Release(string orderId, DateTimeOffset at) => book.Release(orderId, at) ? Stored() : writer.Settled();

    /// <inheritdoc/>
    public Task<DispatchView> Read() => Task.FromResult(book.View(clock.GetUtcNow()));

    /// <inheritdoc/>
    public Task<IReadOnlyList<DueEntry>> Due(DueEntry entry) => deadline.Answer(() =>
    {
        book.Pass(entry.At);
        return Stored();
    });

    /// <inheritdoc/>
    public Task Wake()
    {
        ScheduleWork(TimeSpan.Zero);
        return Task.CompletedTask;
    }

    private Task Stored()
    {
        ScheduleWork(options.Value.RoundDelay);
        return writer.Save();
    }

    private async Task Write()
    {
        if (isPoolChanged)
        {
            isPoolChanged = false;
            poolStore.State = book.PoolSnapshot();
            await poolStore.WriteStateAsync();
        }

        store.State = book.Snapshot();
        await store.WriteStateAsync();
    }
}
