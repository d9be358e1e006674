namespace CityActors.Packs;

/// <summary>Packs that stand beside each other. Names are of the whole city: what one pack calls a kind, an alert or a category, no other may.</summary>
/// <param name="packs">The packs; no two of one name.</param>
public sealed class PackSet(IEnumerable<PackFiles> packs)
{
    private readonly SortedDictionary<string, PackFiles> byName = new(packs.ToDictionary(static pack => pack.Name, StringComparer.Ordinal), StringComparer.Ordinal);

    /// <summary>The packs, by name.</summary>
    public IReadOnlyCollection<PackFiles> All => byName.Values;

    /// <summary>The pack of that name, or null.</summary>
    public PackFiles? Find(string name) => byName.GetValueOrDefault(name);

    /// <summary>The set with a pack in the place of another version of it.</summary>
    public PackSet With(PackFiles pack) => new(byName.Values.Where(other => other.Name != pack.Name).Append(pack));

    /// <summary>A pack and those that it needs, directly or not; what is missing is left out.</summary>
    public IReadOnlyList<PackFiles> Reach(PackFiles pack)
    {
        var reached = new SortedDictionary<string, PackFiles>(StringComparer.Ordinal) { [pack.Name] = pack };
        var open = new Queue<PackFiles>([pack]);
        while (open.TryDequeue(out var next))
        {
            foreach (var need in next.Manifest.Needs.Keys)
            {
                if (Find(need) is { } known && reached.TryAdd(need, known))
                {
                    open.Enqueue(known);
                }
            }
        }

        return [.. reached.Values];
    }
}
