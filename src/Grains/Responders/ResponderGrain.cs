using CityActors.Deadlines;
using CityActors.Dispatch;
using CityActors.Facts;
using CityActors.Places;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;

namespace CityActors.Responders;

/// <summary>One responder: its card, its offers and, in a drill, what it does by itself.</summary>
/// <remarks>Reentrant for the same reason as the dispatch grain: it calls orders whose words may come back to it.</remarks>
[GrainType("responder"), Reentrant]
internal sealed partial class ResponderGrain(
    [PersistentState("responder")] IPersistentState<ResponderState> store,
    IFactLog facts,
    IOptions<DrillOptions> options,
    TimeProvider clock,
    ILogger<ResponderGrain> logger) : Grain, IResponderGrain, IDueOwner
{
    private const int OffersKept = 50;

    private ResponderState state = new();
    private SerialWriter writer = null!;
    private DueKeeper deadline = null!;
    private Teller teller = null!;

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        state = store.State with { Untold = [.. store.State.Untold] };
        writer = new SerialWriter(Write);
        deadline = new DueKeeper(GrainFactory, this.GetGrainId().ToString(), NextDeadline);
        teller = new Teller(this, () => state, Tell, logger);
        teller.Kick();
        if (state.Tasks.Count > 0)
        {
            ScheduleWork(TimeSpan.Zero);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task<ResponderCard> Put(ResponderCard card)
    {
        var district = AreaCodes.DispatchKey(card.Area);
        var before = state.Card;
        card = card with { Id = this.GetPrimaryKeyString(), Orders = before?.Orders ?? [], Version = before?.Version ?? 0 };
        if (before is not null && IsSame(before, card))
        {
            await Told();
            return before;
        }

        if (!state.Districts.Contains(district))
        {
            state = state with { Districts = [.. state.Districts, district] };
        }

        await Change(card, card.SeenAt);
        await Told();
        return state.Card!;
    }

    /// <inheritdoc/>
    public Task<ResponderCard?> Read() => Task.FromResult(state.Card);

    /// <inheritdoc/>
    public async Task Offer(Assignment assignment)
    {
        if (state.Card is not { } card)
        {
            throw new InvalidOperationException($"{this.GetPrimaryKeyString()} is not registered and cannot be offered {assignment.Order}.");
        }

        var known = new KnownOffer(assignment.Order, assignment.At);
        if (!state.Offers.Contains(known))
        {
            state = state with
            {
                Offers = [.. state.Offers.TakeLast(OffersKept - 1), known],
                Tasks = card.Drill
                    ? [.. state.Tasks.Where(task => task.Offer.Order != assignment.Order), DrillRules.Begin(assignment, card.Id, options.Value)]
                    : state.Tasks,
            };
            await Change(card with { Orders = [.. card.Orders.Where(order => order != assignment.Order), assignment.Order] }, assignment.At);
        }

        await Told();
        if (state.Tasks.Count > 0)
        {
            await deadline.Keep(); // Only now may the offer be forgotten where it came from.
        }
    }

    /// <inheritdoc/>
    public async Task Release(string orderId, DateTimeOffset at)
    {
        if (state.Card is not { } card || !card.Orders.Contains(orderId))
        {
            await Told();
            return;
        }

        // What was begun goes on: the order lets its responders go when the work is handed in, before it is confirmed and closed.
        state = state with { Tasks = [.. state.Tasks.Where(task => task.Offer.Order != orderId || task.Step is DrillStep.Submit or DrillStep.Finish)] };
        await Change(card with { Orders = [.. card.Orders.Where(order => order != orderId)] }, at);
        await Told();
        await deadline.Keep();
    }

    private static bool IsSame(ResponderCard before, ResponderCard card) =>
        before.Skills.SequenceEqual(card.Skills, StringComparer.Ordinal) && before == card with { Skills = before.Skills };

    private Task Change(ResponderCard card, DateTimeOffset at)
    {
        card = card with { Version = card.Version + 1 };
        state.Untold.Add(new ResponderChanged { Subject = card.Id, Version = card.Version, At = at, Area = card.Area, Responder = card });
        state = state with { Card = card };
        return Stored();
    }

    private async Task Stored()
    {
        await writer.Save();
        teller.Kick();
    }

    // Nobody wakes a responder that has no task: who changed it may forget the change only when it is stored and told.
    private async Task Told()
    {
        await writer.Settled();
        await teller.Drain();
    }

    private async Task Write()
    {
        store.State = state with { Untold = [.. state.Untold] };
        await store.WriteStateAsync();
    }

    private async Task Tell(CityFact fact)
    {
        await writer.Settled(); // Only what is on disk is told.
        await facts.Append([FactRecords.Of(fact)]);
        if (fact is ResponderChanged changed)
        {
            foreach (var district in state.Districts)
            {
                await GrainFactory.GetGrain<IDispatchGrain>(district).Upsert(changed.Responder);
            }
        }
    }
}
