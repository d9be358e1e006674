namespace CityActors.Commits;

/// <summary>
/// Where grains are stored: one commit stores an owner's state, appends its facts, books its deadlines and remembers what it heard,
/// all or nothing, synced to disk before it is acknowledged.
/// </summary>
public interface ICityStorage
{
    /// <summary>Reads what an owner has stored.</summary>
    /// <param name="owner">Its grain id as text, <c>type/key</c>.</param>
    Task<StoredState> Read(string owner);

    /// <summary>Stores everything that follows from one decision.</summary>
    /// <exception cref="CommitConflictException">Another activation stored this owner, or heard one of the letters; nothing was stored.</exception>
    Task<CommitReceipt> Commit(CityCommit commit);

    /// <summary>The number of the last letter of a lane that an owner heard; 0: none.</summary>
    /// <param name="owner">The owner.</param>
    /// <param name="lane">The subject of the facts that the letters are about.</param>
    Task<long> Heard(string owner, string lane);
}

/// <summary>What an owner has stored.</summary>
/// <param name="Version">Counts the times its state was stored; 0: never.</param>
/// <param name="Head">The state as JSON, or null: none.</param>
/// <param name="Rows">What it keeps beside, by name, in the order of the names.</param>
public sealed record StoredState(long Version, ReadOnlyMemory<byte>? Head, IReadOnlyList<StoredRow> Rows);

/// <summary>One of the rows of a state that grows with its district.</summary>
/// <param name="Name">Its name, unique within the owner, for example <c>need/order-0123456789abc</c>.</param>
/// <param name="Payload">Its content as JSON.</param>
public sealed record StoredRow(string Name, ReadOnlyMemory<byte> Payload);

/// <summary>What a commit came to.</summary>
/// <param name="Version">The version of the state from now on.</param>
/// <param name="LastFact">The number of the last fact appended, or 0: none was.</param>
public readonly record struct CommitReceipt(long Version, long LastFact);

/// <summary>An owner was stored by another activation of the same grain, on another Silo or from before a crash.</summary>
public sealed class CommitConflictException(string message) : Exception(message);
