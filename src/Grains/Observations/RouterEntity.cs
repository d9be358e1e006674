namespace CityActors.Observations;

/// <summary>What a router holds about one entity of its partition.</summary>
internal sealed class RouterEntity(string id, IObservedGrain grain)
{
    /// <summary>The entity's id.</summary>
    public string Id { get; } = id;

    /// <summary>The entity.</summary>
    public IObservedGrain Grain { get; } = grain;

    /// <summary>The offset of the last item sent; 0: none since the checkpoint that the router began from.</summary>
    public long PreviousOffset { get; set; }

    /// <summary>When its silence becomes an event, or null.</summary>
    public DateTimeOffset? Due { get; set; }

    /// <summary>Whether it was called since the last checkpoint.</summary>
    public bool IsTouched { get; set; }

    /// <summary>The latest time of its items that are dealt with: none after them counts as earlier.</summary>
    public DateTimeOffset From { get; set; }

    /// <summary>The last offset that is dealt with: applied, or set aside.</summary>
    public long Done { get; set; }

    /// <summary>Whether it found something ahead of a replay's clock and takes nothing more before that.</summary>
    public bool IsHalted { get; set; }

    /// <summary>Items that are not dealt with, in log order.</summary>
    public List<LoggedObservation> Gathered { get; } = [];
}
