using System.Globalization;
using CityActors.Reactions;

namespace CityActors.Simulation;

/// <summary>What becomes of a commit.</summary>
internal enum CommitFault
{
    /// <summary>It is stored and acknowledged.</summary>
    None,

    /// <summary>It fails before anything is stored.</summary>
    Lost,

    /// <summary>It is stored, and its owner is told that it failed.</summary>
    AnswerLost,

    /// <summary>The power fails before anything is stored.</summary>
    PowerCut,

    /// <summary>The power fails after it was stored and before anybody knows.</summary>
    PowerCutAfter,
}

/// <summary>How often what goes wrong with storage; each from 0, never, to 1.</summary>
/// <remarks>
/// Seed, owner and how often the owner asked decide, so that it is the same however calls of several owners fall together. The power is cut
/// only at commits of those whom a replay calls one at a time.
/// </remarks>
internal sealed class StorageFaults(long seed, double commits, double reads, double powerCuts)
{
    private readonly Dictionary<string, int> asked = new(StringComparer.Ordinal);

    /// <summary>Nothing goes wrong.</summary>
    public static StorageFaults None => new(0, 0, 0, 0);

    /// <summary>How often something went wrong.</summary>
    public int Count { get; private set; }

    /// <summary>Whether nothing goes wrong any more.</summary>
    public bool AreOver { get; set; }

    /// <summary>What becomes of the next commit of an owner.</summary>
    public CommitFault OfCommit(string owner)
    {
        var chance = Next(owner, "commit");
        var cuts = IsObserved(owner) ? 0 : powerCuts;
        var fault = chance switch
        {
            _ when chance < commits => CommitFault.Lost,
            _ when chance < 2 * commits => CommitFault.AnswerLost,
            _ when chance < (2 * commits) + cuts => CommitFault.PowerCut,
            _ when chance < (2 * commits) + (2 * cuts) => CommitFault.PowerCutAfter,
            _ => CommitFault.None,
        };
        Count += fault == CommitFault.None ? 0 : 1;
        return fault;
    }

    /// <summary>Whether the next read of an owner fails.</summary>
    public bool OfRead(string owner)
    {
        var fails = Next(owner, "read") < reads;
        Count += fails ? 1 : 0;
        return fails;
    }

    private static bool IsObserved(string owner) =>
        owner[..owner.IndexOf('/', StringComparison.Ordinal)] is Addresses.Household or Addresses.Camera or Addresses.Terminal;

    private double Next(string owner, string what)
    {
        if (AreOver)
        {
            return 1;
        }

        var key = $"{owner} {what}";
        asked[key] = asked.GetValueOrDefault(key) + 1;
        var hash = 14695981039346656037; // FNV-1a, then the finalizer of SplitMix64 (Steele, Lea, Flood 2014).
        foreach (var c in string.Create(CultureInfo.InvariantCulture, $"{seed} {key} {asked[key]}"))
        {
            hash = (hash ^ c) * 1099511628211;
        }

        hash = (hash ^ (hash >> 30)) * 0xBF58476D1CE4E5B9;
        hash = (hash ^ (hash >> 27)) * 0x94D049BB133111EB;
        return ((hash ^ (hash >> 31)) >> 11) * (1.0 / (1UL << 53));
    }
}
