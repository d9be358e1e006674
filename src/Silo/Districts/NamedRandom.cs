namespace CityActors.Districts;

/// <summary>A random sequence that follows from a seed and a name alone: xoshiro256**, seeded by SplitMix64.</summary>
/// <remarks>Blackman and Vigna, "Scrambled linear pseudorandom number generators" (2021). For drills, never for secrets.</remarks>
internal sealed class NamedRandom
{
    private ulong a;
    private ulong b;
    private ulong c;
    private ulong d;

    public NamedRandom(long seed, string name)
    {
        var hash = 14695981039346656037ul; // 64-bit FNV-1a of the name.
        foreach (var letter in name)
        {
            hash = (hash ^ letter) * 1099511628211ul;
        }

        var state = unchecked((ulong)seed * 0x9E3779B97F4A7C15ul) ^ hash;
        (a, b, c, d) = (Split(ref state), Split(ref state), Split(ref state), Split(ref state));
    }

    /// <summary>The next 64 bits.</summary>
    public ulong Next()
    {
        var result = ulong.RotateLeft(b * 5, 7) * 9;
        var shifted = b << 17;
        c ^= a;
        d ^= b;
        b ^= c;
        a ^= d;
        c ^= shifted;
        d = ulong.RotateLeft(d, 45);
        return result;
    }

    /// <summary>A whole number from 0 to below the limit.</summary>
    public int Below(int limit) => (int)Math.BigMul(Next(), (ulong)limit, out _);

    /// <summary>A number from 0 to below 1.</summary>
    public double Unit() => (Next() >> 11) * (1.0 / (1ul << 53));

    private static ulong Split(ref ulong state)
    {
        state += 0x9E3779B97F4A7C15ul;
        var z = state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ul;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBul;
        return z ^ (z >> 31);
    }
}
