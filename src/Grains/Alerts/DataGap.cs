namespace CityActors.Alerts;

/// <summary>A device that sends nothing is a device ticket: never a quiet home, never a value that stands.</summary>
internal static class DataGap
{
    /// <summary>The rule's name.</summary>
    public const string Rule = "data-gap";

    /// <summary>Why it ended.</summary>
    public static readonly Explanation Back = new("readings are back", "数据已恢复", Rule);

    /// <summary>How long a device may be silent: four intervals, but no less than the time given.</summary>
    public static TimeSpan Limit(TimeSpan interval, TimeSpan least) => interval * 4 > least ? interval * 4 : least;
}
