using CityActors.Responders;
using CityActors.WorkOrders;

namespace CityActors.Dispatch;

/// <content>Rounds, and the bookkeeping of slots and loads.</content>
internal sealed partial class DispatchBook
{
    /// <summary>Chooses for everybody who asks: urgent first, then by time, then by order id.</summary>
    /// <param name="clock">
    /// The clock's time. It counts only where the system is so far behind that an offer would be over when it is made (after
    /// downtime); otherwise each choice is made by the time of what gave reason for it, so that a replay decides the same.
    /// </param>
    public void Round(DateTimeOffset clock)
    {
        var asking = needs.Values
            .Where(need => need.IsAsking)
            .OrderByDescending(need => need.Need.Urgent)
            .ThenBy(need => need.Need.At)
            .ThenBy(need => need.Need.Order, StringComparer.Ordinal)
            .ToArray();
        foreach (var need in asking)
        {
            Serve(need, clock - need.AskedAt > options.OfferPatience ? clock : need.AskedAt);
        }
    }

    private void Serve(CarriedNeed need, DateTimeOffset now)
    {
        var choices = new List<DispatchChoice>();
        var offers = new List<DispatchWord>();
        var isNews = false;
        foreach (var slot in need.Slots)
        {
            if (slot.Responder.Length > 0)
            {
                choices.Add(DispatchTexts.Kept(slot.Skill, slot.Responder, slot.DistanceMetres));
                continue;
            }

            var choice = need.Offers < options.MaxOffers
                ? DispatchRules.Choose(Members(), slot.Skill, need.Need, Excluded(need), now, options)
                : DispatchTexts.Exhausted(slot.Skill, need.Offers);
            choices.Add(choice);
            isNews |= choice.Responder.Length > 0 || !slot.SaidWaiting;
            if (choice.Responder.Length > 0)
            {
                offers.Add(OfferOf(need.Need.Order, choice, now));
                need = Put(Replace(need, slot, Taken(slot, choice, now)) with { Offers = need.Offers + 1 });
            }
            else
            {
                need = Put(Replace(need, slot, slot with { SaidWaiting = true }));
            }
        }

        Put(need with { IsAsking = false, Answers = need.Answers + (isNews ? 1 : 0) });
        if (isNews)
        {
            pending.Add(AnswerOf(need.Need, need.Answers + 1, choices, now));
            pending.AddRange(offers);
        }
    }

    private static Slot Taken(Slot slot, DispatchChoice choice, DateTimeOffset now) =>
        new() { Skill = slot.Skill, Responder = choice.Responder, DistanceMetres = choice.DistanceMetres, OfferedAt = now };

    private static DispatchWord OfferOf(string order, DispatchChoice choice, DateTimeOffset now) => new()
    {
        Order = order,
        Responder = choice.Responder,
        At = now,
        Offer = new Assignment { Order = order, Skill = choice.Skill, At = now, DistanceMetres = choice.DistanceMetres },
    };

    private static DispatchWord AnswerOf(DispatchNeed need, int number, IReadOnlyList<DispatchChoice> choices, DateTimeOffset now) => new()
    {
        Order = need.Order,
        At = now,
        Assign = new WorkOrderCommand.AssignTo
        {
            CommandId = $"dispatch-{need.Order}-{need.Round}-{number}",
            Actor = "system",
            At = now,
            Choices = [.. choices],
        },
    };

    private static Dictionary<string, string> Excluded(CarriedNeed need)
    {
        var excluded = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var passed in need.PassedOver)
        {
            excluded[passed.Responder] = passed.Verdict;
        }

        foreach (var slot in need.Slots.Where(slot => slot.Responder.Length > 0))
        {
            excluded[slot.Responder] = Verdicts.Assigned;
        }

