using CityActors.Deadlines;
using CityActors.Packs;

namespace CityActors.Cases;

/// <summary>Lengths of time of packs as limits that clocks count.</summary>
internal static class TimeLimits
{
    /// <summary>A literal length as a limit; clocks count whole minutes, and a part of one is a whole one.</summary>
    /// <returns>Null for null, and for what is no length.</returns>
    public static TimeLimit? Of(PackValue? value) => Span.Parse(value?.Text) is not { } span ? null
        : TimeLimit.UnitNamed(span.Unit) is { } unit ? new TimeLimit((int)span.Amount, unit)
        : span.Length is { } length && length.Ticks % TimeSpan.TicksPerDay == 0 ? new TimeLimit((int)length.TotalDays, LimitUnit.NaturalDays)
        : new TimeLimit(Math.Max(1, (int)Math.Ceiling(length.TotalMinutes)), LimitUnit.Minutes);
}
