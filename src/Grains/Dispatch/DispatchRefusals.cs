using CityActors.Alerts;

namespace CityActors.Dispatch;

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
