namespace CityActors.Commits;

/// <summary>
/// Letters that an owner heard and that changed nothing. They are stored with its next commit; until then hearing one again changes nothing
/// again, because the state is still the same.
/// </summary>
internal sealed class UnstoredHeard
{
    private const int Most = 1_000;
    private readonly Dictionary<string, long> lanes = new(StringComparer.Ordinal);

    /// <summary>Whether there are so many that they must be stored on their own.</summary>
    public bool AreMany => lanes.Count >= Most;

    /// <summary>What is not stored yet.</summary>
    public IReadOnlyList<HeardWrite> Waiting => [.. lanes.Select(static entry => new HeardWrite(entry.Key, entry.Value))];

    /// <summary>How far a lane was heard, as far as that is not stored yet.</summary>
    public long Of(string lane) => lanes.GetValueOrDefault(lane);

    /// <summary>Notes how far lanes were heard.</summary>
    public void Add(IReadOnlyList<HeardWrite> heard)
    {
        foreach (var (lane, number) in heard)
        {
            lanes[lane] = number;
        }
    }

    /// <summary>All of them are stored.</summary>
    public void Clear() => lanes.Clear();
}
