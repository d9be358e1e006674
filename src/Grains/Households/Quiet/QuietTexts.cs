using CityActors.Alerts;
using CityActors.Deadlines;

namespace CityActors.Households;

/// <summary>Says in words why a home is too quiet: what was usual at this hour, what was seen, since when.</summary>
internal static class QuietTexts
{
    /// <summary>The rule that the alerts name.</summary>
    public const string Rule = "quiet-score";

    /// <summary>The rule that is named where the meter repeats one value.</summary>
    public const string FrozenRule = "one-value";

    private const int LongestLook = 48; // Half hours.

    /// <summary>The explanation of a value that is repeated for too long, and since when it is.</summary>
    public static (Explanation Why, DateTime Since) Frozen(LivingRhythm rhythm, DateTime at)
    {
        var (local, hours, before) = (rhythm.SameFrom + WorkCalendar.Offset, (at - rhythm.SameFrom).TotalHours, TimeSpan.FromMinutes(rhythm.LongestSame).TotalHours);
        var (zero, zeroZh) = rhythm.Watts == 0 ? ("possibly a power cut", "可能停电") : ("or the meter froze", "或电表数据停滞");
        return (new Explanation(
            $"nothing is switched by anybody: since {local:yyyy-MM-dd HH:mm} ({hours:0.#} h) the meter reads exactly {rhythm.Watts:0.###} W, never before for longer than {before:0.#} h; {zero}",
            $"无人用电迹象：自{local:M月d日HH:mm}起{hours:0.#}小时读数恰为{rhythm.Watts:0.###} W，此前最长仅{before:0.#}小时；{zeroZh}",
            FrozenRule), rhythm.SameFrom);
    }

    /// <summary>The explanation of a score over its limit, and since when the home has drawn less than it usually does.</summary>
    public static (Explanation Why, DateTime Since) Quieter(QuietMemory memory, float limit, bool isZero)
    {
        var (halves, seen, usual, peak) = (0, 0f, 0f, 0f);
        for (var half = memory.Half; halves < LongestLook && half > 0; half--)
        {
            var cell = 3 * (half % QuietWindows.RingLength);
            var usually = UsualFigures.Of(memory.Usual, 0, half);
            if (memory.Ring[cell] == 0 || usually is not { } known || (halves > 0 && LogScale.Log(LogScale.Decode(memory.Ring[cell])) > known.Mean))
            {
                break;
            }

            halves++;
            seen += LogScale.Decode(memory.Ring[cell]);
            usual += MathF.Exp(known.Mean) - LogScale.LiftWatts;
            peak = Math.Max(peak, LogScale.Decode(memory.Ring[cell + 1]));
        }

        halves = Math.Max(1, halves);
        var since = HalfHours.Start(memory.Half - halves + 1);
        var (hours, local) = (halves / 2.0, since + WorkCalendar.Offset);
        var (zero, zeroZh) = isZero ? ("; the meter reads exactly 0 W: possibly a power cut", "；电表读数恰为0 W，可能停电") : ("", "");
        return (new Explanation(
            $"quieter than this home is at this hour: since {local:yyyy-MM-dd HH:mm} ({hours:0.#} h) {seen / halves:0} W in the mean, usually {usual / halves:0} W; highest quarter of an hour {peak:0} W (score {memory.Score:0.0}, limit {limit:0.0}, {memory.Days} days learnt){zero}",
            $"比该户此时段的常态更安静：自{local:M月d日HH:mm}起{hours:0.#}小时平均功率{seen / halves:0} W，常态约{usual / halves:0} W；最高一刻钟{peak:0} W（得分{memory.Score:0.0}，限值{limit:0.0}，已学习{memory.Days}天）{zeroZh}",
            Rule), since);
    }
}
