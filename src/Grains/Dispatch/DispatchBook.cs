using CityActors.Responders;

namespace CityActors.Dispatch;

/// <summary>Who carries what in a district: every rule of the dispatch grain, without storage, clock or calls.</summary>
/// <remarks>
/// Events only record; <see cref="Round"/> decides. A method answers whether anything changed that is to be stored. What the world
/// must hear is appended to <see cref="Pending"/> in the same step, so that one write holds the decision and its words.
/// </remarks>
internal sealed partial class DispatchBook
{
    private const int ReleasedKept = 500;

    private readonly DispatchOptions options;
    private readonly SortedDictionary<string, CarriedNeed> needs = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, ResponderCard> pool = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> loads = new(StringComparer.Ordinal);
    private readonly List<DispatchWord> pending;
    private readonly List<ReleasedOrder> released;
    private DateTimeOffset lastAt;

    public DispatchBook(DispatchState state, DispatchPool cards, DispatchOptions options)
    {
        this.options = options;
        pending = [.. state.Pending];
        released = [.. state.Released];
        lastAt = state.LastAt;
        IsInBook = state.IsInBook;
        foreach (var card in cards.Cards)
        {
            pool[card.Id] = card;
        }

        foreach (var need in state.Needs)
        {
            Put(need);
        }
    }

    /// <summary>True once the due-book wakes the grain after a restart.</summary>
    public bool IsInBook { get; set; }

    /// <summary>Words not yet acknowledged, oldest first.</summary>
    public IReadOnlyList<DispatchWord> Pending => pending;

    /// <summary>True where a round has something to do.</summary>
    public bool IsAsking => needs.Values.Any(need => need.IsAsking);

    /// <summary>What is to be stored of orders and words.</summary>
    public DispatchState Snapshot() => new()
    {
        Needs = [.. needs.Values],
        Pending = [.. pending],
        Released = [.. released],
        LastAt = lastAt,
        IsInBook = IsInBook,
    };

    /// <summary>What is to be stored of responders.</summary>
    public DispatchPool PoolSnapshot() => new() { Cards = [.. pool.Values] };

    /// <summary>Records a responder's card. Only what the choice looks at counts as a change.</summary>
    /// <param name="card">The card.</param>
    /// <param name="serves">False: the responder left the district.</param>
    public bool Upsert(ResponderCard card, bool serves)
    {
        var known = pool.GetValueOrDefault(card.Id);
        if (known is not null ? known.Version >= card.Version : !serves)
        {
            return false;
        }

        if (!serves)
        {
            return pool.Remove(card.Id);
        }

        pool[card.Id] = card with { Orders = [], Name = "" };
        if (known is not null && SameForChoice(known, card))
        {
            return false;
        }

        See(card.SeenAt);
        foreach (var need in needs.Values.Where(need => need.IsOpen()).ToArray())
        {
            var heardAgain = need.PassedOver.Where(p => p.Responder == card.Id && p.Verdict == Verdicts.Silent && p.At < card.SeenAt).ToArray();
            Put(heardAgain.Length == 0 ? need : need with { PassedOver = [.. need.PassedOver.Except(heardAgain)] });
        }

        AskFor(card, card.SeenAt);
        return true;
    }

    /// <summary>Records what an order needs; the same round again, or one of an order that ended, changes nothing.</summary>
    public bool Request(DispatchNeed need)
    {
        var known = needs.GetValueOrDefault(need.Order);
        if ((known is not null && known.Need.Round >= need.Round)
            || released.Exists(done => done.Order == need.Order && done.Round >= need.Round))
        {
            return false;
        }

        if (known is not null)
        {
            Remove(known, need.At);
        }

        See(need.At);
        Put(new CarriedNeed
        {
            Need = need,
            Slots = [.. need.Skills.Select(skill => new Slot { Skill = skill })],
            AskedAt = need.At,
            IsAsking = true,
        });
        return true;
    }

    /// <summary>A responder gave its part back: the next one is looked for.</summary>
    public bool Decline(string order, string responder, DateTimeOffset at)
    {
        if (!needs.TryGetValue(order, out var need) || SlotOf(need, responder) is not { } slot)
        {
            return false;
        }

        Vacate(need, slot, Verdicts.Declined, at);
        return true;
    }

