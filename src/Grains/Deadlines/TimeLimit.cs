using System.Globalization;

namespace CityActors.Deadlines;

/// <summary>How long something may take, and by which hours that is counted.</summary>
/// <param name="Value">How many; from 1.</param>
/// <param name="Unit">Of what.</param>
[GenerateSerializer, Immutable, Alias("time-limit")]
public readonly record struct TimeLimit(
    [property: Id(0)] int Value,
    [property: Id(1)] LimitUnit Unit)
{
    private static readonly string[] Names =
        ["minutes", "urgent-hours", "working-hours", "working-days", "urgent-days", "natural-days"];

    /// <summary>Whether only working time counts.</summary>
    public bool IsWorkingTime => Unit is LimitUnit.WorkingHours or LimitUnit.WorkingDays;

    /// <summary>The time that must pass by the hours of the unit; one working day is eight working hours.</summary>
    public TimeSpan Length => Unit switch
    {
        LimitUnit.Minutes => TimeSpan.FromMinutes(Value),
        LimitUnit.UrgentHours or LimitUnit.WorkingHours => TimeSpan.FromHours(Value),
        LimitUnit.WorkingDays => TimeSpan.FromHours(8L * Value),
        _ => TimeSpan.FromDays(Value),
    };

    /// <summary>The name of a unit in data, for example <c>working-hours</c>.</summary>
    public static string NameOf(LimitUnit unit) => Names[(int)unit];

    /// <summary>The unit of that name, or null.</summary>
    public static LimitUnit? UnitNamed(string name) =>
        Array.IndexOf(Names, name) is var index and >= 0 ? (LimitUnit)index : null;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Value} {NameOf(Unit)}");
}

/// <summary>By which hours a limit is counted.</summary>
[GenerateSerializer, Alias("limit-unit")]
public enum LimitUnit
{
    /// <summary>Minutes that run continuously.</summary>
    Minutes,

    /// <summary>紧急工作时: hours that run continuously.</summary>
    UrgentHours,

    /// <summary>工作时: hours of working periods only.</summary>
    WorkingHours,

    /// <summary>工作日: eight working hours each.</summary>
    WorkingDays,

    /// <summary>紧急工作日: days that run continuously.</summary>
    UrgentDays,

    /// <summary>自然日: days that run continuously.</summary>
    NaturalDays,
}
