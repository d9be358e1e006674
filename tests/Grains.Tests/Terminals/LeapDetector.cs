using CityActors.Observations;

namespace CityActors.Terminals;

/// <summary>
/// A value that cannot have been reached in the time since the last one is passed over, unless the next ones agree with it: then the gauge was replaced
/// or set anew, or the world did what nobody thought it could.
/// </summary>
/// <remarks>Judged here and not when it comes in: what is the last value depends on the order of time, and what came first may come late.</remarks>
internal static class LeapDetector
{
    /// <summary>So many readings that agree are true.</summary>
    public const int Certain = 3;

    /// <summary>Takes a reading that is later than all before.</summary>
    /// <param name="step">What can be, or null: anything.</param>
    /// <param name="state">What was measured before.</param>
    /// <param name="at">When it was measured.</param>
    /// <param name="value">The value.</param>
    /// <returns>The readings that leapt, or null: this one did not; and whether this one is to be judged.</returns>
    public static (Leap? Leap, bool IsTrue) Follow(PlausibleStep? step, LevelState state, DateTimeOffset at, double value)
    {
        if (step is null || state.At is not { } last || step.Holds(state.Value, value, at - last))
        {
            return (null, true);
        }

        var leap = state.Leap is { } before && step.Holds(before.Value, value, at - before.At)
            ? before with { At = at, Value = value, Readings = before.Readings + 1 }
            : new Leap(at, at, value, 1);
        return (leap, leap.Readings >= Certain);
    }
}
