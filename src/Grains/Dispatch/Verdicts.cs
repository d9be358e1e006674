namespace CityActors.Dispatch;

/// <summary>What was found about a candidate.</summary>
internal static class Verdicts
{
    public const string Chosen = "chosen";
    public const string Farther = "farther";
    public const string Loaded = "loaded";
    public const string Coverage = "coverage";
    public const string Busy = "busy";
    public const string OffShift = "off-shift";
    public const string Unreachable = "unreachable";
    public const string Declined = "declined";
    public const string Silent = "silent";
    public const string Assigned = "assigned";

    /// <summary>The verdict for people, Chinese.</summary>
    public static string Chinese(string verdict) => verdict switch
    {
        Chosen => "选派",
        Farther => "较远",
        Loaded => "在手任务较多",
        Coverage => "本社区需留人",
        Busy => "任务已满",
        OffShift => "不在班",
        Unreachable => "联系不上",
        Declined => "已拒接",
        Silent => "未应答",
        Assigned => "已承担本单另一任务",
        _ => verdict,
    };

    /// <summary>The verdict for people, English.</summary>
    public static string English(string verdict) => verdict switch
    {
        Loaded => "carries more orders",
        Coverage => "its area would keep fewer",
        OffShift => "off shift",
        Silent => "did not answer",
        Assigned => "has another part of this order",
        _ => verdict,
    };
}
