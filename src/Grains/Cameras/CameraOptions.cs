using System.ComponentModel.DataAnnotations;

namespace CityActors.Cameras;

/// <summary>What keeps a camera that chatters from flooding the city. When what is seen is an alert, packs say.</summary>
public sealed record CameraOptions
{
    /// <summary>How many alerts of one kind and zone a camera may open in an hour: the last of them ends only when nothing was seen for an hour.</summary>
    /// <value>From 2 to 60. Default 6.</value>
    [Range(2, 60)]
    public int MostAnHour { get; init; } = 6;

    /// <summary>How many zones a camera may name besides those that it is registered with: what is seen in any further one counts as in one zone, <c>other</c>.</summary>
    /// <value>From 1 to 64. Default 16: more than a camera has, and few enough for a camera that invents a zone with every event.</value>
    [Range(1, 64)]
    public int MostZones { get; init; } = 16;
}
