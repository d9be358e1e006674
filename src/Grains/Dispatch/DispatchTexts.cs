using System.Globalization;
using CityActors.Responders;

namespace CityActors.Dispatch;

/// <summary>Says a choice in a sentence, English and Chinese.</summary>
internal static class DispatchTexts
{
    /// <summary>The choice where somebody was chosen.</summary>
    /// <param name="skill">The skill wanted.</param>
    /// <param name="judged">Everybody considered, nearest first, one of them chosen.</param>
    /// <param name="shown">How many to keep: the nearest, and the chosen and the next in line in any case.</param>
    public static DispatchChoice Chosen(string skill, DispatchCandidate[] judged, int shown)
    {
        var chosen = Array.Find(judged, candidate => candidate.Verdict == Verdicts.Chosen)!;
        var next = Array.Find(judged, candidate => candidate.Verdict is Verdicts.Farther or Verdicts.Loaded or Verdicts.Coverage);
        var passedOver = next is not null && next.Verdict != Verdicts.Farther;
        var (english, chinese) = Skill(skill);
        return new DispatchChoice
        {
            Skill = skill,
            Responder = chosen.Responder,
            DistanceMetres = chosen.DistanceMetres,
            Candidates = Shown(judged, shown, chosen, next),
            English = $"{chosen.Responder} chosen: {(passedOver ? "equally near" : "nearest free")} {english}, {Metres(chosen)} m; "
                + (next is null ? "nobody else is free" : $"next {next.Responder} {Metres(next)} m ({Verdicts.English(next.Verdict)})"),
            Chinese = $"选派 {chosen.Responder}：{(passedOver ? "距离相近的" : "最近的空闲")}{chinese}，{Metres(chosen)} 米；"
                + (next is null ? "无其他空闲人员" : $"其次 {next.Responder}，{Metres(next)} 米（{Verdicts.Chinese(next.Verdict)}）"),
        };
    }

    /// <summary>The choice where nobody is free.</summary>
    public static DispatchChoice Nobody(string skill, DispatchCandidate[] judged, int shown)
    {
        var (english, chinese) = Skill(skill);
        var counts = judged
            .GroupBy(candidate => candidate.Verdict, StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .ToArray();
        return new DispatchChoice
        {
            Skill = skill,
            Responder = "",
            Candidates = Shown(judged, shown, null, null),
            English = judged.Length == 0
                ? $"No {english} serves this area; waiting."
                : $"No {english} is free: {string.Join(", ", counts.Select(group => $"{group.Count()} {Verdicts.English(group.Key)}"))}; waiting.",
            Chinese = judged.Length == 0
                ? $"本区域没有{chinese}，等待中。"
                : $"暂无空闲{chinese}：{string.Join("，", counts.Select(group => $"{group.Count()} 人{Verdicts.Chinese(group.Key)}"))}；等待中。",
        };
    }

    /// <summary>The choice where enough were asked in vain.</summary>
    public static DispatchChoice Exhausted(string skill, int offers) => new()
    {
        Skill = skill,
        Responder = "",
        English = $"{offers} offers came to nothing; a dispatcher must decide.",
        Chinese = $"已派 {offers} 次均未接单，请派遣员人工处理。",
    };

    /// <summary>A part of the order that stays with whom it was given to.</summary>
    public static DispatchChoice Kept(Slot slot) => slot.Responder.Length == 0 ? Waiting(slot.Skill) : new()
    {
        Skill = slot.Skill,
        Responder = slot.Responder,
        DistanceMetres = slot.DistanceMetres,
        English = $"{slot.Responder} as before.",
        Chinese = $"仍由 {slot.Responder} 承担。",
    };

    /// <summary>A part of the order that nobody has.</summary>
    public static DispatchChoice Waiting(string skill) => new() { Skill = skill, Responder = "", English = "Still waiting.", Chinese = "仍在等待。" };

    /// <summary>The choice that somebody made by hand, beside the one that the rule would have made.</summary>
    /// <param name="actor">Who chose.</param>
    /// <param name="chosen">Who was chosen, how far away, and what speaks against it, or empty.</param>
    /// <param name="byRule">What the rule would have chosen.</param>
    public static DispatchChoice ByHand(string actor, DispatchCandidate chosen, DispatchChoice byRule)
    {
        var (english, chinese) = Skill(byRule.Skill);
        var (note, chineseNote) = chosen.Verdict.Length == 0 ? ("", "") : ($" ({Verdicts.English(chosen.Verdict)})", $"（{Verdicts.Chinese(chosen.Verdict)}）");
        var (rule, chineseRule) = byRule.Responder switch
        {
            "" => ($"by rule no {english} is free", $"按规则暂无空闲{chinese}"),
            _ when byRule.Responder == chosen.Responder => ("by rule the same", "按规则亦为同一人选"),
            _ => ($"by rule {byRule.Responder}, {Metres(byRule.DistanceMetres)} m", $"按规则应派 {byRule.Responder}，{Metres(byRule.DistanceMetres)} 米"),
        };
        return byRule with
        {
            Responder = chosen.Responder,
            DistanceMetres = chosen.DistanceMetres,
            English = $"{chosen.Responder} chosen by hand by {actor}: {english}, {Metres(chosen)} m{note}; {rule}",
            Chinese = $"{actor} 手动选派 {chosen.Responder}：{chinese}，{Metres(chosen)} 米{chineseNote}；{chineseRule}",
        };
    }

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

    private static string Metres(DispatchCandidate candidate) => Metres(candidate.DistanceMetres);

    private static string Metres(double metres) => metres.ToString("N0", CultureInfo.InvariantCulture);

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
