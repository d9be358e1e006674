using CityActors.Facts;
using CityActors.Responders;
using CityActors.WorkOrders;

namespace CityActors.Dispatch;

/// <content>Rounds, and the answers that orders are given.</content>
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

    private void Serve(CarriedNeed need, DateTimeOffset at)
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
                ? need.Replace(slot, Taken(choice, at)) with { Offers = need.Offers + 1 }
                : need.Replace(slot, slot with { SaidWaiting = true });
        }

        need = Answered(need with { IsByHand = false }, at, choices);
        State = State.Put(need);
    }

    private static Slot Taken(DispatchChoice choice, DateTimeOffset at) =>
        new() { Skill = choice.Skill, Responder = choice.Responder, DistanceMetres = choice.DistanceMetres, OfferedAt = at };

    private DispatchChoice Choose(CarriedNeed need, Slot slot, DateTimeOffset at) => IsExhausted(need)
        ? DispatchTexts.Exhausted(slot.Skill, need.Offers)
        : ResponderChoice.Choose(Members(slot.Skill), slot.Skill, need.Need, need.Excluded(), at, options);

    private bool IsAnyFree(CarriedNeed need, Slot slot, DateTimeOffset at) =>
        !IsExhausted(need) && ResponderChoice.IsAnyFree(Members(slot.Skill), slot.Skill, need.Need, need.Excluded(), at);

    // Within a round the pool stays as it is: who has a skill is looked up once.
    private IEnumerable<PoolMember> Members(string skill)
    {
        if (!skilled.TryGetValue(skill, out var cards))
        {
            skilled[skill] = cards = [.. State.Pool.Values.Where(card => card.Skills.Contains(skill))];
        }

        return cards.Select(card => new PoolMember(card, State.Load(card.Id)));
    }

    // Says what the order has as it stands.
    private CarriedNeed Answered(CarriedNeed need, DateTimeOffset at) => Answered(need, at, need.Slots.Select(DispatchTexts.Kept));

    private CarriedNeed Answered(CarriedNeed need, DateTimeOffset at, IEnumerable<DispatchChoice> choices)
    {
        State = State with { Answers = State.Answers + 1 };
        facts.Add(new ResponderChosen
        {
            Subject = $"{AnswerPrefix}/{need.Need.Order}",
            Version = State.Answers,
            At = at,
            Area = need.Need.Area,
            Order = need.Need.Order,
            Command = new WorkOrderCommand.AssignTo
            {
                CommandId = AnswerId(need, need.Answers + 1),
                Actor = Automatic,
                At = at,
                Choices = choices.ToArray(),
            },
        });
        return need with { Answers = need.Answers + 1 };
    }

    private static string AnswerId(CarriedNeed need, int number) => $"{AnswerPrefix}-{need.Need.Order}-{need.Need.Round}-{number}";
}
