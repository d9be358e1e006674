using System.Collections.Immutable;
using CityActors.Deadlines;
using CityActors.Packs;
using CityActors.Packs.Format;
using CityActors.WorkOrders;

namespace CityActors.Cases;

/// <summary>Lengths of time of packs as limits that clocks count.</summary>
internal static class TimeLimits
{
    /// <summary>How long the clocks of a type run.</summary>
    /// <param name="type">The type; clocks that run to a date have no limit.</param>
    /// <param name="stages">Of a work order: the limits of its category.</param>
    /// <param name="parameterOf">What a parameter is, by its name without the dollar sign.</param>
    public static ImmutableSortedDictionary<string, TimeLimit> Of(CaseSpec type, StageLimits? stages, Func<string, PackValue?> parameterOf)
    {
        var limits = ImmutableSortedDictionary.CreateBuilder<string, TimeLimit>(StringComparer.Ordinal);
        foreach (var (name, clock) in type.Clocks.Where(static clock => clock.Value.Limit is not null))
        {
            limits[name] = Of(clock.Limit!.Value, stages, parameterOf);
            if (clock.Warn is { } warn && WarningOf(limits[name], warn.Text is ['$', .. var parameter] ? parameterOf(parameter) : warn) is { Value: > 0 } before)
            {
                limits[Warnings.ClockOf(name)] = before;
            }
        }

        return limits.ToImmutable();
    }

    // By the hours of the clock itself; a part of a minute is none.
    private static TimeLimit WarningOf(TimeLimit limit, PackValue? warn) => new((int)(warn?.Number is { } share ? limit.Length * (double)share : Of(warn)?.Length ?? TimeSpan.Zero).TotalMinutes, LimitUnit.Minutes);

    private static TimeLimit Of(PackValue limit, StageLimits? stages, Func<string, PackValue?> parameterOf) => limit.Text switch
    {
        "category.accept" => stages!.Accept,
        "category.check" => stages!.Check,
        "category.dispatch" => stages!.Dispatch,
        "category.handling" => stages!.Handling,
        "category.verify" => stages!.Verify,
        "category.close" => stages!.Close,
        ['$', .. var name] => Of(parameterOf(name))!.Value,
        _ => Of(limit)!.Value,
    };

    /// <summary>A literal length as a limit; clocks count whole minutes, and a part of one is a whole one.</summary>
    /// <returns>Null for null, and for what is no length.</returns>
    public static TimeLimit? Of(PackValue? value) => Span.Parse(value?.Text) is not { } span ? null
        : TimeLimit.UnitNamed(span.Unit) is { } unit ? new TimeLimit((int)span.Amount, unit)
        : span.Length is { } length && length.Ticks % TimeSpan.TicksPerDay == 0 ? new TimeLimit((int)length.TotalDays, LimitUnit.NaturalDays)
        : new TimeLimit(Math.Max(1, (int)Math.Ceiling(length.TotalMinutes)), LimitUnit.Minutes);
}
