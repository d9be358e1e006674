using System.Text.Json.Serialization;

namespace CityActors.Packs.Switches;

/// <summary>What was done with a pack of a city.</summary>
public enum PackActKind
{
    /// <summary>A version was installed: its words are known, and nothing is judged by it yet.</summary>
    Install,

    /// <summary>It was switched on in areas.</summary>
    On,

    /// <summary>It was switched off in areas.</summary>
    Off,

    /// <summary>It was taken out of use for good, until it is installed again.</summary>
    Retire,

    /// <summary>One of its parameters was set.</summary>
    Set,
}

/// <summary>One line of what was done with the packs of a city. What a city judges by is the fold of all of them.</summary>
/// <param name="Number">Counts the lines of the city, from 1.</param>
/// <param name="Act">What was done.</param>
/// <param name="Pack">With which pack.</param>
/// <param name="From">The instant from which it holds, UTC; the earliest there is: always.</param>
/// <param name="By">Who did it.</param>
/// <param name="BookedAt">When it was done, UTC.</param>
/// <param name="Reason">Why.</param>
public sealed record PackAct(long Number, PackActKind Act, string Pack, DateTimeOffset From, string By, DateTimeOffset BookedAt, string Reason)
{
    /// <summary>The version installed or switched on; null: it makes no difference.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public string? Digest { get; init; }

    /// <summary>The codes of the areas; empty text: the whole city.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public IReadOnlyList<string>? Areas { get; init; }

    /// <summary>The order by which it was switched on, where the pack asks for one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public PackOrder? Order { get; init; }

    /// <summary>Of a switching off: the numbers of what was booked for later, and does not come in these areas; null: nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public IReadOnlyList<long>? Cancels { get; init; }

    /// <summary>The parameter set.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public string? Parameter { get; init; }

    /// <summary>For what it was set: empty, the whole city; the code of an area; or the id of a device.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public string? For { get; init; }

    /// <summary>To what it was set.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public PackValue? Value { get; init; }

    /// <summary>Whether it holds in a place, by the code of a cell or area.</summary>
    public bool Covers(string area) => Areas is { } areas && areas.Any(code => area.StartsWith(code, StringComparison.Ordinal));
}

/// <summary>A recorded order by which a pack is on.</summary>
/// <param name="Purpose">What for.</param>
/// <param name="Until">Until when, UTC: then it is off by itself.</param>
public sealed record PackOrder(string Purpose, DateTimeOffset Until);

/// <summary>Why something may not be done with a pack.</summary>
/// <param name="Code">A code that never changes.</param>
/// <param name="Sentence">What is wrong and how to mend it.</param>
/// <param name="Chinese">The same in Chinese.</param>
public sealed record PackRefusal(string Code, string Sentence, string Chinese);
