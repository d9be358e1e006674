using CityActors.Responders;

namespace CityActors.Dispatch;

/// <content>Who is let go, and who is looked for instead.</content>
internal sealed partial class DispatchBook
{
    private static bool IsAsAble(ResponderCard a, ResponderCard b) =>
        a.Area == b.Area && a.Capacity == b.Capacity && a.Reachable == b.Reachable
        && a.ShiftStart == b.ShiftStart && a.ShiftEnd == b.ShiftEnd && a.Skills.SequenceEqual(b.Skills, StringComparer.Ordinal);

    private ResponderCard? Card(string responder) => State.Pool.TryGetValue(responder, out var card) ? card : null;

    private bool IsReleased(string order, int round) => State.Released.TryGetValue(order, out var done) && done.Round >= round;

    private bool IsExhausted(CarriedNeed need) => need.Offers >= options.MaxOffers;

    private void Vacate(CarriedNeed need, Slot slot, string verdict, DateTimeOffset at)
    {
        need = need.Replace(slot, new Slot { Skill = slot.Skill }) with
        {
            PassedOver = [.. need.PassedOver, new PassedOver(slot.Responder, verdict, at)],
        };
        State = State.Put(need.IsHalted ? need : need.Ask(at));
        Freed(slot.Responder, at);
    }

    private void Remove(CarriedNeed need, DateTimeOffset at)
    {
        State = State.Without(need.Need.Order);
        foreach (var slot in need.Slots.Where(static slot => slot.Responder.Length > 0))
        {
            Freed(slot.Responder, at);
        }
    }

    private void Freed(string responder, DateTimeOffset at)
    {
        if (Card(responder) is { } card)
        {
            AskFor(card, at);
        }
    }

    private void AskFor(ResponderCard card, DateTimeOffset at)
    {
        foreach (var waiting in State.Index.Waiting)
        {
            var need = State.Needs[waiting.Order];
            if (!IsExhausted(need) && need.Slots.Any(slot => slot.Responder.Length == 0 && ResponderChoice.MayServe(card, slot.Skill, need.Need)))
            {
                State = State.Put(need.Ask(at));
            }
        }
    }

    // Somebody who did not answer and is heard of again may be asked again.
    private void HeardAgain(ResponderCard card)
    {
        foreach (var waiting in State.Index.Waiting.Concat(State.Index.Asking))
        {
            var need = State.Needs[waiting.Order];
            if (need.PassedOver.Any(passed => passed.Responder == card.Id && passed.Verdict == Verdicts.Silent && passed.At < card.SeenAt))
            {
                need = need.Forgive(card.Id);
                State = State.Put(IsExhausted(need) ? need : need.Ask(card.SeenAt));
            }
        }
    }

    // It signed with the order just before its offer ran out here. The order's word counts: whoever was asked meanwhile is let go,
    // here and, where the order heard of it, there.
    private bool SignedLate(CarriedNeed need, string responder, DateTimeOffset at)
    {
        var skills = Card(responder)?.Skills ?? [];
        if (need.Slots.FirstOrDefault(slot => !slot.IsSigned && skills.Contains(slot.Skill)) is not { } slot)
        {
            return false;
        }

        need = need.Replace(slot, new Slot { Skill = slot.Skill, Responder = responder, OfferedAt = at, IsSigned = true }).Forgive(responder);
        need = Answered(need with { IsHalted = false }, at);
        State = State.Put(need.IsOpen() ? need.Ask(at) : need with { IsAsking = false });
        if (slot.Responder.Length > 0)
        {
            Freed(slot.Responder, at);
        }

        return true;
    }
}