        return excluded;
    }

    private static bool IsUnsigned(Slot slot) => slot.Responder.Length > 0 && !slot.IsSigned;

    private static Slot? SlotOf(CarriedNeed need, string responder) => need.Slots.FirstOrDefault(slot => slot.Responder == responder);

    private static CarriedNeed Replace(CarriedNeed need, Slot old, Slot other)
    {
        var slots = need.Slots.ToArray();
        slots[Array.FindIndex(slots, slot => ReferenceEquals(slot, old))] = other;
        return need with { Slots = slots };
    }

    private static CarriedNeed Ask(CarriedNeed need, DateTimeOffset at) =>
        need with { IsAsking = true, AskedAt = at > need.AskedAt ? at : need.AskedAt };

    private bool IsWaiting(CarriedNeed need) => need.IsOpen() && !need.IsHalted && need.Offers < options.MaxOffers;

    private IEnumerable<PoolMember> Members() => pool.Values.Select(card => new PoolMember(card, Load(card.Id)));

    private int Load(string responder) => loads.GetValueOrDefault(responder);

    private CarriedNeed Put(CarriedNeed need)
    {
        Count(needs.GetValueOrDefault(need.Need.Order), -1);
        Count(need, 1);
        return needs[need.Need.Order] = need;
    }

    private void Count(CarriedNeed? need, int by)
    {
        foreach (var slot in need?.Slots ?? [])
        {
            if (slot.Responder.Length > 0)
            {
                loads[slot.Responder] = Load(slot.Responder) + by;
            }
        }
    }

    private void See(DateTimeOffset at) => lastAt = at > lastAt ? at : lastAt;

    private void Vacate(CarriedNeed need, Slot slot, string verdict, DateTimeOffset at)
    {
        See(at);
        pending.RemoveAll(word => word.Order == need.Need.Order && word.Offer is not null && word.Responder == slot.Responder);
        pending.Add(new DispatchWord { Order = need.Need.Order, Responder = slot.Responder, At = at });
        need = Replace(need, slot, new Slot { Skill = slot.Skill }) with
        {
            PassedOver = [.. need.PassedOver, new PassedOver(slot.Responder, verdict, at)],
        };
        Put(need.IsHalted ? need : Ask(need, at));
        Freed(slot.Responder, at);
    }

    private void Remove(CarriedNeed need, DateTimeOffset at)
    {
        See(at);
        Count(need, -1);
        needs.Remove(need.Need.Order);
        pending.RemoveAll(word => word.Order == need.Need.Order && (word.Assign is not null || word.Offer is not null));
        foreach (var slot in need.Slots.Where(slot => slot.Responder.Length > 0))
        {
            pending.Add(new DispatchWord { Order = need.Need.Order, Responder = slot.Responder, At = at });
            Freed(slot.Responder, at);
        }
    }

    private void Freed(string responder, DateTimeOffset at)
    {
        if (pool.TryGetValue(responder, out var card))
        {
            AskFor(card, at);
        }
    }

    private void AskFor(ResponderCard card, DateTimeOffset at)
    {
        foreach (var need in needs.Values.Where(IsWaiting).ToArray())
        {
            if (need.Slots.Any(slot => slot.Responder.Length == 0 && DispatchRules.MayServe(card, slot.Skill, need.Need)))
            {
                Put(Ask(need, at));
            }
        }
    }

    // It signed with the order just before its offer ran out here. The order's word counts: whoever was asked meanwhile is let go,
    // here and, where the order heard of it, there.
    private bool SignedLate(CarriedNeed need, string responder, DateTimeOffset at)
    {
        var skills = pool.GetValueOrDefault(responder)?.Skills ?? [];
        var slot = need.Slots.FirstOrDefault(slot => !slot.IsSigned && skills.Contains(slot.Skill));
        if (slot is null)
        {
            return false;
        }

        pending.RemoveAll(word => word.Order == need.Need.Order && (word.Assign is not null || word.Offer is not null));
        if (slot.Responder.Length > 0)
        {
            pending.Add(new DispatchWord { Order = need.Need.Order, Responder = slot.Responder, At = at });
        }

        pending.Add(AnswerOf(
            need.Need,
            need.Answers + 1,
            [.. need.Slots.Select(other => DispatchTexts.Kept(other.Skill, other == slot ? responder : other.Responder, other.DistanceMetres))],
            at));
        pending.Add(new DispatchWord
        {
            Order = need.Need.Order,
            Responder = responder,
            At = at,
            Offer = new Assignment { Order = need.Need.Order, Skill = slot.Skill, At = at },
        });
        need = Replace(need, slot, new Slot { Skill = slot.Skill, Responder = responder, OfferedAt = at, IsSigned = true });
        need = Put(need with
        {
            PassedOver = [.. need.PassedOver.Where(passed => passed.Responder != responder)],
            IsHalted = false,
            Answers = need.Answers + 1,
        });
        if (slot.Responder.Length > 0)
        {
            Freed(slot.Responder, at);
        }

        if (need.IsOpen())
        {
            Put(Ask(need, at));
        }

        return true;
    }
}
