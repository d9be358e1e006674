using CityActors.Alerts;
using CityActors.Places;
using CityActors.Responders;

namespace CityActors.Dispatch;

/// <summary>Judges a dispatch that somebody wants to make by hand. Only the skills and responders that the caller names count.</summary>
/// <param name="state">The district as it stands.</param>
/// <param name="wanted">What is wanted.</param>
/// <param name="now">The declared clock's time, UTC.</param>
/// <param name="options">How responders are chosen.</param>
internal sealed class ManualDispatchRules(DispatchState state, ManualDispatch wanted, DateTimeOffset now, DispatchOptions options)
{
    // The order gives up what it has for what is wanted, so that burdens nobody.
    private readonly DispatchState others = With(state.Without(wanted.Order), wanted);
    private readonly TrackedNeed? known = state.Find(wanted.Order);

    /// <summary>The choices with explanations, or why not.</summary>
    public DispatchProposal Judge()
    {
        var named = new HashSet<string>(StringComparer.Ordinal);
        return wanted.Choices.Select(choice => Refuse(choice, named)).FirstOrDefault(static refusal => refusal is not null) is { } refusal
            ? new DispatchProposal([], refusal)
            : new DispatchProposal(wanted.Choices.Select(Explain).ToArray(), null);
    }

    private static DispatchState With(DispatchState state, ManualDispatch wanted) => state with
    {
        Pool = state.Pool.SetItems(wanted.Cards
            .Where(card => AreaCodes.DispatchKey(card.Area) == AreaCodes.DispatchKey(wanted.Area))
            .Select(static card => KeyValuePair.Create(card.Id, card))),
    };

    private Refusal? Refuse(DispatchChoice choice, HashSet<string> named) => others.Pool.GetValueOrDefault(choice.Responder) switch
    {
        _ when choice.Responder.Length == 0 => IsKnown(choice.Skill) ? null : DispatchRefusals.UnknownSkill,
        null => DispatchRefusals.UnknownResponder(choice.Responder),
        var card when !card.Skills.Contains(choice.Skill) => DispatchRefusals.NotItsSkill(card.Id, choice.Skill, card.Skills),
        var card => named.Add(card.Id) ? null : DispatchRefusals.NamedTwice(card.Id),
    };

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
        return DispatchTexts.ByHand(new DispatchCandidate(card.Id, metres, obstacle), byRule);
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

/// <summary>Why a dispatch by hand is refused, in the words that dispatchers read.</summary>
internal static class DispatchRefusals
{
    public static Refusal UnknownResponder(string responder) => new(
        "unknown-responder",
        $"{responder} is not registered in the order's district: name one of the district's responders.",
        $"{responder}未在该工单所属区登记：请指定本区的处置人员。");

    public static Refusal NotItsSkill(string responder, string skill, IEnumerable<string> skills) => new(
        "not-its-skill",
        $"{responder} does not have the skill {skill}; it has {string.Join(", ", skills)}: name somebody else for it, or one of these skills.",
        $"{responder}不具备技能{skill}，其技能为{string.Join("、", skills)}：请改派他人，或改用其具备的技能。");

    public static Refusal NamedTwice(string responder) => new(
        "named-twice",
        $"{responder} is named for two parts of the order: name a different responder for each.",
        $"{responder}被重复指派：请为每项任务指定不同的处置人员。");

    public static Refusal UnknownSkill { get; } = new(
        "unknown-skill",
        "A skill is wanted that the order does not ask for and nobody in the district has: leave it out, or name a responder for it.",
        "所需技能既非该工单所需，本区亦无人具备：请删去该项，或为其指定处置人员。");
}
