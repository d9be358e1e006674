using System.Text.Json.Serialization;

namespace CityActors.Silo.Duty;

/// <summary>What an officer writes into the duty log.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Begin), "begin")]
[JsonDerivedType(typeof(End), "end")]
[JsonDerivedType(typeof(Note), "note")]
public abstract record DutyCommand
{
    /// <summary>The longest text, in characters.</summary>
    internal const int LongestText = 2_000;

    /// <summary>What whoever comes next should know; a note has one.</summary>
    public string Text { get; init; } = "";

    /// <summary>As what it stands in the log.</summary>
    internal abstract DutyType Type { get; }

    /// <summary>The officer is on duty from now on.</summary>
    public sealed record Begin : DutyCommand
    {
        internal override DutyType Type => DutyType.Begin;
    }

    /// <summary>The officer's duty ends.</summary>
    public sealed record End : DutyCommand
    {
        internal override DutyType Type => DutyType.End;
    }

    /// <summary>A note.</summary>
    public sealed record Note : DutyCommand
    {
        internal override DutyType Type => DutyType.Note;
    }
}

/// <summary>What a line of the duty log says.</summary>
public enum DutyType
{
    /// <summary>Somebody's duty began.</summary>
    Begin,

    /// <summary>It ended.</summary>
    End,

    /// <summary>Somebody noted something.</summary>
    Note,
}

/// <summary>A line of the duty log.</summary>
/// <param name="Number">Its number, from 1, without gaps.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Actor">Who.</param>
/// <param name="Area">The area that it answered for then.</param>
/// <param name="Type">What it says.</param>
/// <param name="Text">Its text, or empty.</param>
public sealed record DutyEntry(long Number, DateTimeOffset At, string Actor, string Area, DutyType Type, string Text);
