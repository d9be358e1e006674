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

    /// <summary>Not before this time may its next item go: its items keep their order even where their times do not.</summary>
    public DateTimeOffset NotBefore { get; set; }

    /// <summary>Items gathered for its next call.</summary>
    public List<LoggedObservation> Gathered { get; } = [];
}
