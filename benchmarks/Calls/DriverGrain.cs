using CityActors.Benchmarks.Reports;

namespace CityActors.Benchmarks.Calls;

/// <summary>Calls grains as a grain does.</summary>
public interface IDriverGrain : IGrainWithStringKey
{
    /// <summary>Makes the calls of <see cref="CallJob.Current"/>.</summary>
    [Alias("Drive")]
    Task Drive();
}

[GrainType("bench-driver")]
public sealed class DriverGrain : Grain, IDriverGrain
{
    public Task Drive() => CallJob.Current!.Run();
}

/// <summary>The calls of a round, and how a caller makes them: the same code in a grain and outside.</summary>
/// <param name="Sweeps">Who is called with what.</param>
/// <param name="Grains">All grains, by number.</param>
/// <param name="Window">How many calls are under way at once; 1: each ends before the next.</param>
internal sealed record CallJob(CallSweeps Sweeps, ITakerGrain[] Grains, int Window)
{
    /// <summary>The job at hand, set before a driver is called: a list of grains is no message.</summary>
    public static CallJob? Current { get; set; }

    public Task Run() => Window == 1 ? OneByOne() : ManyAtOnce();

    private async Task OneByOne()
    {
        for (var sweep = 0; sweep < Sweeps.Count; sweep++)
        {
            foreach (var number in Sweeps.Order)
            {
                await Grains[number].Take(Sweeps.Reading(sweep, number));
            }
        }
    }

    private async Task ManyAtOnce()
    {
        var window = new Window(Window);
        for (var sweep = 0; sweep < Sweeps.Count; sweep++)
        {
            foreach (var number in Sweeps.Order)
            {
                await window.Room();
                window.Add(Grains[number].Take(Sweeps.Reading(sweep, number)));
            }
        }

        await window.All();
    }
}
