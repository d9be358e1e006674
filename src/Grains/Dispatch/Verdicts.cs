namespace CityActors.Dispatch;

/// <summary>Why a candidate was or was not chosen.</summary>
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

    /// <summary>The verdict for people.</summary>
    public static (string English, string Chinese) Words(string verdict) => verdict switch
    {
        Chosen => (verdict, "选派"),
        Farther => (verdict, "较远"),
        Loaded => ("carries more orders", "在手任务较多"),
        Coverage => ("its area would keep fewer", "本社区需留人"),
        Busy => (verdict, "任务已满"),
        OffShift => ("off shift", "不在班"),
        Unreachable => (verdict, "联系不上"),
        Declined => (verdict, "已拒接"),
        Silent => ("did not answer", "未应答"),
        Assigned => ("has another part of this order", "已承担本单另一任务"),
        _ => (verdict, verdict),
    };
}
