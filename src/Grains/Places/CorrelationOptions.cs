using System.ComponentModel.DataAnnotations;

namespace CityActors.Places;

/// <summary>When two reports are one matter.</summary>
public sealed class CorrelationOptions
{
    /// <summary>How far from a matter's first report another may be, metres.</summary>
    /// <value>From 1 to 500. Default 50: the error of a telephone's position and the reach of a camera.</value>
    [Range(1.0, 500.0)]
    public double RadiusMetres { get; set; } = 50;

    /// <summary>How long before a matter's earliest or after its latest report another may be.</summary>
    /// <value>From 10 seconds to 1 day. Default 10 minutes.</value>
    [Range(typeof(TimeSpan), "00:00:10", "1.00:00:00")]
    public TimeSpan Window { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How late a report may come in and still find its matter.</summary>
    /// <value>From 0 to 1 day. Default 1 hour, counted from the newest report of the district.</value>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan Lateness { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How long a report's answer is remembered, counted from the newest report of the district.</summary>
    /// <value>From 1 hour to 30 days. Default 7 days.</value>
    [Range(typeof(TimeSpan), "01:00:00", "30.00:00:00")]
    public TimeSpan Memory { get; set; } = TimeSpan.FromDays(7);

    /// <summary>How many answers are remembered at most; the oldest go first.</summary>
    /// <value>From 100 to 100,000. Default 5,000: more than a district sees in a day. As many merged and ended orders are remembered.</value>
    [Range(100, 100_000)]
    public int MaxRemembered { get; set; } = 5_000;
}
