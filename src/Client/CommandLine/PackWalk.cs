using System.Globalization;
using CityActors.Client.Silos;
using CityActors.Client.Simulation;
using CityActors.Deadlines;
using CityActors.Packs;
using CityActors.Packs.Format;
using CityActors.WorkOrders;

namespace CityActors.Client.CommandLine;

/// <summary><c>city pack check --walk</c>: random walks over the types of case of a pack.</summary>
internal static class PackWalk
{
    /// <summary>Walks and tells what came of it.</summary>
    public static ExitCode Walk(PackFiles pack, PackSet others, int steps, int seed, CommandOutput output)
    {
        if (pack.Cases.Count == 0)
        {
            throw new UsageException($"The pack '{pack.Name}' has no types of case, so there is nothing to walk over.");
        }

        var catalogue = new Catalogue(new PackSet([pack, .. others.All.Where(other => other.Name != pack.Name)]));
        if (catalogue.Categories.Count == 0 && pack.Cases.Values.Any(static spec => spec.Grain == CaseGrain.WorkOrder))
        {
            throw new UsageException($"The pack '{pack.Name}' has work orders, which begin by a category, and no pack beside it has one: name a folder of packs with '--beside'.");
        }

        var path = Path.Combine(SiloLocator.Root() ?? Directory.GetCurrentDirectory(), "seeds", "calendars", "china.json");
        try
        {
            var result = new CaseWalk(pack, catalogue, WorkCalendar.Parse(File.ReadAllText(path), path), seed).Run(steps);
            output.Table(["end", "cases"], result.Ends.Select(static end => new[] { end.Key, end.Value.ToString("N0", CultureInfo.InvariantCulture) }));
            output.Say(string.Create(CultureInfo.InvariantCulture, $"{result.Steps:N0} steps of seed {seed}: {result.Begun:N0} cases began, {result.Done:N0} commands were done and {result.Refused:N0} refused; what must hold held after each."));
            if (result.Never.Count > 0)
            {
                output.Say($"Never came to act: {string.Join("; ", result.Never)}.");
            }

            return ExitCode.Ok;
        }
        catch (CaseWalkFault fault)
        {
            output.Say($"A walk of seed {seed} broke what must always hold. {fault.Message}");
            return ExitCode.CheckFailed;
        }
    }
}
