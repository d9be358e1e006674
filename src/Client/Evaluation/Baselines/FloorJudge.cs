using CityActors.Client.Evaluation.Data;

namespace CityActors.Client.Evaluation.Baselines;

/// <summary>The rule in use in the field: no activity for so many hours, by <see cref="ActivityGauge"/>; the same for every home.</summary>
/// <remarks>Hours without a reading count neither for nor against: the silence goes on where it stood.</remarks>
internal sealed class FloorJudge(TimeSpan interval, Quantity quantity, TimeSpan floor) : IRhythmJudge
{
    private ActivityGauge gauge = new(interval, quantity);
    private TimeSpan quiet;

    /// <inheritdoc/>
    public int LeastDays => 1;

    /// <inheritdoc/>
    public bool IsOpen { get; private set; }

    /// <inheritdoc/>
    public RhythmTurn Observe(DateTimeOffset at, double value)
    {
        var isActive = gauge.IsActive(at, value);
        quiet = isActive || !gauge.IsKnown ? TimeSpan.Zero : quiet + interval;
        var (wasOpen, isOpen) = (IsOpen, quiet >= floor);
        IsOpen = isOpen;
        return isOpen == wasOpen ? RhythmTurn.None : isOpen ? RhythmTurn.Opened : RhythmTurn.Closed;
    }

    /// <inheritdoc/>
    public IRhythmJudge Copy()
    {
        var copy = (FloorJudge)MemberwiseClone();
        copy.gauge = gauge.Copy();
        return copy;
    }
}
