using CityActors.Alerts;
using CityActors.Client.Evaluation.Data;
using CityActors.Households;
using CityActors.Observations;

namespace CityActors.Client.Evaluation;

/// <summary>The city's own detector, as the grain of a home runs it.</summary>
internal sealed class OwnJudge(TimeSpan interval, Quantity quantity, QuietJudge quiet) : IRhythmJudge
{
    private readonly HouseholdDetector detector = new(interval, new HouseholdOptions(), quietJudge: quiet);
    private readonly string kind = quantity == Quantity.Power ? ObservationKinds.Power : ObservationKinds.Water;

    private LivingRhythm rhythm = LivingRhythm.Unknown;

    /// <inheritdoc/>
    public int LeastDays => 0;

    /// <inheritdoc/>
    public bool IsOpen { get; private set; }

    /// <inheritdoc/>
    public RhythmTurn Observe(DateTimeOffset at, double value)
    {
        var step = detector.Observe(rhythm, new Observation { Entity = "home-evaluated", Kind = kind, At = at, Value = value });
        rhythm = step.Next;
        var turn = RhythmTurn.None;
        foreach (var finding in step.Findings)
        {
            if (finding.Kind == AlertKinds.Inactivity)
            {
                IsOpen = finding.Act == FindingAct.Open;
                turn = IsOpen ? RhythmTurn.Opened : RhythmTurn.Closed;
            }
        }

        return turn;
    }

    /// <inheritdoc/>
    public IRhythmJudge Copy() => (OwnJudge)MemberwiseClone();
}
