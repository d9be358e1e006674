using CityActors.Client.Api;
using CityActors.Client.Replays;
using CityActors.Client.Silos;
using CityActors.Client.Simulation.Scenes;
using CityActors.Packs;

namespace CityActors.Client.CommandLine;

/// <summary><c>city pack check --run</c>: plays a pack's scenes and examples on a Silo of its own.</summary>
internal static class PackRun
{
    /// <summary>Plays them and writes what came of each.</summary>
    /// <param name="pack">The pack, checked.</param>
    /// <param name="others">The packs beside it.</param>
    /// <param name="output">Where to.</param>
    /// <param name="cancellation">Gives it up.</param>
    public static async Task<ExitCode> Play(PackFiles pack, PackSet others, CommandOutput output, CancellationToken cancellation)
    {
        if (pack.Scenes.Count == 0 && pack.Examples.Count == 0 && pack.Watch.Rules.Count == 0)
        {
            output.Say($"{pack.Name} has no rules, scenes or examples: there is nothing to play.");
            return ExitCode.Ok;
        }

        var packs = others.With(pack);
        using var seeds = PackSeeds.Of(packs);
        output.Say("Starting a replay Silo …");
        await using var silo = await SiloProcess.Start(null, PackPlay.Start(pack), static _ => { }, cancellation, seeds: seeds.Folder);
        using var client = new CityClient(silo.Settings.Url, silo.Settings.AdminKey, ReplaySession.Patience);
        var play = new PackPlay(client, silo.Kill, pack, new PackWords(packs));
        var played = await RunProgress.Show(output, pack.Name, progress => play.Run(null, () => silo.Restarts, progress, cancellation));
        Write(output, played);
        return played.Faults.Count == 0 ? ExitCode.Ok : ExitCode.CheckFailed;
    }

    /// <summary>The figures of scenes as a table.</summary>
    public static void Table(CommandOutput output, IEnumerable<SceneVerdict> scenes) => output.Table(
        ["scene", "injected", "found", "missed", "not due yet", "not judged", "harmless", "false", "delay min / median / max", "level", "orders"],
        scenes.Select(static scene => new[]
        {
            $"{scene.Pack}/{scene.Scene}", $"{scene.Injected}", $"{scene.Found}", $"{scene.Missed}", $"{scene.NotDueYet}", $"{scene.NotJudged}", $"{scene.Harmless}", $"{scene.False}",
            SimulationText.Text(scene.DelaySeconds), scene.Level == 0 ? "–" : $"{scene.Level}", $"{scene.Orders}",
        }));

    private static void Write(CommandOutput output, PackPlayed played)
    {
        if (played.Scenes.Count > 0)
        {
            Table(output, played.Scenes);
        }

        foreach (var fault in played.Faults)
        {
            output.Results.WriteLine(fault);
        }

        output.Say($"{played.Pack}: {played.Scenes.Count} scenes and {played.Examples} examples played in {played.Seconds:0.0} s, {played.ExamplesHeld} examples held, the Silo was killed {played.Restarts} times; "
            + (played.Faults.Count == 0 ? "nothing is wrong." : $"{played.Faults.Count} faults."));
    }
}
