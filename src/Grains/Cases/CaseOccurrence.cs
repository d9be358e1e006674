using System.Collections.Immutable;

namespace CityActors.Cases;

/// <summary>Something that happened outside and concerns a case, such as a further report, or the end of an alert behind it.</summary>
internal sealed record CaseOccurrence
{
    /// <summary>What it is.</summary>
    public required CaseTrigger Trigger { get; init; }

    /// <summary>The word of its line in the history.</summary>
    public required string What { get; init; }

    /// <summary>Of a report: whether it was seen after the end, so that a case that has ended is opened again.</summary>
    public bool IsNew { get; init; }

    /// <summary>Who brought it about.</summary>
    public required string Actor { get; init; }

    /// <summary>When, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Why.</summary>
    public string Why { get; init; } = "";

    /// <summary>What it is about.</summary>
    public string Subject { get; init; } = "";

    /// <summary>Names it, so that it counts once; or empty.</summary>
    public string CommandId { get; init; } = "";

    /// <summary>Fields that take a value by it, each as JSON; events on it read them.</summary>
    public ImmutableSortedDictionary<string, string>? Changes { get; init; }

    /// <summary>Who is concerned by it from now on, too, by the name that the type gives them; or null.</summary>
    public ImmutableSortedDictionary<string, IReadOnlyList<string>>? Joined { get; init; }
}
