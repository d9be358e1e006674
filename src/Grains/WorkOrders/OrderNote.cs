using CityActors.Cases;
using CityActors.Commits;
using CityActors.Dispatch;

namespace CityActors.WorkOrders;

/// <summary>What an order's line says besides the line of its case: both are stored as one row. Null: as the case's line has it.</summary>
[Lean]
internal sealed record OrderNote
{
    /// <summary>The round after it.</summary>
    public int Round { get; init; }

    /// <summary>Why.</summary>
    public string? Why { get; init; }

    /// <summary>The id of the command or report.</summary>
    public string? CommandId { get; init; }

    /// <summary>What it is about.</summary>
    public string? Subject { get; init; }

    /// <summary>The deadline that a corrected calendar moved, UTC.</summary>
    public DateTimeOffset? DueBefore { get; init; }

    /// <summary>The stars of a rating, or 0.</summary>
    public int Number { get; init; }

    /// <summary>Who was considered and chosen.</summary>
    public IReadOnlyList<DispatchChoice> Choices { get; init; } = [];

    /// <summary>The report that the line adds.</summary>
    public OrderReport? Report { get; init; }

    /// <summary>The deadline that runs after it, UTC.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>Which clock runs out then, or empty.</summary>
    public string? DueClock { get; init; }

    /// <summary>What a line says besides its case's.</summary>
    public static OrderNote Of(OrderEntry entry, CaseLine line) => new()
    {
        Round = entry.Round,
        Why = entry.Why == line.Why ? null : entry.Why,
        CommandId = entry.CommandId == line.CommandId ? null : entry.CommandId,
        Subject = entry.Subject == line.Subject ? null : entry.Subject,
        DueBefore = entry.DueBefore,
        Number = entry.Number,
        Choices = entry.Choices,
        Report = entry.Report,
        DueAt = entry.DueAt,
        DueClock = entry.DueClock,
    };

    /// <summary>The line of an order.</summary>
    public OrderEntry With(CaseLine line) => new()
    {
        Version = line.Version,
        At = line.At,
        Actor = line.Actor,
        What = line.What,
        Status = OrderStates.Of(line.Status),
        Round = Round,
        Why = Why ?? line.Why,
        CommandId = CommandId ?? line.CommandId,
        Source = line.Source,
        Subject = Subject ?? line.Subject,
        Until = OrderProjection.UntilOf(line),
        DueBefore = DueBefore,
        Number = Number,
        Choices = Choices,
        Report = Report,
        DueAt = DueAt,
        DueClock = DueClock,
    };
}
