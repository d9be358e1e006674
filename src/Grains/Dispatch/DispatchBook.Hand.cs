using CityActors.Facts;
using CityActors.WorkOrders;

namespace CityActors.Dispatch;

/// <content>What orders say of dispatches: those made by hand, and answers of ours accepted or refused.</content>
internal sealed partial class DispatchBook
{
    private const string AnswerPrefix = "dispatch";
    private const string Automatic = "system";

    /// <summary>An order was given to somebody. Nobody is chosen over a dispatch by hand.</summary>
    public bool Dispatched(OrderChanged fact)
    {
        var known = State.Find(fact.Subject);
        if (fact.Entry.Actor == Automatic)
        {
            return known is not null && PutRight(known, fact.Entry);
        }

        if (known?.Need.Round > fact.Entry.Round || (known is null && IsReleased(fact.Subject, fact.Entry.Round)))
        {
            return false;
        }

        return fact.Entry.Choices.Count == 0
            ? known is not null && Give(known, known, [.. known.Slots.Select(slot => IsTakenOff(slot, fact) ? new Slot(slot.Skill) : slot)], fact.At)
            : Give(known, (known ?? NewNeed(fact)) with { IsByHand = true, Offers = 0, IsHalted = false }, ByHand(known, fact), fact.At);
    }

    /// <summary>
    /// The order refused the last answer: it has ended, or is being handled otherwise. Nothing is chosen for it until it asks again.
    /// An answer that only said that nobody is free offered nothing, and one of before a dispatch by hand is past: nothing changes.
    /// </summary>
    public bool Refused(string order, WorkOrderCommand.AssignTo answer, DateTimeOffset at)
    {
        if (State.Find(order) is not { IsHalted: false, IsByHand: false } need
            || answer.Actor != Automatic || answer.CommandId != AnswerId(need, need.Answers)
            || answer.Choices.All(static choice => choice.Responder.Length == 0))
        {
            return false;
        }

        var slots = need.Slots.Select(static slot => slot.IsUnsigned() ? new Slot(slot.Skill, SaidWaiting: true) : slot);
        State = State.Put(need with { Slots = [.. slots], IsHalted = true, IsAsking = false });
        Freed(need.Slots.Where(static slot => slot.IsUnsigned()), at);
        return true;
    }

    // The named ones, and whoever signed before and stays with the order. Those named again who signed need not sign again.
    private static Slot[] ByHand(TrackedNeed? known, OrderChanged fact)
    {
        var named = fact.Entry.Choices.Select(choice => choice.Responder.Length == 0
            ? new Slot(choice.Skill, SaidWaiting: true)
            : known?.SlotOf(choice.Responder) is { } slot && slot.Skill == choice.Skill && (Stays(slot, fact) || slot.OfferedAt == fact.Entry.At)
                ? slot
                : new Slot(choice.Skill, choice.Responder, choice.DistanceMetres, fact.Entry.At, IsByHand: true));
        var staying = known?.Slots.Where(slot => Stays(slot, fact) && fact.Entry.Choices.All(choice => choice.Responder != slot.Responder)) ?? [];
        return [.. named, .. staying];
    }

    // With another department an order begins anew, without those who had signed.
    private static bool Stays(Slot slot, OrderChanged fact) =>
        slot.IsSigned && fact.Entry.Status != OrderStatus.Dispatched && fact.Order.Responders.Contains(slot.Responder);

    private static bool IsTakenOff(Slot slot, OrderChanged fact) => slot.IsSigned && !fact.Order.Responders.Contains(slot.Responder);

    private static TrackedNeed NewNeed(OrderChanged fact) => new()
    {
        Need = new DispatchNeed
        {
            Order = fact.Subject,
            Round = fact.Entry.Round,
            Skills = fact.Entry.Choices.Select(static choice => choice.Skill).ToArray(),
            Position = fact.Order.Place,
            At = fact.At,
            Area = fact.Area,
        },
        Slots = [],
    };

    private bool Give(TrackedNeed? before, TrackedNeed need, Slot[] slots, DateTimeOffset at)
    {
        if (before is not null && slots.SequenceEqual(before.Slots))
        {
            return false;
        }

        need = slots.Aggregate(need with { Slots = slots, IsAsking = false }, static (next, slot) => next.Forgive(slot.Responder));
        State = State.Put(need.IsOpen() && !need.IsHalted ? need.Ask(at) : need);
        Freed(before?.Slots.Where(slot => need.SlotOf(slot.Responder) is null) ?? [], at);
        return true;
    }

    // An answer that was on its way reached the order after the dispatch by hand: the order is told again whom it has.
    private bool PutRight(TrackedNeed need, OrderEntry entry)
    {
        if (!need.IsByHand || entry.CommandId != AnswerId(need, need.Answers)
            || entry.Choices.All(choice => choice.Responder.Length == 0 || need.SlotOf(choice.Responder) is not null))
        {
            return false;
        }

        need = Answered(need, entry.At);
        State = State.Put(need);
        return true;
    }
}
