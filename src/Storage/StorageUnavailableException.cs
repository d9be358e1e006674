namespace CityActors.Storage;

/// <summary>Storage is unavailable. Nothing of the failed request was acknowledged; it may be repeated.</summary>
/// <param name="fault">Why it is unavailable.</param>
/// <param name="message">What was wrong, where, and what to do.</param>
/// <param name="innerException">The cause, where there is one.</param>
public sealed class StorageUnavailableException(StorageFault fault, string message, Exception? innerException = null)
    : IOException(message, innerException)
{
    /// <summary>Why it is unavailable.</summary>
    public StorageFault Fault => fault;

    /// <summary>Whether the transaction merely collided with one of another process and can simply be run again.</summary>
    internal bool IsCollision { get; init; }
}

/// <summary>Why a store is unavailable.</summary>
public enum StorageFault
{
    /// <summary>No space is left on the device, or the size limit of the file is reached.</summary>
    Full,

    /// <summary>The device failed to read or write.</summary>
    InputOutput,

    /// <summary>Another program holds a lock.</summary>
    Locked,

    /// <summary>The file or its folder cannot be opened.</summary>
    CannotOpen,

    /// <summary>The file or its folder may not be written.</summary>
    ReadOnly,

    /// <summary>The file is damaged, or is not a database.</summary>
    Damaged,

    /// <summary>More is waiting to be written than the store takes on.</summary>
    Overloaded,

    /// <summary>The store is closing or closed.</summary>
    Closed,

    /// <summary>The database server cannot be reached, is starting or ending, or does not answer in time.</summary>
    Unreachable,
}
