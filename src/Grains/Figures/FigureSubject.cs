using CityActors.Alerts;
using CityActors.Cases;
using CityActors.Deadlines;
using CityActors.Facts;
using CityActors.Packs.Expressions;
using CityActors.Packs.Figures;

namespace CityActors.Figures;

/// <summary>Something that figures count, as its history says it is.</summary>
internal abstract class FigureSubject
{
    /// <summary>Its id.</summary>
    public abstract string Id { get; }

    /// <summary>The most exact area known.</summary>
    public abstract string Area { get; }

    /// <summary>Who may know of it.</summary>
    public abstract CasePrivacy Privacy { get; }

    /// <summary>When it began, UTC.</summary>
    public abstract DateTimeOffset Begun { get; }

    /// <summary>Whether it is left out of every figure by a decision of its own.</summary>
    public abstract bool IsExempt { get; }

    /// <summary>Whether it is of a drill, which counts in no figure.</summary>
    public virtual bool IsDrill => false;

    /// <summary>What it shows, by the indices of its <see cref="FigureScope"/>.</summary>
    public abstract IValues Values { get; }

    /// <summary>Its lines, each with what it shows.</summary>
    public abstract IEnumerable<(long Number, DateTimeOffset At, IValues Values)> Lines { get; }

    /// <summary>The instant by whose day it counts, or null: there was none.</summary>
    public abstract DateTimeOffset? When(FigureDay day);
}

/// <summary>An alert.</summary>
/// <param name="alert">As it is.</param>
/// <param name="privacy">Who may know of it.</param>
internal sealed class AlertFigure(Alert alert, CasePrivacy privacy) : FigureSubject, IValues
{
    public override string Id => alert.Id;

    public override string Area => alert.Cell;

    public override CasePrivacy Privacy => privacy;

    public override DateTimeOffset Begun => alert.OpenedAt;

    public override bool IsExempt => false;

    public override bool IsDrill => alert.Drill;

    public override IValues Values => this;

    public override IEnumerable<(long Number, DateTimeOffset At, IValues Values)> Lines => [];

    public Value this[int index] => index switch
    {
        0 => Value.Of(alert.Kind),
        1 => Value.Of(alert.Priority.ToString().ToLowerInvariant()),
        2 => Value.Of(alert.Level),
        3 => Value.Of(alert.State.ToString().ToLowerInvariant()),
        4 => Value.Of(alert.IsFalseAlarm),
        5 => Value.Of(alert.OpenedAt),
        6 => alert.AcknowledgedAt is { } taken ? Value.Of(taken) : Value.Missing,
        7 => alert.RespondedAt is { } there ? Value.Of(there) : Value.Missing,
        8 => alert.ClearedAt is { } ended ? Value.Of(ended) : Value.Missing,
        9 => Value.Of(alert.Order.Length > 0),
        _ => Value.Of(alert.Pack),
    };

    public override DateTimeOffset? When(FigureDay day) => day.Kind switch
    {
        FigureDayKind.Begun => alert.OpenedAt,
        FigureDayKind.Ended => alert.ClearedAt,
        FigureDayKind.Acknowledged => alert.AcknowledgedAt,
        FigureDayKind.Responded => alert.RespondedAt,
        _ => null,
    };
}

/// <summary>What a device measured of one kind on one day.</summary>
/// <param name="day">As it was told.</param>
internal sealed class DayFigure(DayMeasured day) : FigureSubject, IValues
{
    public override string Id => day.Subject;

    public override string Area => day.Area;

    public override CasePrivacy Privacy => CasePrivacy.Public;

    public override DateTimeOffset Begun => new(day.Day.ToDateTime(TimeOnly.MinValue), WorkCalendar.Offset);

    public override bool IsExempt => false;

    public override bool IsDrill => day.Drill;

    public override IValues Values => this;

    public override IEnumerable<(long Number, DateTimeOffset At, IValues Values)> Lines => [];

    public Value this[int index] => index switch
    {
        0 => Value.Of(day.Readings),
        1 => Value.Of(day.Sum),
        2 => Value.Of(day.Sum / day.Readings),
        3 => Value.Of(day.Least),
        _ => Value.Of(day.Greatest),
    };

    public override DateTimeOffset? When(FigureDay when) => Begun;
}

/// <summary>What a line shows besides what its case or order shows.</summary>
/// <param name="Rest">The case's or order's.</param>
/// <param name="From">The index of the first value of the line.</param>
/// <param name="What">What happened.</param>
/// <param name="As">In which role, or empty.</param>
/// <param name="Status">Where it stands then.</param>
/// <param name="Subject">What it is about, or empty.</param>
/// <param name="At">When.</param>
internal sealed record LineValues(IValues Rest, int From, string What, string As, string Status, string Subject, DateTimeOffset At) : IValues
{
    public Value this[int index] => (index - From) switch
    {
        < 0 => Rest[index],
        0 => Value.Of(What),
        1 => As.Length == 0 ? Value.Missing : Value.Of(As),
        2 => Value.Of(Status),
        3 => Subject.Length == 0 ? Value.Missing : Value.Of(Subject),
        _ => Value.Of(At),
    };
}
