using System.ComponentModel.DataAnnotations;

namespace CityActors.Alerts;

/// <summary>How urgent each kind of alert is, and the ladder of those about life.</summary>
public sealed record AlertOptions : IValidatableObject
{
    private static readonly TimeSpan LongestDelay = TimeSpan.FromHours(1);
    private static readonly IReadOnlyList<LadderStep> UsualLadder =
    [
        new(TimeSpan.FromSeconds(30), "home-call"),
        new(TimeSpan.FromSeconds(90), "family"),
        new(TimeSpan.FromSeconds(90), "grid-officer"),
        new(TimeSpan.FromMinutes(4), "community"),
    ];

    private static readonly IDictionary<string, AlertPriority> Usual = new AlertOptions().Priorities;

    /// <summary>Who must look first, by kind of alert. A kind that is not named is <see cref="AlertPriority.Medium"/>.</summary>
    public IDictionary<string, AlertPriority> Priorities { get; init; } = new SortedDictionary<string, AlertPriority>(StringComparer.Ordinal)
    {
        [AlertKinds.Inactivity] = AlertPriority.High,
        [AlertKinds.DataGap] = AlertPriority.Low,
        [AlertKinds.Implausible] = AlertPriority.Low,
        [AlertKinds.Leak] = AlertPriority.Medium,
        [AlertKinds.FireLaneBlocked] = AlertPriority.High,
        [AlertKinds.SmokeSeen] = AlertPriority.High,
        [AlertKinds.ThrownObject] = AlertPriority.Medium,
        [AlertKinds.Smoke] = AlertPriority.High,
        [AlertKinds.Gas] = AlertPriority.High,
        [AlertKinds.HighWater] = AlertPriority.High,
        [AlertKinds.HeavyRain] = AlertPriority.Medium,
    };

    /// <summary>Who is notified, and when, of a quiet home that nobody has taken on yet; soonest first.</summary>
    /// <value>Delays from 0 to 1 hour. Default: a call to the home after 30 seconds, family and grid officer after 90 seconds, community after 4 minutes,
    /// which keeps within the goals of 60 seconds, 2 and 5 minutes. As long as it is the default, the ladder of the pack <c>care</c> holds.</value>
    public IReadOnlyList<LadderStep> Ladder { get; init; } = UsualLadder;

    /// <summary>How long it is kept what was found where somebody might have needed help, and what was written about it.</summary>
    /// <value>From 1 to 400 days. Default 180 days: a home's ways change with the season.</value>
    [Range(typeof(TimeSpan), "1.00:00:00", "400.00:00:00")]
    public TimeSpan OutcomesKept { get; init; } = TimeSpan.FromDays(180);

    /// <summary>Whether the city has a ladder of its own for quiet homes; else that of the pack holds.</summary>
    internal bool HasOwnLadder => !Ladder.SequenceEqual(UsualLadder);

    /// <summary>The priority of a kind: what the city set, else what the pack says, else the usual one.</summary>
    /// <param name="kind">The kind of alert.</param>
    /// <param name="pack">What a pack says at the alert's level, or null: none says anything.</param>
    public AlertPriority PriorityOf(string kind, AlertPriority? pack = null)
    {
        AlertPriority? set = Priorities.TryGetValue(kind, out var known) ? known : null;
        AlertPriority? usual = Usual.TryGetValue(kind, out var first) ? first : null;
        return set is { } city && city != usual ? city : pack ?? set ?? AlertPriority.Medium;
    }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!Ladder.All(static step => step.After >= TimeSpan.Zero && step.After <= LongestDelay)
            || Ladder.Zip(Ladder.Skip(1)).Any(static pair => pair.First.After > pair.Second.After))
        {
            yield return new ValidationResult($"give delays from {TimeSpan.Zero} to {LongestDelay}, soonest first", [nameof(Ladder)]);
        }

        if (!Ladder.All(static step => step.Receiver.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
            || Ladder.DistinctBy(static step => step.Receiver).Count() != Ladder.Count)
        {
            yield return new ValidationResult("name each receiver once, in lower-case letters, digits and hyphens", [nameof(Ladder)]);
        }
    }
}

/// <summary>One step of the ladder.</summary>
/// <param name="After">How long after the alert opened.</param>
/// <param name="Receiver">A receiver of the notifications' configuration.</param>
public sealed record LadderStep(TimeSpan After, string Receiver);
