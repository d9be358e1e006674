using CityActors.Responders;

namespace CityActors.Dispatch;

/// <summary>Puts a choice into a sentence, in English and Chinese.</summary>
internal static class DispatchTexts
{
    /// <summary>Somebody was chosen.</summary>
    /// <param name="skill">The skill wanted.</param>
    /// <param name="judged">Everybody considered, nearest first, one of them chosen.</param>
    /// <param name="shown">How many to keep: the nearest, and the chosen and the next in line in any case.</param>
    public static DispatchChoice Chosen(string skill, DispatchCandidate[] judged, int shown)
    {
        var chosen = Array.Find(judged, candidate => candidate.Verdict == Verdicts.Chosen)!;
        var next = Array.Find(judged, candidate => candidate.Verdict is Verdicts.Farther or Verdicts.Loaded or Verdicts.Coverage);
        var (name, nameZh) = Skill(skill);
        var (kind, kindZh) = next is null or { Verdict: Verdicts.Farther } ? ("nearest free", "最近的空闲") : ("equally near", "距离相近的");
        var (verdict, verdictZh) = Verdicts.Words(next?.Verdict ?? "");
        var (others, othersZh) = next is null ? ("nobody else is free", "无其他空闲人员") : (
            $"next {next.Responder} {next.DistanceMetres:N0} m ({verdict})", $"其次 {next.Responder}，{next.DistanceMetres:N0} 米（{verdictZh}）");
        return new DispatchChoice
        {
            Skill = skill,
            Responder = chosen.Responder,
            DistanceMetres = chosen.DistanceMetres,
            Candidates = Shown(judged, shown, chosen, next),
            English = $"{chosen.Responder} chosen: {kind} {name}, {chosen.DistanceMetres:N0} m; {others}",
            Chinese = $"选派 {chosen.Responder}：{kindZh}{nameZh}，{chosen.DistanceMetres:N0} 米；{othersZh}",
        };
    }

    /// <summary>Nobody is free.</summary>
    public static DispatchChoice Nobody(string skill, DispatchCandidate[] judged, int shown)
    {
        var (name, nameZh) = Skill(skill);
        if (judged.Length == 0)
        {
            return Of(skill, $"No {name} serves this area; waiting.", $"本区域没有{nameZh}，等待中。");
        }

        var counts = judged
            .CountBy(static candidate => candidate.Verdict, StringComparer.Ordinal)
            .OrderBy(static verdict => verdict.Key, StringComparer.Ordinal)
            .Select(static verdict => (verdict.Value, Words: Verdicts.Words(verdict.Key)))
            .ToArray();
        var text = Of(
            skill,
            $"No {name} is free: {string.Join(", ", counts.Select(static verdict => $"{verdict.Value} {verdict.Words.English}"))}; waiting.",
            $"暂无空闲{nameZh}：{string.Join("，", counts.Select(static verdict => $"{verdict.Value} 人{verdict.Words.Chinese}"))}；等待中。");
        return text with { Candidates = Shown(judged, shown, null, null) };
    }

    /// <summary>Enough responders were asked in vain.</summary>
    public static DispatchChoice Exhausted(string skill, int offers) =>
        Of(skill, $"{offers} offers came to nothing; a dispatcher must decide.", $"已派 {offers} 次均未接单，请派遣员人工处理。");

    /// <summary>A part of the order that stays with its responder.</summary>
    public static DispatchChoice Kept(Slot slot) => slot is { Responder: { Length: > 0 } responder }
        ? Of(slot.Skill, $"{responder} as before.", $"仍由 {responder} 承担。") with { Responder = responder, DistanceMetres = slot.DistanceMetres }
        : Waiting(slot.Skill);

    /// <summary>A part of the order that nobody has.</summary>
    public static DispatchChoice Waiting(string skill) => Of(skill, "Still waiting.", "仍在等待。");

    /// <summary>The choice that somebody made by hand, beside the one that the rule would have made.</summary>
    /// <param name="chosen">Who was chosen, how far away, and what speaks against it, or empty.</param>
    /// <param name="byRule">What the rule would have chosen.</param>
    public static DispatchChoice ByHand(DispatchCandidate chosen, DispatchChoice byRule)
    {
        var (name, nameZh) = Skill(byRule.Skill);
        var (verdict, verdictZh) = Verdicts.Words(chosen.Verdict);
        var (note, noteZh) = verdict.Length == 0 ? ("", "") : ($" ({verdict})", $"（{verdictZh}）");
        var (rule, ruleZh) = byRule.Responder switch
        {
            "" => ($"by rule no {name} is free", $"按规则暂无空闲{nameZh}"),
            _ when byRule.Responder == chosen.Responder => ("by rule the same", "按规则亦为同一人选"),
            _ => ($"by rule {byRule.Responder}, {byRule.DistanceMetres:N0} m", $"按规则应派 {byRule.Responder}，{byRule.DistanceMetres:N0} 米"),
        };
        return byRule with
        {
            Responder = chosen.Responder,
            DistanceMetres = chosen.DistanceMetres,
            English = $"{chosen.Responder} chosen by hand: {name}, {chosen.DistanceMetres:N0} m{note}; {rule}",
            Chinese = $"手动选派 {chosen.Responder}：{nameZh}，{chosen.DistanceMetres:N0} 米{noteZh}；{ruleZh}",
        };
    }

    // Nobody's part, with what is to be said about it.
    private static DispatchChoice Of(string skill, string english, string chinese) =>
        new() { Skill = skill, Responder = "", English = english, Chinese = chinese };

    private static DispatchCandidate[] Shown(DispatchCandidate[] judged, int shown, DispatchCandidate? chosen, DispatchCandidate? next)
    {
        if (judged.Length <= shown)
        {
            return judged;
        }

        var must = judged.Where(candidate => candidate == chosen || candidate == next).ToArray();
        var others = judged.Where(candidate => candidate != chosen && candidate != next).Take(shown - must.Length);
        return must.Concat(others).OrderBy(candidate => Array.IndexOf(judged, candidate)).ToArray();
    }

    private static (string English, string Chinese) Skill(string skill) => skill switch
    {
        Skills.GridOfficer => ("grid officer", "网格员"),
        Skills.Cleaner => ("cleaner", "保洁员"),
        Skills.SanitationVehicle => ("sanitation vehicle", "环卫车辆"),
        Skills.Patrol => ("patrol", "城管执法人员"),
        Skills.RepairCrew => ("repair crew", "市政抢修队"),
        Skills.Fire => ("fire crew", "消防人员"),
        Skills.Medic => ("medic", "医护人员"),
        Skills.Technician => ("technician", "设备维护人员"),
        _ => (skill, skill),
    };
}
