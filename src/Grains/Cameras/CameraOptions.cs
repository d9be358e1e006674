using System.ComponentModel.DataAnnotations;

namespace CityActors.Cameras;

/// <summary>Parameters of the rules that judge what cameras see.</summary>
public sealed record CameraOptions : IValidatableObject
{
    /// <summary>How long a fire lane may be blocked before it is an alert.</summary>
    /// <value>From 10 seconds to 1 hour. Default 3 minutes: a delivery is not an obstruction.</value>
    [Range(typeof(TimeSpan), "00:00:10", "01:00:00")]
    public TimeSpan FireLaneDwell { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>The least confidence at which a vehicle or a thrown object counts.</summary>
    /// <value>From 0 to 1. Default 0.5.</value>
    [Range(0.0, 1.0)]
    public double LeastConfidence { get; init; } = 0.5;

    /// <summary>The least confidence at which a sighting of smoke counts.</summary>
    /// <value>From 0 to 1. Default 0.6.</value>
    [Range(0.0, 1.0)]
    public double SmokeConfidence { get; init; } = 0.6;

    /// <summary>How many of the last <see cref="SmokeOf"/> sightings of a track must count as smoke.</summary>
    /// <value>From 1 to 8. Default 2: one frame of steam is not a fire.</value>
    [Range(1, 8)]
    public int SmokeHits { get; init; } = 2;

    /// <summary>How many of a track's last sightings are looked at for smoke.</summary>
    /// <value>From 1 to 8. Default 3.</value>
    [Range(1, 8)]
    public int SmokeOf { get; init; } = 3;

    /// <summary>How long nothing may be seen any more before the episode ends.</summary>
    /// <value>From 0 to 1 hour. Default 1 minute: a lorry passing before the camera ends nothing.</value>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan OffDelay { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long after an episode no new one begins.</summary>
    /// <value>From 0 to 24 hours. Default 5 minutes.</value>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan Cooldown { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How many alerts of one kind and zone a camera may open in an hour: the last of them ends only when nothing was seen for an hour.</summary>
    /// <value>From 2 to 60. Default 6.</value>
    [Range(2, 60)]
    public int MostAnHour { get; init; } = 6;

    /// <summary>How many zones a camera may name besides those that it is registered with: what is seen in any further one counts as in one zone, <c>other</c>.</summary>
    /// <value>From 1 to 64. Default 16: more than a camera has, and few enough for a camera that invents a zone with every event.</value>
    [Range(1, 64)]
    public int MostZones { get; init; } = 16;

    /// <summary>How long a track may go without an event before it counts as ended.</summary>
    /// <value>From 1 minute to 24 hours. Default 30 minutes: its end was lost.</value>
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00")]
    public TimeSpan TrackLost { get; init; } = TimeSpan.FromMinutes(30);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (SmokeHits > SmokeOf)
        {
            yield return new ValidationResult($"give at most SmokeOf, which is {SmokeOf}", [nameof(SmokeHits)]);
        }

        if (FireLaneDwell > TrackLost)
        {
            yield return new ValidationResult(
                $"give at most TrackLost, which is {TrackLost}, or a vehicle is forgotten before it is an alert", [nameof(FireLaneDwell)]);
        }
    }
}
