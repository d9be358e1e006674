using System.Security.Cryptography;
using CityActors.Alerts;
using CityActors.Silo.Lists;

namespace CityActors.Districts;

/// <summary>Generates districts into the city, where nothing real is in their way.</summary>
public sealed class DistrictExpander(Expansions expansions, DistrictRegistrar registrar, ListProjector lists)
{
    private const string DemoName = "demo";

    /// <summary>Generates a district from its seed; the same again changes nothing.</summary>
    internal Task<(Refusal? Refusal, PlanCounts? Counts)> Expand(string name, DistrictSeed seed, double scale, long randomSeed, bool drill, CancellationToken cancellation) =>
        Expand(new Expansion(name, seed.Code, HashOf(seed), scale, randomSeed, drill), DistrictPlan.Expand(seed, scale, randomSeed, drill), cancellation);

    /// <summary>Generates the small district of the live demo.</summary>
    internal Task<(Refusal? Refusal, PlanCounts? Counts)> Demo(DistrictSeed seed, long randomSeed, CancellationToken cancellation) =>
        Expand(new Expansion(DemoName, seed.Code, HashOf(seed), 0, randomSeed, Drill: true), DistrictPlan.Demo(seed, randomSeed), cancellation);

    /// <summary>By what two seeds are told apart.</summary>
    internal static string HashOf(DistrictSeed seed)
    {
        using var text = new MemoryStream();
        DistrictSeedFile.Write(seed, text);
        return Convert.ToHexStringLower(SHA256.HashData(text.GetBuffer().AsSpan(0, (int)text.Length)));
    }

    private async Task<(Refusal? Refusal, PlanCounts? Counts)> Expand(Expansion wanted, DistrictPlan plan, CancellationToken cancellation)
    {
        await lists.CatchUp(cancellation);
        var (refusal, begun, isNew) = await expansions.Begin(wanted);
        if (refusal is not null || begun?.Counts is not null)
        {
            return (refusal, begun?.Counts);
        }

        await registrar.Register(plan, isAgain: !isNew);
        await expansions.Complete(wanted.Name, plan.Counts);
        await lists.CatchUp(cancellation);
        return (null, plan.Counts);
    }
}
