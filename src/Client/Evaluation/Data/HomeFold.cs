using System.Globalization;
using CityActors.Client.CommandLine;

namespace CityActors.Client.Evaluation.Data;

/// <summary>One part of the homes, so that what was learnt from the others can be tried on homes that it has never seen.</summary>
/// <param name="Number">Which part, from 1.</param>
/// <param name="Of">How many parts there are.</param>
/// <remarks>A home's part follows from its name alone, whatever files it comes from and whatever other homes are there.</remarks>
internal readonly record struct HomeFold(int Number, int Of)
{
    /// <summary>All homes.</summary>
    public static HomeFold All => new(1, 1);

    /// <summary>Reads <c>1/2</c>: the first of two parts.</summary>
    /// <exception cref="UsageException">It is none.</exception>
    public static HomeFold Parse(string text) =>
        text.Split('/') is [var number, var of]
            && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var k)
            && int.TryParse(of, NumberStyles.None, CultureInfo.InvariantCulture, out var n)
            && k >= 1 && k <= n
            ? new(k, n)
            : throw new UsageException($"--fold '{text}' is no part of the homes; one looks like 1/2, the first of two.");

    /// <summary>Which part a home is in, from 1.</summary>
    public static int PartOf(string home, int of) => 1 + (int)(Hash(home) % (ulong)of);

    /// <summary>Whether a home is in this part.</summary>
    public bool Holds(string home) => PartOf(home, Of) == Number;

    // FNV-1a, with the last step of SplitMix64: names that differ in their last digit only end in different parts.
    private static ulong Hash(string text)
    {
        var hash = 14695981039346656037UL;
        foreach (var c in text)
        {
            hash = (hash ^ c) * 1099511628211UL;
        }

        hash = (hash ^ (hash >> 30)) * 0xBF58476D1CE4E5B9UL;
        hash = (hash ^ (hash >> 27)) * 0x94D049BB133111EBUL;
        return hash ^ (hash >> 31);
    }
}
