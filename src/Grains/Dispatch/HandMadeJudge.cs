using CityActors.Alerts;
using CityActors.Places;
using CityActors.Responders;

namespace CityActors.Dispatch;

/// <summary>Judges a dispatch that somebody wants to make by hand. Of the caller's words nothing but skills and responders counts.</summary>
/// <param name="state">The district as it stands.</param>
/// <param name="wanted">What is wanted.</param>
/// <param name="now">The declared clock's time, UTC.</param>
/// <param name="options">How responders are chosen.</param>
internal sealed class HandMadeJudge(DispatchState state, HandMadeDispatch wanted, DateTimeOffset now, DispatchOptions options)
{
    // What the order has is given up for what is wanted: it burdens nobody.
    private readonly DispatchState others = With(state.Without(wanted.Order), wanted);
    private readonly CarriedNeed? known = state.Find(wanted.Order);

    /// <summary>The choices in our words, or why not.</summary>
    public DispatchProposal Judge()
    {
        var named = new HashSet<string>(StringComparer.Ordinal);
        foreach (var choice in wanted.Choices)
        {
            if (Refuse(choice, named) is { } refusal)
            {
                return new DispatchProposal([], refusal);
            }
        }

        return new DispatchProposal(wanted.Choices.Select(Explain).ToArray(), null);
    }

    private static DispatchState With(DispatchState state, HandMadeDispatch wanted) => state with
    {
        Pool = state.Pool.SetItems(wanted.Cards
            .Where(card => AreaCodes.DispatchKey(card.Area) == AreaCodes.DispatchKey(wanted.Area))
            .Select(static card => KeyValuePair.Create(card.Id, card))),
    };

    private Refusal? Refuse(DispatchChoice choice, HashSet<string> named)
    {
        if (choice.Responder.Length == 0)
        {
            return IsKnown(choice.Skill) ? null : DispatchRefusals.UnknownSkill;
        }

        if (!others.Pool.TryGetValue(choice.Responder, out var card))
        {
            return DispatchRefusals.UnknownResponder(choice.Responder);
        }

        if (!card.Skills.Contains(choice.Skill))
        {
            return DispatchRefusals.NotItsSkill(card.Id, choice.Skill, card.Skills);
        }

        return named.Add(card.Id) ? null : DispatchRefusals.NamedTwice(card.Id);
    }

    private bool IsKnown(string skill) =>
        known?.Need.Skills.Contains(skill) == true || others.Pool.Values.Any(card => card.Skills.Contains(skill));

    private DispatchChoice Explain(DispatchChoice choice)
    {
        if (choice.Responder.Length == 0)
        {
            return DispatchTexts.Waiting(choice.Skill);
        }

        var card = others.Pool[choice.Responder];
        var excluded = Excluded(card);
        var metres = Math.Round(Geography.DistanceMetres(card.Position, wanted.Position), 1);
        var obstacle = ResponderChoice.Obstacle(Member(card), excluded, now) ?? "";
        var byRule = ResponderChoice.Choose(others.Pool.Values.Select(Member), choice.Skill, Need(choice.Skill), excluded, now, options);
        return DispatchTexts.ByHand(wanted.Actor, new DispatchCandidate(card.Id, metres, obstacle), byRule);
    }

    // By rule nobody is asked again who was asked in vain, nor who has another part of the order.
    private Dictionary<string, string> Excluded(ResponderCard chosen)
    {
        var excluded = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var passed in known?.PassedOver ?? [])
        {
            excluded[passed.Responder] = passed.Verdict;
        }

        foreach (var choice in wanted.Choices.Where(choice => choice.Responder.Length > 0 && choice.Responder != chosen.Id))
        {
            excluded[choice.Responder] = Verdicts.Assigned;
        }

        return excluded;
    }

    private PoolMember Member(ResponderCard card) => new(card, others.Load(card.Id));

    private DispatchNeed Need(string skill) =>
        new() { Order = wanted.Order, Skills = [skill], Position = wanted.Position, At = now, Area = wanted.Area };
}
