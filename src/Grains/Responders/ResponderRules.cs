using CityActors.Commits;
using CityActors.Facts;
using CityActors.Places;

namespace CityActors.Responders;

/// <summary>What a responder decides: its card comes from the API, its orders from the orders, and in a drill its place from its actor.</summary>
internal sealed class ResponderRules : ICityRules<ResponderState>
{
    private const string System = "system";

    /// <summary>Registers it or changes its card; its orders stay as they are.</summary>
    public static (Decision<ResponderState> Decision, ResponderCard Reply) Put(string key, ResponderState state, ResponderCard card)
    {
        var before = state.Card;
        card = card with { Id = key, Orders = before?.Orders ?? [], Version = before?.Version ?? 0 };
        if (before is not null && state.Retired is null && IsSame(before, card))
        {
            return (Decision.None(state), before);
        }

        string[] dispatch = [AreaCodes.DispatchKey(card.Area)];
        dispatch = before is null ? dispatch : [.. dispatch.Append(AreaCodes.DispatchKey(before.Area)).Distinct(StringComparer.Ordinal)];
        var (next, fact) = Change(state with { Retired = null }, card, card.SeenAt, dispatch);
        return (Decision.To(next, fact), next.Card!);
    }

    /// <summary>Takes it out of service: it leaves the pool, and each of its orders is given up as if it had declined.</summary>
    public static (Decision<ResponderState> Decision, bool IsKnown) Retire(string key, ResponderState state, Retirement retirement)
    {
        if (state is not { Card: { } card, Retired: null })
        {
            return (Decision.None(state), state.Card is not null);
        }

        var (next, fact) = Change(state with { Retired = retirement }, card with { Orders = [] }, retirement.At, [AreaCodes.DispatchKey(card.Area)]);
        return (Decision.To(next, [fact, .. card.Orders.Select(order => GiveUp(key, next, order, retirement.At))]), true);
    }

    public Decision<ResponderState> React(string key, ResponderState state, CityFact fact, DateTimeOffset now) => fact switch
    {
        _ when state.Card is null => Decision.None(state), // Dispatch and the doors give orders to nobody who is not registered.
        CrewChanged f when state.Retired is not null => f.Offers.Any(offer => offer.Responder == key)
            ? new Decision<ResponderState>(state, IsChange: false, [GiveUp(key, state, f.Subject, f.At)]) // It was chosen before that was known.
            : Decision.None(state),
        CrewChanged f when f.Offers.FirstOrDefault(offer => offer.Responder == key) is { } offer => Offer(state, offer.Assignment),
        CrewChanged f when f.Released.Contains(key) => Release(state, f.Subject, f.At),
        ResponderArrived f when state.Retired is null => Arrive(state, f),
        _ => Decision.None(state),
    };

    private static bool IsSame(ResponderCard before, ResponderCard card) =>
        before.Skills.SequenceEqual(card.Skills, StringComparer.Ordinal) && before == card with { Skills = before.Skills };

    private static (ResponderState Next, ResponderChanged Fact) Change(
        ResponderState state, ResponderCard card, DateTimeOffset at, IReadOnlyList<string> dispatch, Assignment? offer = null)
    {
        card = card with { Version = card.Version + 1 };
        return (state with { Card = card }, new ResponderChanged
        {
            Subject = card.Id,
            Version = card.Version,
            At = at,
            Area = card.Area,
            Responder = card,
            Dispatch = dispatch,
            Offer = offer,
            RetiredAt = state.Retired?.At,
        });
    }

    private static OrderGivenUp GiveUp(string key, ResponderState state, string order, DateTimeOffset at)
    {
        var card = state.Card!;
        var id = $"retired-{key}-{card.Version}-{at.ToUnixTimeMilliseconds()}";
        return new()
        {
            Subject = $"retired/{key}/{order}",
            Version = card.Version,
            At = at,
            Area = card.Area,
            Order = order,
            Command = new() { CommandId = id, Actor = System, At = at, Responder = key, Reason = "Taken out of service. 已停用。" },
        };
    }

    private static Decision<ResponderState> Carry(ResponderState state, IEnumerable<string> orders, DateTimeOffset at, Assignment? offer = null)
    {
        var (next, fact) = Change(state, state.Card! with { Orders = orders.ToArray() }, at, [], offer);
        return Decision.To(next, fact);
    }

    private static Decision<ResponderState> Offer(ResponderState state, Assignment offer)
    {
        var known = new KnownOffer(offer.Order, offer.At);
        return state.Offers.Contains(known)
            ? Decision.None(state)
            : Carry(state.With(known), state.Card!.Orders.Where(order => order != offer.Order).Append(offer.Order), offer.At, offer);
    }

    private static Decision<ResponderState> Release(ResponderState state, string order, DateTimeOffset at) => state.Card!.Orders.Contains(order)
        ? Carry(state, state.Card.Orders.Where(other => other != order), at)
        : Decision.None(state);

    private static Decision<ResponderState> Arrive(ResponderState state, ResponderArrived arrived)
    {
        var card = state.Card! with { Position = arrived.Position, SeenAt = arrived.At };
        if (card == state.Card)
        {
            return Decision.None(state);
        }

        var (next, fact) = Change(state, card, arrived.At, [AreaCodes.DispatchKey(card.Area)]);
        return Decision.To(next, fact);
    }
}
