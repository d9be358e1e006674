using CityActors.Packs.Expressions;
using CityActors.Tests.Pools;

namespace CityActors.Simulation.Mediation;

/// <summary>What happens in ten months of a mediation centre, and what must come of it. The numbers of the full plan are the published ones.</summary>
internal sealed record MediationPlan
{
    public static readonly string[] Kinds = ["neighbours", "family", "damage", "work-injury", "wages", "land", "property", "consumer", "traffic", "medical", "loan", "other"];
    public static readonly string[] Levels = ["simple", "complex", "hard"];

    /// <summary>How long it lasts.</summary>
    public const int Days = 304;

    /// <summary>In how many days, from the first, matters begin.</summary>
    public const int BeginDays = 264;

    /// <summary>The whole of it.</summary>
    public static MediationPlan Full { get; } = new() { Disputes = 1_633, Requests = 1_390, Advice = 1_565, HeldDisputes = 69, HeldAdvice = 10, Organisations = 272, Mediators = 1_113 };

    /// <summary>A part of it.</summary>
    public static MediationPlan Small { get; } = new() { Disputes = 60, Requests = 50, Advice = 60, HeldDisputes = 4, HeldAdvice = 2, Organisations = 20, Mediators = 60 };

    public required int Disputes { get; init; }

    public required int Requests { get; init; }

    public required int Advice { get; init; }

    /// <summary>Disputes that are still before their mediator at the end: the last that began.</summary>
    public required int HeldDisputes { get; init; }

    /// <summary>Questions that are not answered at the end.</summary>
    public required int HeldAdvice { get; init; }

    public required int Organisations { get; init; }

    public required int Mediators { get; init; }

    public int Matters => Disputes + Requests + Advice;

    /// <summary>The organisations by code, with the share that each settles.</summary>
    public SortedDictionary<string, decimal?> Shares(Random chance)
    {
        var shares = new SortedDictionary<string, decimal?>(StringComparer.Ordinal);
        for (var i = 0; i < Organisations; i++)
        {
            shares[$"org-{i:D3}"] = chance.Next(5) == 0 ? null : chance.Next(60, 100) / 100m;
        }

        return shares;
    }

    /// <summary>The mediators: most serve a street, some a community, few the district.</summary>
    public IEnumerable<Mediator> People(Random chance)
    {
        for (var i = 0; i < Mediators; i++)
        {
            var place = Place(chance);
            var area = chance.Next(20) switch { 0 => "430103", < 6 => place.AreaCode[..12], _ => place.AreaCode[..9] };
            yield return new Mediator(
                $"M{i:D4}",
                $"org-{chance.Next(Organisations):D3}",
                Some(Kinds, chance, chance.Next(2, 7)),
                Some(Levels, chance, chance.Next(1, 4)),
                area,
                place,
                Math.Min(chance.Next(1, 41), chance.Next(1, 41)),
                [.. Enumerable.Range(0, chance.Next(4)).Select(_ => Person(chance)).Distinct()],
                IsActive: true);
        }
    }

    /// <summary>Somebody, who may be of the kin of a mediator.</summary>
    public string Person(Random chance) => $"person-{chance.Next(3 * Mediators):D4}";

    public static Place Place(Random chance) => new(112.95 + (chance.Next(60) / 1000.0), 28.08 + (chance.Next(80) / 1000.0), $"430103{chance.Next(1, 14):D3}{chance.Next(1, 9):D3}001");

    private static string[] Some(string[] of, Random chance, int count) => [.. of.OrderBy(_ => chance.Next()).Take(count).Order(StringComparer.Ordinal)];
}
