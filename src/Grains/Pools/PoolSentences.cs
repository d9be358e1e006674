using System.Globalization;

namespace CityActors.Pools;

/// <summary>Puts a choice into a sentence, in English and Chinese.</summary>
internal static class PoolSentences
{
    /// <summary>The choice with its sentence.</summary>
    /// <param name="choice">The choice.</param>
    /// <param name="verdicts">How many members there are of each verdict.</param>
    public static PoolChoice Tell(PoolChoice choice, IReadOnlyDictionary<string, int> verdicts)
    {
        var rest = verdicts.Where(static verdict => verdict.Key != PoolVerdicts.Behind).OrderBy(static verdict => PoolVerdicts.RankOf(verdict.Key)).Select(static verdict => (verdict.Value, Words: PoolVerdicts.Words(verdict.Key))).ToArray();
        var (counted, countedZh) = (string.Join(", ", rest.Select(static one => $"{one.Value} {one.Words.English}")), string.Join("，", rest.Select(static one => $"{one.Value} 人{one.Words.Chinese}")));
        if (choice.Chosen.Count == 0)
        {
            return choice.Members == 0
                ? choice with { English = "Nobody is in the pool; waiting.", Chinese = "暂无可选人员，等待中。" }
                : choice with
                {
                    English = $"Nobody can be chosen of {choice.Members}: {(counted.Length > 0 ? counted : $"{choice.Free} free, and more are wanted")}; waiting.",
                    Chinese = $"{choice.Members} 人中无人可选：{(countedZh.Length > 0 ? countedZh : $"仅 {choice.Free} 人可选，人数不足")}；等待中。",
                };
        }

        var first = choice.Candidates[0];
        var next = choice.Candidates.FirstOrDefault(static one => one.Verdict == PoolVerdicts.Behind);
        return choice with
        {
            English = $"{string.Join(", ", choice.Chosen)} chosen with {Figure(first.Points)} points{Why(first, inChinese: false)}; {(next is null ? "nobody else is free" : $"next {next.Who} with {Figure(next.Points)}")}{(counted.Length > 0 ? $"; {counted}" : "")}.",
            Chinese = $"选定 {string.Join("、", choice.Chosen)}，{Figure(first.Points)} 分{Why(first, inChinese: true)}；{(next is null ? "无其他可选人员" : $"其次 {next.Who}，{Figure(next.Points)} 分")}{(countedZh.Length > 0 ? $"；{countedZh}" : "")}。",
        };
    }

    /// <summary>Enough were asked in vain.</summary>
    public static PoolChoice Exhausted(int offers) => new()
    {
        English = $"{offers} were asked and nobody took it; waiting for somebody who was not asked.",
        Chinese = $"已询问 {offers} 人，均未承接；等待其他人选。",
    };

    private static string Why(PoolCandidate one, bool inChinese)
    {
        var reasons = one.Reasons.Where(static reason => reason.Points != 0).Select(reason => inChinese ? $"{reason.Chinese} {Signed(reason.Points)}" : $"{reason.English} {Signed(reason.Points)}").ToArray();
        return reasons.Length == 0 ? "" : inChinese ? $"（{string.Join("，", reasons)}）" : $" ({string.Join(", ", reasons)})";
    }

    private static string Figure(decimal points) => Math.Round(points, 2).ToString("0.##", CultureInfo.InvariantCulture);

    private static string Signed(decimal points) => Math.Round(points, 2).ToString("+0.##;-0.##;0", CultureInfo.InvariantCulture);
}
