using System.Collections.Immutable;
using CityActors.Pools;

namespace CityActors.Tests.Pools;

/// <summary>Records as a pool keeps them.</summary>
internal static class Records
{
    /// <summary>The table of a state.</summary>
    public static ImmutableSortedDictionary<string, ShownRecord> ToImmutable(this IEnumerable<ShownRecord> records) =>
        records.ToImmutableSortedDictionary(static record => $"{record.Register}/{record.Key}", static record => record, StringComparer.Ordinal);
}
