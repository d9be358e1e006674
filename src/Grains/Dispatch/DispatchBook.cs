using CityActors.Commits;
using CityActors.Facts;
using CityActors.Responders;

namespace CityActors.Dispatch;

/// <summary>One step of a district's bookkeeping: who carries what. Created for one letter or deadline, and discarded after it.</summary>
/// <remarks>Letters only record; <see cref="Round"/> decides. A method answers whether anything changed that is to be stored.</remarks>
/// <param name="state">The state before the step.</param>
/// <param name="options">How responders are chosen.</param>
internal sealed partial class DispatchBook(DispatchState state, DispatchOptions options)
{
    private readonly DispatchState before = state;
    private readonly List<CityFact> facts = [];

    /// <summary>The state after the step.</summary>
    public DispatchState State { get; private set; } = state;

    /// <summary>The decision that the step leads to.</summary>
    public Decision<DispatchState> Outcome => ReferenceEquals(State, before) ? Decision.None(State) : Decision.To(State, facts);

    /// <summary>Records a responder's card. Only what the choice looks at counts as a change.</summary>
    /// <param name="card">The card.</param>
    /// <param name="serves">False: the responder left the district.</param>
    public bool Upsert(ResponderCard card, bool serves)
    {
        var known = Card(card.Id);
        if (known is not null ? known.Version >= card.Version : !serves)
        {
            return false;
        }

        if (!serves)
        {
            State = State with { Pool = State.Pool.Remove(card.Id) };
            return true;
        }

        if (known is not null && known.Position == card.Position && IsAsAble(known, card))
        {
            return false;
        }

        State = State with { Pool = State.Pool.SetItem(card.Id, card with { Orders = [], Name = "" }) };
        HeardAgain(card);
        if (known is null || !IsAsAble(known, card))
        {
            AskFor(card, card.SeenAt); // Moving is no reason: a need waits because nobody was free, wherever they were.
        }

        return true;
    }

    /// <summary>Records what an order needs; the same round again, or one of an order that ended, changes nothing.</summary>
    public bool Request(DispatchNeed need)
    {
        var known = State.Find(need.Order);
        if (known?.Need.Round >= need.Round || IsReleased(need.Order, need.Round))
        {
            return false;
        }

        if (known is not null)
        {
            Remove(known, need.At);
        }

        State = State.Put(new TrackedNeed
        {
            Need = need,
            Slots = [.. need.Skills.Select(static skill => new Slot(skill))],
            AskedAt = need.At,
            IsAsking = true,
        });
        return true;
    }

    /// <summary>A responder gave its part back: the next one is sought.</summary>
    public bool Decline(string order, string responder, DateTimeOffset at)
    {
        if (State.Find(order) is not { } need || need.SlotOf(responder) is not { } slot)
        {
            return false;
        }

        Vacate(need, slot, Verdicts.Declined, at);
        return true;
    }

    /// <summary>A responder signed: its part is asked of nobody else.</summary>
    public bool Signed(string order, string responder, DateTimeOffset at)
    {
        if (State.Find(order) is not { } need)
        {
            return false;
        }

        if (need.SlotOf(responder) is not { } slot)
        {
            return SignedLate(need, responder, at);
        }

        State = State.Put(slot.IsSigned ? need : need.Replace(slot, slot with { IsSigned = true }));
        return !slot.IsSigned;
    }

    /// <summary>The order needs nobody any more.</summary>
    /// <param name="order">The order.</param>
    /// <param name="lastRound">The last of its rounds that is over; a later one is not touched.</param>
    /// <param name="at">When, UTC.</param>
    public bool Release(string order, int lastRound, DateTimeOffset at)
    {
        if (State.Find(order) is not { } need || need.Need.Round > lastRound)
        {
            return false;
        }

        Remove(need, at);
        State = State.WithReleased(order, need.Need.Round);
        return true;
    }

    /// <summary>Offers ran out: for each, the next responder is sought.</summary>
    /// <param name="upTo">The time up to which.</param>
    public void RunOut(DateTimeOffset upTo)
    {
        foreach (var offer in State.Index.Offered.TakeWhile(offer => offer.At + options.OfferPatience <= upTo))
        {
            if (State.Find(offer.Order) is { } need && need.SlotOf(offer.Responder) is { } slot)
            {
                Vacate(need, slot, Verdicts.Silent, offer.At + options.OfferPatience);
            }
        }
    }

    /// <summary>A shift began: waiting needs are looked at again.</summary>
    public void BeginShift(DateTimeOffset at)
    {
        foreach (var waiting in State.Index.Waiting.TakeWhile(waiting => waiting.At < at))
        {
            var need = State.Needs[waiting.Order];
            State = State.Put(IsExhausted(need) ? need : need.Ask(at));
        }
    }
}
