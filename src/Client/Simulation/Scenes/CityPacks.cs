using CityActors.Client.Api;
using CityActors.Client.Silos;
using CityActors.Packs;

namespace CityActors.Client.Simulation.Scenes;

/// <summary>The packs of a city whose scenes can be played: those that it has, and that stand in a folder here just as it has them.</summary>
internal static class CityPacks
{
    /// <summary>Reads them.</summary>
    /// <param name="client">The city.</param>
    /// <param name="folder">The folder of packs; null: the repository's.</param>
    /// <param name="say">Told which are left out.</param>
    /// <param name="cancellation">Gives it up.</param>
    public static async Task<PackWords> Of(CityClient client, string? folder, Action<string> say, CancellationToken cancellation)
    {
        folder ??= Path.Combine(SiloLocator.Root() ?? Directory.GetCurrentDirectory(), "seeds", "packs");
        if (!Directory.Exists(folder))
        {
            throw new InvalidDataException($"There is no folder of packs '{folder}': name one with --packs.");
        }

        var here = PackFolder.ReadAll(folder);
        var known = (await client.Packs(cancellation)).Items.Where(static pack => pack.OnIn.Count > 0).ToList();
        foreach (var pack in known.Where(pack => here.Find(pack.Pack) is not { } own || own.Digest != pack.Digest))
        {
            say($"The pack {pack.Pack} {pack.Version} of the city is not in '{folder}' as the city has it: its scenes are left out.");
        }

        return new PackWords(new PackSet(here.All.Where(pack => known.Any(other => other.Pack == pack.Name && other.Digest == pack.Digest))));
    }

    /// <summary>Registers the things that scenes need and the district has not.</summary>
    /// <returns>The district with them.</returns>
    public static async Task<DrillDistrict> Furnish(CityClient client, SimulationPlan plan, DrillDistrict district, PackWords words, CancellationToken cancellation)
    {
        var wanted = SceneTimes.Placed(plan, words, []).SelectMany(scene => scene.Spec.Background.Where(background => SceneTimes.NeedsOwn(scene.Spec, background)).Select(background => (background.Thing, Count: SceneTimes.OwnCount(plan, scene.Spec, background), scene.Spec.Place)))
            .GroupBy(static background => background.Thing, StringComparer.Ordinal).OrderBy(static kind => kind.Key, StringComparer.Ordinal);
        var town = new SceneTown(client, words, district.Cells, drill: true);
        var isNew = false;
        foreach (var kind in wanted)
        {
            var (has, needs) = (district.Of(words.Thing(kind.Key)).Count(), kind.Sum(static background => background.Count));
            if (has < needs)
            {
                await town.Register(kind.Key, $"scene-{kind.Key}", has, needs - has, kind.First().Place, cancellation);
                isNew = true;
            }
        }

        return isNew ? await DrillDistrict.Read(client, cancellation) : district;
    }
}
