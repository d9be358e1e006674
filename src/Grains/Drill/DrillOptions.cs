using System.ComponentModel.DataAnnotations;

namespace CityActors.Drill;

/// <summary>How a drill's responders act by themselves.</summary>
public sealed class DrillOptions
{
    /// <summary>How many times faster than in life a drill's responders act.</summary>
    /// <value>From 1 to 100. Default 1; a live demo takes 20, so that an alert becomes a closed order within two minutes.</value>
    [Range(1.0, 100.0)]
    public double Pace { get; set; } = 1;

    /// <summary>How fast a drill's responders travel, metres per second in a straight line.</summary>
    /// <value>From 0.5 to 30. Default 4: an electric scooter in a street.</value>
    [Range(0.5, 30.0)]
    public double MetresPerSecond { get; set; } = 4;

    /// <summary>How many of a hundred offers a drill's responders decline.</summary>
    /// <value>From 0 to 100. Default 2.</value>
    [Range(0, 100)]
    public int DeclinedPercent { get; set; } = 2;
}