    /// <summary>A responder signed: its part is asked of nobody else.</summary>
    public bool Signed(string order, string responder, DateTimeOffset at)
    {
        if (!needs.TryGetValue(order, out var need))
        {
            return false;
        }

        See(at);
        if (SlotOf(need, responder) is not { } slot)
        {
            return SignedLate(need, responder, at);
        }

        Put(Replace(need, slot, slot with { IsSigned = true }));
        return !slot.IsSigned;
    }

    /// <summary>The order needs nobody any more.</summary>
    public bool Release(string order, DateTimeOffset at)
    {
        if (!needs.TryGetValue(order, out var need))
        {
            return false;
        }

        Remove(need, at);
        released.Add(new ReleasedOrder(order, need.Need.Round));
        if (released.Count > ReleasedKept)
        {
            released.RemoveAt(0);
        }

        return true;
    }

    /// <summary>Time passed: offers unsigned for too long go to the next one, and those who wait are looked after again.</summary>
    public void Pass(DateTimeOffset at)
    {
        See(at);
        foreach (var need in needs.Values.ToArray())
        {
            foreach (var slot in need.Slots.Where(slot => IsUnsigned(slot) && slot.OfferedAt + options.OfferPatience <= at))
            {
                Vacate(needs[need.Need.Order], slot, Verdicts.Silent, slot.OfferedAt + options.OfferPatience);
            }
        }

        foreach (var need in needs.Values.Where(IsWaiting).ToArray())
        {
            Put(Ask(need, at));
        }
    }

    /// <summary>
    /// The order refused its answer: it has ended or is otherwise in hand. Nothing is offered in its name until it asks again.
    /// Where the answer only said that nobody is free, nothing was to be offered and nothing changes.
    /// </summary>
    public void Refused(DispatchWord answer)
    {
        if (!needs.TryGetValue(answer.Order, out var need) || answer.Assign!.Choices.All(choice => choice.Responder.Length == 0))
        {
            return;
        }

        var let = need.Slots.Where(IsUnsigned).ToArray();
        foreach (var slot in let)
        {
            need = Replace(need, slot, new Slot { Skill = slot.Skill, SaidWaiting = true });
        }

        pending.RemoveAll(word => word.Order == answer.Order && word.Offer is not null);
        Put(need with { IsHalted = true, IsAsking = false });
        foreach (var responder in let.Select(static slot => slot.Responder))
        {
            pending.Add(new DispatchWord { Order = answer.Order, Responder = responder, At = answer.At }); // Nothing to it where it was never offered.
            Freed(responder, answer.At);
        }
    }

    /// <summary>A word was acknowledged.</summary>
    public void Told(DispatchWord word) => pending.Remove(word);

    /// <summary>When the grain must be woken if nothing happens before: an offer runs out, a shift begins, or a day has passed.</summary>
    public DateTimeOffset NextWake()
    {
        var wake = lastAt + TimeSpan.FromDays(1);
        foreach (var slot in needs.Values.SelectMany(need => need.Slots).Where(IsUnsigned))
        {
            wake = Earlier(wake, slot.OfferedAt + options.OfferPatience);
        }

        if (needs.Values.Any(IsWaiting))
        {
            foreach (var card in pool.Values.Where(card => card.ShiftStart != card.ShiftEnd))
            {
                wake = Earlier(wake, PoolMember.NextShiftStart(card, lastAt));
            }
        }

        return wake;
    }

    /// <summary>The pool as it stands.</summary>
    public DispatchView View(DateTimeOffset now) => new()
    {
        Responders = pool.Count,
        Free = pool.Values.Count(card => card.Reachable && PoolMember.IsOnShift(card, now) && Load(card.Id) < card.Capacity),
        Waiting = [.. needs.Values.Where(need => need.IsOpen()).Select(need => need.Need)],
    };

    private static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;

    private static bool SameForChoice(ResponderCard a, ResponderCard b) =>
        a.Position == b.Position && a.Area == b.Area && a.Capacity == b.Capacity && a.Reachable == b.Reachable
        && a.ShiftStart == b.ShiftStart && a.ShiftEnd == b.ShiftEnd && a.Skills.SequenceEqual(b.Skills, StringComparer.Ordinal);
}
