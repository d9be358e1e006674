using CityActors.Facts;
using CityActors.Responders;

namespace CityActors.Dispatch;

/// <content>Rounds, the answers that orders are given, and who is let go and looked for.</content>
internal sealed partial class DispatchBook
{
    private readonly Dictionary<string, ResponderCard[]> skilled = new(StringComparer.Ordinal);

    /// <summary>Chooses for those who asked: urgent first, then by time, then by order id.</summary>
    /// <param name="due">The time of the round: who asked before it is served; at it, too, where rounds have no delay.</param>
    /// <param name="clock">
    /// The clock's time. It counts only where the system is so far behind that an offer would be over when it is made (after
    /// downtime); otherwise each choice is made by the time of what gave reason for it, so that a replay decides the same.
    /// </param>
    public void Round(DateTimeOffset due, DateTimeOffset clock)
    {
        skilled.Clear();
        var isNow = options.RoundDelay <= TimeSpan.Zero;
        var asking = State.Index.Asking
            .TakeWhile(asked => asked.At < due || (isNow && asked.At == due))
            .Select(asked => State.Needs[asked.Order])
            .OrderByDescending(static need => need.Need.Urgent)
            .ThenBy(static need => need.Need.At)
            .ThenBy(static need => need.Need.Order, StringComparer.Ordinal)
            .ToArray();
        foreach (var need in asking)
        {
            Serve(need, clock - need.AskedAt > options.OfferPatience ? clock : need.AskedAt);
        }
    }

    private void Serve(TrackedNeed need, DateTimeOffset at)
    {
        need = need with { IsAsking = false, AskedAt = at };
        if (need.Slots.All(slot => slot.Responder.Length > 0 || (slot.SaidWaiting && !IsAnyFree(need, slot, at))))
        {
            State = State.Put(need); // Nothing new for the order, which knows whom it has and that it waits.
            return;
        }

        var choices = new List<DispatchChoice>();
        foreach (var slot in need.Slots)
        {
            if (slot.Responder.Length > 0)
            {
                choices.Add(DispatchTexts.Kept(slot));
                continue;
            }

            var choice = Choose(need, slot, at);
            choices.Add(choice);
            need = choice.Responder.Length > 0
                ? need.Replace(slot, new Slot(choice.Skill, choice.Responder, choice.DistanceMetres, OfferedAt: at)) with { Offers = need.Offers + 1 }
                : need.Replace(slot, slot with { SaidWaiting = true });
        }

        need = Answered(need with { IsByHand = false }, at, choices);
        State = State.Put(need);
    }

    private DispatchChoice Choose(TrackedNeed need, Slot slot, DateTimeOffset at) => IsExhausted(need)
        ? DispatchTexts.Exhausted(slot.Skill, need.Offers)
        : ResponderChoice.Choose(Members(slot.Skill), slot.Skill, need.Need, need.Excluded(), at, options);

    private bool IsAnyFree(TrackedNeed need, Slot slot, DateTimeOffset at) =>
        !IsExhausted(need) && ResponderChoice.IsAnyFree(Members(slot.Skill), slot.Skill, need.Need, need.Excluded(), at);

    // The pool does not change within a round, so who has a skill is looked up once.
    private IEnumerable<PoolMember> Members(string skill)
    {
        if (!skilled.TryGetValue(skill, out var cards))
        {
            skilled[skill] = cards = [.. State.Pool.Values.Where(card => card.Skills.Contains(skill))];
        }

        return cards.Select(card => new PoolMember(card, State.Load(card.Id)));
    }

    // Says what the order has as it stands.
    private TrackedNeed Answered(TrackedNeed need, DateTimeOffset at) => Answered(need, at, need.Slots.Select(DispatchTexts.Kept));

    private TrackedNeed Answered(TrackedNeed need, DateTimeOffset at, IEnumerable<DispatchChoice> choices)
    {
        State = State with { Answers = State.Answers + 1 };
        facts.Add(new ResponderChosen
        {
            Subject = $"{AnswerPrefix}/{need.Need.Order}",
            Version = State.Answers,
            At = at,
            Area = need.Need.Area,
            Order = need.Need.Order,
            Command = new() { CommandId = AnswerId(need, need.Answers + 1), Actor = Automatic, At = at, Choices = choices.ToArray() },
        });
        return need with { Answers = need.Answers + 1 };
    }

    private static string AnswerId(TrackedNeed need, int number) => $"{AnswerPrefix}-{need.Need.Order}-{need.Need.Round}-{number}";

    private static bool IsAsAble(ResponderCard a, ResponderCard b) =>
        a.Area == b.Area && a.Capacity == b.Capacity && a.Reachable == b.Reachable
        && a.ShiftStart == b.ShiftStart && a.ShiftEnd == b.ShiftEnd && a.Skills.SequenceEqual(b.Skills, StringComparer.Ordinal);

    private ResponderCard? Card(string responder) => State.Pool.GetValueOrDefault(responder);

    private bool IsReleased(string order, int round) => State.Released.TryGetValue(order, out var done) && done.Round >= round;

    private bool IsExhausted(TrackedNeed need) => need.Offers >= options.MaxOffers;

    private void Vacate(TrackedNeed need, Slot slot, string verdict, DateTimeOffset at)
    {
        need = need.Replace(slot, new Slot(slot.Skill)) with
        {
            PassedOver = [.. need.PassedOver, new PassedOver(slot.Responder, verdict, at)],
        };
        State = State.Put(need.IsHalted ? need : need.Ask(at));
        Freed([slot], at);
    }

    private void Remove(TrackedNeed need, DateTimeOffset at)
    {
        State = State.Without(need.Need.Order);
        Freed(need.Slots, at);
    }

    // Whoever had one of these parts can take others.
    private void Freed(IEnumerable<Slot> slots, DateTimeOffset at)
    {
        foreach (var card in slots.Select(slot => Card(slot.Responder)).OfType<ResponderCard>())
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

    // It signed just before its offer ran out here. What the order says counts: whoever was asked in the meantime is released,
    // here and, if the order already knows, there.
    private bool SignedLate(TrackedNeed need, string responder, DateTimeOffset at)
    {
        var skills = Card(responder)?.Skills ?? [];
        if (need.Slots.FirstOrDefault(slot => !slot.IsSigned && skills.Contains(slot.Skill)) is not { } slot)
        {
            return false;
        }

        need = need.Replace(slot, new Slot(slot.Skill, responder, OfferedAt: at, IsSigned: true)).Forgive(responder);
        need = Answered(need with { IsHalted = false }, at);
        State = State.Put(need.IsOpen() ? need.Ask(at) : need with { IsAsking = false });
        Freed([slot], at);
        return true;
    }
}
