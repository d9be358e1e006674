namespace CityActors.Client.Api;

/// <summary>Which alerts; null means any.</summary>
public sealed record AlertFilter
{
    /// <summary><c>open</c>, <c>acknowledged</c>, <c>shelved</c> or <c>cleared</c>.</summary>
    public string? State { get; init; }

    /// <summary>A name of <c>AlertKinds</c>.</summary>
    public string? Kind { get; init; }

    /// <summary>An area code; what lies below it counts.</summary>
    public string? Area { get; init; }

    /// <summary>One household, camera or terminal.</summary>
    public string? Entity { get; init; }

    /// <summary>Opened at or after, UTC.</summary>
    public DateTimeOffset? Since { get; init; }

    internal IReadOnlyList<(string, string?)> Query() =>
        [("state", State), ("kind", Kind), ("area", Area), ("entity", Entity), ("since", Since?.UtcDateTime.ToString("O"))];
}

/// <summary>Which orders; null means any.</summary>
public sealed record OrderFilter
{
    /// <summary>A status, for example <c>signed-for</c>.</summary>
    public string? Status { get; init; }

    /// <summary>A category code.</summary>
    public string? Category { get; init; }

    /// <summary>An area code; what lies below it counts.</summary>
    public string? Area { get; init; }

    /// <summary>Only those with a clock that ran out.</summary>
    public bool OnlyOverdue { get; init; }

    /// <summary>Only those that have not ended.</summary>
    public bool OnlyOpen { get; init; }

    /// <summary><c>calendar</c>: only those that cannot go on because the working calendar lacks a year.</summary>
    public string? WaitingFor { get; init; }

    /// <summary>Reported at or after, UTC.</summary>
    public DateTimeOffset? Since { get; init; }

    internal IReadOnlyList<(string, string?)> Query() =>
    [
        ("status", Status), ("category", Category), ("area", Area), ("overdue", OnlyOverdue ? "true" : null),
        ("open", OnlyOpen ? "true" : null), ("waitingFor", WaitingFor), ("since", Since?.UtcDateTime.ToString("O")),
    ];
}
