using System.ComponentModel.DataAnnotations;

namespace CityActors.Dispatch;

/// <summary>How responders are chosen.</summary>
public sealed class DispatchOptions
{
    /// <summary>How long after the first call a round begins, so that what comes together is decided together.</summary>
    /// <value>From 0 to 10 seconds. Default 200 milliseconds.</value>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:10")]
    public TimeSpan RoundDelay { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How long an offer may go unsigned before the next responder is asked.</summary>
    /// <value>From 10 seconds to 1 hour. Default 2 minutes: half of the way to the five-minute goal is left.</value>
    [Range(typeof(TimeSpan), "00:00:10", "01:00:00")]
    public TimeSpan OfferPatience { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How many offers one dispatch of an order makes before it waits for a dispatcher's word.</summary>
    /// <value>From 1 to 100. Default 20.</value>
    [Range(1, 100)]
    public int MaxOffers { get; set; } = 20;

    /// <summary>How much farther than the nearest still counts as equally near, as a share of the nearest's distance.</summary>
    /// <value>From 0 to 1. Default 0.1.</value>
    [Range(0.0, 1.0)]
    public double TieShare { get; set; } = 0.1;

    /// <summary>How much farther than the nearest still counts as equally near, metres; the greater of both holds.</summary>
    /// <value>From 0 to 1,000. Default 50.</value>
    [Range(0.0, 1000.0)]
    public double TieMetres { get; set; } = 50;
}
