using System.ComponentModel.DataAnnotations;

namespace CityActors.Storage;

/// <summary>Where the database lies and how much it takes on.</summary>
public sealed record DatabaseOptions
{
    /// <summary>The data folder of a SQLite database; it is created when missing. Not used with <see cref="Store"/>.</summary>
    public string Folder { get; init; } = "";

    /// <summary>A PostgreSQL connection string such as <c>Host=db;Database=city;Username=city</c>. Default empty: SQLite in <see cref="Folder"/>.</summary>
    /// <value>Passwords are better left out: PGPASSWORD, PGPASSFILE and the usual password file are read.</value>
    public string Store { get; init; } = "";

    /// <summary>Who else may have the PostgreSQL database open. A SQLite file is always one process's own.</summary>
    public DatabaseSharing Sharing { get; init; } = DatabaseSharing.Alone;

    /// <summary>The tables of the features that live in this database.</summary>
    public IReadOnlyList<SchemaPart> Schema { get; init; } = [];

    /// <summary>Names of parts that older versions had and this one cannot read: a database that has one of them is refused and not touched.</summary>
    public IReadOnlyList<string> RetiredParts { get; init; } = [];

    /// <summary>How many bytes of payload may wait at once; a further write fails as overloaded, unless it is alone.</summary>
    /// <value>From 1 MiB. Default 256 MiB, which bounds the memory held by a slow disk.</value>
    [Range(1L << 20, long.MaxValue)]
    public long QueuedBytesLimit { get; init; } = 256L << 20;

    /// <summary>How long a statement waits for a lock that another program holds before it fails as locked.</summary>
    /// <value>From 0 to 1 minute; null, the default, is 1 second on SQLite and 10 seconds on PostgreSQL: all writers of the process wait with it.</value>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan? LockTimeout { get; init; }
}

/// <summary>Who else may have a database open.</summary>
public enum DatabaseSharing
{
    /// <summary>Nobody: what this process knows of the database stays true.</summary>
    Alone,

    /// <summary>Other processes of the same kind, such as the silos of a cluster; never one that wants to be alone.</summary>
    Shared,
}
