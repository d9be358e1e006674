using CityActors.Client.Silos;
using CityActors.Deadlines;
using CityActors.Figures;
using CityActors.Packs;

namespace CityActors.Client.CommandLine;

/// <summary>Plays the made-up histories of a pack, and compares what its indicators come to with what their examples say.</summary>
internal static class PackFigures
{
    /// <summary>Plays them and tells what does not come out.</summary>
    public static ExitCode Check(PackFiles pack, PackSet others, CommandOutput output)
    {
        var examples = pack.Indicators.Indicators.Sum(static indicator => indicator.Examples.Count);
        if (examples == 0)
        {
            return ExitCode.Ok;
        }

        var path = Path.Combine(SiloLocator.Root() ?? Directory.GetCurrentDirectory(), "seeds", "calendars", "china.json");
        var faults = new PlayFaults(pack);
        foreach (var (where, what) in new HistoryPlay(pack, others, WorkCalendar.Parse(File.ReadAllText(path), path)).Run())
        {
            faults.Indicator(where, what);
        }

        foreach (var fault in faults.All)
        {
            output.Results.WriteLine(fault.ToString());
        }

        output.Say(faults.All.Count == 0
            ? $"{examples} examples over {pack.Indicators.Histories.Count} histories come out as they say."
            : $"{pack.Name} {pack.Manifest.Version}: {faults.All.Count} of its figures or histories do not come out.");
        return faults.All.Count == 0 ? ExitCode.Ok : ExitCode.CheckFailed;
    }
}
