using System.ComponentModel.DataAnnotations;

namespace CityActors.Storage;

/// <summary>Where the database lies and how much it takes on.</summary>
public sealed record DatabaseOptions
{
    /// <summary>The data folder; it is created when missing.</summary>
    public required string Folder { get; init; }

    /// <summary>The tables of the features that live in this file.</summary>
    public IReadOnlyList<SchemaPart> Schema { get; init; } = [];

    /// <summary>How many writes may wait at once; a further one fails as overloaded.</summary>
    /// <value>From 1,000. Default 262,144: a checkpoint of a city district's grains in one go.</value>
    [Range(1_000, int.MaxValue)]
    public int QueuedOperationsLimit { get; init; } = 262_144;

    /// <summary>How many bytes of payload may wait at once; a further write fails as overloaded, unless it is alone.</summary>
    /// <value>From 1 MiB. Default 256 MiB, which bounds the memory held by a slow disk.</value>
    [Range(1L << 20, long.MaxValue)]
    public long QueuedBytesLimit { get; init; } = 256L << 20;

    /// <summary>How many reads may wait at once; a further one fails as overloaded.</summary>
    /// <value>From 1,000. Default 262,144.</value>
    [Range(1_000, int.MaxValue)]
    public int QueuedReadsLimit { get; init; } = 262_144;

    /// <summary>Threads that read, each with a connection of its own.</summary>
    /// <value>From 1 to 16. Default 2.</value>
    [Range(1, 16)]
    public int ReaderCount { get; init; } = 2;

    /// <summary>How long a statement waits for a lock that another program holds before it fails as locked.</summary>
    /// <value>From 0 to 1 minute. Default 1 second: all writers of the process wait with it.</value>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan LockTimeout { get; init; } = TimeSpan.FromSeconds(1);
}
