using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using CityActors.Facts;
using CityActors.Packs.Cases;
using CityActors.Packs.Format;
using CityActors.Packs.Registers;
using CityActors.Registers;

namespace CityActors.Pools;

/// <summary>What pools are told of a record: those of its pack that it is in, or that read it of their members; and of its fields only what they read. Pure.</summary>
internal static class ShownRecords
{
    private static readonly ConditionalWeakTable<RegisterType, Reader[]> known = [];

    /// <summary>The fact of a version, or none: no pool reads the register.</summary>
    /// <param name="before">The record before it.</param>
    /// <param name="after">The record after it.</param>
    /// <param name="type">The register.</param>
    /// <param name="key">The record's key.</param>
    public static IEnumerable<CityFact> Of(RecordState before, RecordState after, RegisterType type, string key)
    {
        var readers = known.GetValue(type, ReadersOf);
        string[] pools = [.. readers.SelectMany(reader => ((string[])[after.Area, before.Area]).Select(area => PoolProgram.KeyOf(reader.Pool, area)).OfType<string>()).Distinct(StringComparer.Ordinal)];
        if (pools.Length == 0)
        {
            yield break;
        }

        yield return new RecordShown
        {
            Subject = $"shown/{type.Spec.Register}/{key}",
            Version = after.Version,
            At = after.History[^1].At,
            Area = after.Area,
            Register = type.Spec.Register,
            Key = key,
            IsActive = after.Status == RecordStatus.Active,
            Home = [.. readers.Select(reader => PoolProgram.KeyOf(reader.Pool, after.Area)).OfType<string>().Distinct(StringComparer.Ordinal)],
            Fields = after.Fields.Where(field => readers.Any(reader => reader.Fields.Contains(field.Key))).ToImmutableSortedDictionary(StringComparer.Ordinal),
            Pools = pools,
        };
    }

    private static Reader[] ReadersOf(RegisterType type) =>
    [
        .. from spec in type.Pack.Cases.Values
           from holder in spec.Holders.Keys
           let program = PoolProgram.Of(type.Pack, CaseTraits.Expand(spec), holder)
           where program is not null
           let fields = program.FieldsOf(type.Spec.Register)
           where fields is not null
           select new Reader(program.Spec, fields),
    ];

    private sealed record Reader(PoolSpec Pool, ImmutableHashSet<string> Fields);
}
