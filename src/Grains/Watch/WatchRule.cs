namespace CityActors.Watch;

/// <summary>A detector with its parameters: how one kind of observation of a thing is judged. Immutable and pure.</summary>
internal abstract record WatchRule
{
    /// <summary>The number of the kind of observation.</summary>
    public required int Of { get; init; }

    /// <summary>What it remembers before the first reading.</summary>
    public abstract SlotMemory Begin { get; }

    /// <summary>Whether it can find that the thing says nothing, so that the other rules of the kind have to wait.</summary>
    public virtual bool MaySuspend => false;

    /// <summary>Whether the thing says nothing now.</summary>
    public virtual bool Suspends(SlotMemory memory) => false;

    /// <summary>Takes a reading that is later than all before. What falls due by it, be it at once, is for <see cref="FallDue"/>.</summary>
    public abstract SlotMemory Observe(SlotMemory memory, Reading reading, List<Turn> turns);

    /// <summary>When something follows without a further reading, UTC, or null.</summary>
    public virtual DateTimeOffset? NextDue(SlotMemory memory) => null;

    /// <summary>Judges what is due, as of that instant.</summary>
    public virtual SlotMemory FallDue(SlotMemory memory, DateTimeOffset due, List<Turn> turns) => memory;

    /// <summary>The thing says nothing any more: what is open stays open, what waits for a delay is forgotten.</summary>
    public virtual SlotMemory Interrupt(SlotMemory memory, DateTimeOffset at) => memory;
}

/// <summary>A value to judge.</summary>
/// <param name="At">When it was measured, UTC.</param>
/// <param name="Value">The value, in the unit of the kind.</param>
/// <param name="Since">When the first of the readings was measured that agree with it and were not believed before, UTC; as a rule <paramref name="At"/>.</param>
/// <param name="Key">What it is about, such as a track or a plate, or null: it is a measurement.</param>
internal readonly record struct Reading(DateTimeOffset At, double Value, DateTimeOffset Since, string? Key = null);
