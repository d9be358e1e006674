namespace CityActors.Client.Simulation;

/// <summary>Named random draws without state: the same seed, name and index give the same draw, in whatever order they are made.</summary>
/// <remarks>SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014) over an FNV-1a hash of the name.</remarks>
internal readonly struct Chance
{
    private readonly ulong root;

    private Chance(ulong root) => this.root = root;

    public static Chance Of(int seed, string name)
    {
        var hash = 14695981039346656037UL;
        foreach (var c in name)
        {
            hash = (hash ^ c) * 1099511628211UL;
        }

        return new Chance(Mix(hash + Mix((ulong)(uint)seed)));
    }

    /// <summary>From 0 up to but not 1.</summary>
    public double Unit(long place, long draw = 0) => (Bits(place, draw) >> 11) * (1.0 / (1UL << 53));

    /// <summary>From one number up to but not another.</summary>
    public double Between(double least, double most, long place, long draw = 0) => least + ((most - least) * Unit(place, draw));

    public ulong Bits(long place, long draw = 0) => Mix(root + Mix((ulong)place) + (0x9E3779B97F4A7C15UL * (ulong)(draw + 1)));

    private static ulong Mix(ulong value)
    {
        value += 0x9E3779B97F4A7C15UL;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9UL;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EBUL;
        return value ^ (value >> 31);
    }
}
