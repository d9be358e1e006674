using CityActors.Facts;
using CityActors.Packs.Format;
using CityActors.Places;
using CityActors.Watch;

namespace CityActors.Signals;

/// <summary>A rule of places with its figures, as a pack has it: what several members show at once.</summary>
internal sealed record PlaceRule
{
    /// <summary>The start of the name of an alert among signals.</summary>
    public const string AlertPrefix = "alert:";

    /// <summary>Its pack.</summary>
    public required string Pack { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its name among all packs.</summary>
    public string Key => $"{Pack}/{Name}";

    /// <summary>The places that are judged.</summary>
    public required AreaLevel Level { get; init; }

    /// <summary>How signals are combined.</summary>
    public required PlaceMode Mode { get; init; }

    /// <summary>The signals; of an alert <c>alert:</c> and its kind.</summary>
    public required IReadOnlyList<string> Of { get; init; }

    /// <summary>The kinds of thing that count.</summary>
    public required IReadOnlySet<string> Members { get; init; }

    /// <summary>The least share, or null.</summary>
    public decimal? Least { get; init; }

    /// <summary>The greatest share, or null.</summary>
    public decimal? Most { get; init; }

    /// <summary>With fewer members a place cannot be judged by itself.</summary>
    public int LeastMembers { get; init; } = 1;

    /// <summary>How close together in time signals begin.</summary>
    public required TimeSpan Within { get; init; }

    /// <summary>How close together they stand, in metres, or null: anywhere in the place.</summary>
    public double? Near { get; init; }

    /// <summary>How long others are waited for, and for how long it must be over before it ends.</summary>
    public TimeSpan Settle { get; init; }

    /// <summary>When it judges, or null: always.</summary>
    public ISchedule? During { get; init; }

    /// <summary>What it raises, or null: nothing.</summary>
    public AlertSpec? Alert { get; init; }

    /// <summary>The kinds of alert that members raise no more meanwhile.</summary>
    public IReadOnlyList<string> Mutes { get; init; } = [];

    /// <summary>Whether many hold a signal, so that cells with few members are judged together.</summary>
    public bool IsOfMany => Mode == PlaceMode.Share && Most is null;

    /// <summary>Whether a stand is that of a cell with too few members to be judged by itself.</summary>
    public bool IsSmall(PlaceStand stand) => IsOfMany && stand.Members < LeastMembers;

    /// <summary>Whether a kind of thing counts.</summary>
    public bool Counts(string kind) => Members.Contains(kind);
}
