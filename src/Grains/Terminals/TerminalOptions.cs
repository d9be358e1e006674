using System.ComponentModel.DataAnnotations;
using CityActors.Observations;

namespace CityActors.Terminals;

/// <summary>Parameters of the rules that judge terminals, where their registration says nothing else.</summary>
public sealed record TerminalOptions : IValidatableObject
{
    /// <summary>Thresholds by kind of observation.</summary>
    /// <value>
    /// Invented by us within the ranges of the device standards: smoke 10 %/m (fire detectors respond at about 0.1 to 0.5 dB/m, 2 to 11 %/m),
    /// gas 10 %LEL (household detectors: 5 to 25 %LEL), water 0.15 m (the filing limit for water on a road), rain 16 mm/h (cloudburst).
    /// </value>
    public IDictionary<string, ThresholdRule> Kinds { get; init; } = new SortedDictionary<string, ThresholdRule>(StringComparer.Ordinal)
    {
        [ObservationKinds.SmokeLevel] = new(10, 2, TimeSpan.Zero, TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(15)),
        [ObservationKinds.GasLevel] = new(10, 2, TimeSpan.Zero, TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(15)),
        [ObservationKinds.WaterLevel] = new(0.15, 0.03, TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(5)),
        [ObservationKinds.Rain] = new(16, 4, TimeSpan.Zero, TimeSpan.FromMinutes(30), TimeSpan.FromMinutes(15)),
    };

    /// <summary>The least time without a reading that is a data gap; four intervals if that is longer.</summary>
    /// <value>From 10 minutes to 24 hours. Default 1 hour.</value>
    [Range(typeof(TimeSpan), "00:10:00", "1.00:00:00")]
    public TimeSpan GapAfter { get; init; } = TimeSpan.FromHours(1);

    /// <summary>An episode that begins so soon after another ends only when the value was below for as long.</summary>
    /// <value>From 0 to 24 hours. Default 5 minutes, or the off-delay if that is longer.</value>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan Cooldown { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How many alerts a terminal may open in an hour: the last of them ends only when the value was below for an hour.</summary>
    /// <value>From 2 to 60. Default 6.</value>
    [Range(2, 60)]
    public int MostAnHour { get; init; } = 6;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        from entry in Kinds
        where entry.Value.DeadBand >= entry.Value.Threshold
        select new ValidationResult(
            $"give less than Threshold, which is {entry.Value.Threshold}, or the alert never ends",
            [$"{nameof(Kinds)}:{entry.Key}:{nameof(ThresholdRule.DeadBand)}"]);
}

/// <summary>When a measured value is an alert.</summary>
/// <param name="Threshold">From this value on, in the unit of the kind; 0.001 to 1,000.</param>
/// <param name="DeadBand">How far below it the value must fall again, in the unit of the kind; from 0 to less than the threshold.</param>
/// <param name="OnDelay">How long it must stay at the threshold first, 0 to 1 hour.</param>
/// <param name="OffDelay">How long it must stay below afterwards, 0 to 24 hours.</param>
/// <param name="Interval">How often such a terminal reports, 1 second to 24 hours.</param>
public sealed record ThresholdRule(
    [property: Range(0.001, 1000.0)] double Threshold,
    [property: Range(0.0, 1000.0)] double DeadBand,
    [property: Range(typeof(TimeSpan), "00:00:00", "01:00:00")] TimeSpan OnDelay,
    [property: Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")] TimeSpan OffDelay,
    [property: Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")] TimeSpan Interval)
{
    /// <summary>The rule of a terminal: what is registered, else what its kind has.</summary>
    /// <exception cref="ArgumentException">Nothing is known about the terminal's kind.</exception>
    public static ThresholdRule Of(TerminalRegistration registration, TerminalOptions options)
    {
        var card = registration.Card;
        var rule = options.Kinds.TryGetValue(card.Kind, out var known)
            ? known
            : throw new ArgumentException($"Terminal {card.Id} measures '{card.Kind}', for which there is no rule; known are {string.Join(", ", options.Kinds.Keys)}.", nameof(registration));
        return new ThresholdRule(
            registration.Threshold ?? rule.Threshold,
            registration.DeadBand ?? rule.DeadBand,
            registration.OnDelay ?? rule.OnDelay,
            registration.OffDelay ?? rule.OffDelay,
            registration.Interval ?? rule.Interval);
    }
}
