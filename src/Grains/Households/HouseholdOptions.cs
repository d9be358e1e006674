using System.ComponentModel.DataAnnotations;

namespace CityActors.Households;

/// <summary>Parameters of the rules that judge a household.</summary>
public sealed record HouseholdOptions : IValidatableObject
{
    /// <summary>The least that power must exceed the base load by to count as somebody's doing.</summary>
    /// <value>From 5 to 500 watts. Default 30: a lamp or a television, more than a refrigerator's quarter-hourly wobble.</value>
    [Range(5.0, 500.0)]
    public double ActiveAboveBaseWatts { get; init; } = 30;

    /// <summary>How many standard deviations of the base load power must exceed it by.</summary>
    /// <value>From 1 to 10. Default 3.</value>
    [Range(1.0, 10.0)]
    public double ActiveAboveBaseSigmas { get; init; } = 3;

    /// <summary>Water drawn within one interval that counts as somebody's doing.</summary>
    /// <value>From 0.1 to 20 litres. Default 0.5: a glass, not a dripping tap.</value>
    [Range(0.1, 20.0)]
    public double ActiveAboveLitres { get; init; } = 0.5;

    /// <summary>The floor: how long a home may show no activity at all.</summary>
    /// <value>From 4 to 48 hours. Default 12 hours, the rule in use in the field.</value>
    [Range(typeof(TimeSpan), "04:00:00", "2.00:00:00")]
    public TimeSpan QuietFloor { get; init; } = TimeSpan.FromHours(12);

    /// <summary>Whole days to learn before the rhythm judges; before that only the floor does.</summary>
    /// <value>From 3 to 28 days. Default 7: each day of the week once.</value>
    [Range(3, 28)]
    public int LearningDays { get; init; } = 7;

    /// <summary>How many days of a day type the learnt odds remember.</summary>
    /// <value>From 7 to 90 days. Default 28: a season passes, a holiday does not count for long.</value>
    [Range(7, 90)]
    public int MemoryDays { get; init; } = 28;

    /// <summary>The least score (natural logarithm of one over the odds of such a silence) that is an alarm.</summary>
    /// <value>From 3 to 60. Default 18; measured in docs/detectors.md.</value>
    [Range(3.0, 60.0)]
    public double ScoreFloor { get; init; } = 18;

    /// <summary>How far the score of a silence must exceed the household's own usual highest one.</summary>
    /// <value>From 1 to 3 times. Default 1.5; measured in docs/detectors.md.</value>
    [Range(1.0, 3.0)]
    public double ScoreMargin { get; init; } = 1.5;

    /// <summary>How far the length of a silence must exceed the household's own usual longest one, where that is near the floor or above.</summary>
    /// <value>From 1 to 3 times. Default 1.25.</value>
    [Range(1.0, 3.0)]
    public double QuietMargin { get; init; } = 1.25;

    /// <summary>The least time without a reading that is a data gap; four intervals if that is longer.</summary>
    /// <value>From 10 minutes to 24 hours. Default 1 hour.</value>
    [Range(typeof(TimeSpan), "00:10:00", "1.00:00:00")]
    public TimeSpan GapAfter { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long a meter may repeat one value that is somebody's doing to the last digit; a water meter 3 hours at least.</summary>
    /// <value>From 30 minutes to 24 hours. Default 1 hour: publishers of meter data fill gaps forward like this.</value>
    [Range(typeof(TimeSpan), "00:30:00", "1.00:00:00")]
    public TimeSpan StuckAfter { get; init; } = TimeSpan.FromHours(1);

    /// <summary>
    /// How long a meter may repeat one value before <see cref="LearningDays"/> have passed, when the home's own longest run is not yet known.
    /// </summary>
    /// <value>From 1 hour to 2 days. Default 24 hours: no appliance runs evenly through day and night.</value>
    [Range(typeof(TimeSpan), "01:00:00", "2.00:00:00")]
    public TimeSpan StuckAfterWhileLearning { get; init; } = TimeSpan.FromHours(24);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (GapAfter >= QuietFloor)
        {
            yield return new ValidationResult(
                $"give less than QuietFloor, which is {QuietFloor}, or a silent meter passes for a quiet home", [nameof(GapAfter)]);
        }

        if (StuckAfterWhileLearning < StuckAfter)
        {
            yield return new ValidationResult($"give at least StuckAfter, which is {StuckAfter}", [nameof(StuckAfterWhileLearning)]);
        }
    }
}
