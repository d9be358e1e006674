using CityActors.Facts;
using CityActors.Packs.Format;
using CityActors.Pools;

namespace CityActors.Cases;

/// <summary>What pools are told of a line: that somebody is looked for, and who has the case. Pure.</summary>
internal static class HolderFacts
{
    /// <summary>One fact at most for each holder.</summary>
    /// <param name="program">The type of case.</param>
    /// <param name="before">The case before the line.</param>
    /// <param name="after">The case after it.</param>
    /// <param name="line">The line.</param>
    public static IEnumerable<CityFact> Of(CaseProgram program, CaseState before, CaseState after, CaseLine line)
    {
        foreach (var (name, spec) in program.Spec.Holders)
        {
            var (asked, now) = (before.Wanted.GetValueOrDefault(name), after.Wanted.GetValueOrDefault(name));
            var (pools, subject) = ((IReadOnlyList<string>)[.. after.Pools.GetValueOrDefault(name, []).Union(before.Pools.GetValueOrDefault(name, []), StringComparer.Ordinal)], $"holder/{after.Id}/{name}");
            if (now > 0 && now != asked)
            {
                yield return Wanted(program, after, line, name, spec, pools, subject);
                continue;
            }

            var isDeclined = line.Trigger == CaseTrigger.Declined(name);
            if (pools.Count > 0 && (asked != now || isDeclined || !Who(before, name).SequenceEqual(Who(after, name), StringComparer.Ordinal)))
            {
                yield return new HolderStands
                {
                    Subject = subject,
                    Version = after.Version,
                    At = line.At,
                    Area = after.Area,
                    Case = after.Id,
                    Holder = name,
                    Asked = now,
                    Who = [.. Who(after, name)],
                    Declined = isDeclined ? [line.Actor] : [],
                    Pools = pools,
                };
            }
        }
    }

    private static HolderWanted Wanted(CaseProgram program, CaseState after, CaseLine line, string name, HolderSpec spec, IReadOnlyList<string> pools, string subject) => new()
    {
        Subject = subject,
        Version = after.Version,
        At = line.At,
        Area = after.Area,
        Case = after.Id,
        Holder = name,
        Pool = spec.Pool,
        Asked = after.Version,
        Need = program.Pools.GetValueOrDefault(name)?.Shown(after.Fields) ?? after.Fields,
        CaseType = program.Spec.Case,
        Digest = after.Terms!.Digest,
        People = [.. after.Parties.Values.SelectMany(static ids => ids).Distinct(StringComparer.Ordinal)],
        Had = [.. after.History.SelectMany(static line => line.Holders).Where(holder => holder.Name == name).Select(static holder => holder.Who).Distinct(StringComparer.Ordinal)],
        Seats = (int)(spec.Seats.Number ?? 1),
        Who = [.. Who(after, name)],
        Pools = pools,
    };

    private static IEnumerable<string> Who(CaseState state, string name) => state.Holders.Where(holder => holder.Name == name).Select(static holder => holder.Who);
}
