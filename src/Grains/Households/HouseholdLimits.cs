namespace CityActors.Households;

/// <summary>What of a home cannot be judged, and why: said when it is registered, and with its card, never passed over in silence. Pure.</summary>
public static class HouseholdLimits
{
    /// <summary>The longest interval of meters by which a home's silence is judged: a longer mean hides what somebody does.</summary>
    public static readonly TimeSpan LongestInterval = TimeSpan.FromMinutes(60);

    /// <summary>What cannot be judged of what is registered, whatever its meters will send.</summary>
    public static IReadOnlyList<CannotJudge> Of(HouseholdRegistration registration)
    {
        ArgumentNullException.ThrowIfNull(registration);
        var reasons = new List<CannotJudge>();
        if (registration.ConsentAt is null)
        {
            reasons.Add(new("no-consent", "no consent is recorded, so nothing is observed", "未登记同意监测，不作任何判断"));
        }

        if (registration.Interval > LongestInterval)
        {
            var minutes = registration.Interval.TotalMinutes;
            reasons.Add(new(
                "interval-too-long",
                $"its meters report every {minutes:0.#} minutes: up to {LongestInterval.TotalMinutes:0} minutes a silence can be judged; only data gaps and faults of meters are told",
                $"表计每{minutes:0.#}分钟上报一次，超过{LongestInterval.TotalMinutes:0}分钟无法判断静默；仅提示数据中断和表计故障"));
        }

        return reasons;
    }

    /// <summary>What cannot be judged of a home at present.</summary>
    internal static IReadOnlyList<CannotJudge> Of(HouseholdRegistration registration, LivingRhythm rhythm) => Of(registration) is { Count: > 0 } always
        ? always
        : Now(rhythm) is { } now ? [now] : [];

    private static CannotJudge? Now(LivingRhythm rhythm) => rhythm switch
    {
        _ when rhythm.PowerAt == default && rhythm.WaterAt == default => new("no-meter", "no meter of this home has sent anything yet", "该户尚无任何表计上报数据"),
        _ when HouseholdDetector.IsMute(rhythm) => new(
            "meter-fault", "its meters are silent or at fault, so nothing tells of its silence", "表计无数据或有故障，无法判断静默"),
        _ when rhythm.PowerAt != default && !BaseLoad.IsKnown(rhythm) && rhythm.PowerFault == MeterFault.None => new(
            "base-load-unknown", "its base load is not known before a first whole day of readings", "尚无完整一天的读数，基础负荷未知"),
        _ when rhythm.ActiveAt == default => new("never-active", "nobody has been seen active there yet: an empty home is never judged quiet", "尚未出现过活动：空置住户不判断静默"),
        _ => null,
    };
}
