using CityActors.Benchmarks.Reports;

namespace CityActors.Benchmarks.Calls;

/// <summary>Calls grains as a grain does: <c>bench-1-driver</c> from loop 1.</summary>
public interface IDriverGrain : IGrainWithStringKey
{
    /// <summary>Makes the calls of one job of <see cref="CallJobs"/>.</summary>
    [Alias("Drive")]
    Task Drive(int job);
}

[GrainType("bench-driver")]
public sealed class DriverGrain : Grain, IDriverGrain
{
    public Task Drive(int job) => CallJobs.Run(CallJobs.Current[job]);
}

/// <summary>Calls to be made by one caller.</summary>
/// <param name="Order">The order of all.</param>
/// <param name="Part">The part of it that is called.</param>
/// <param name="Grains">All grains, by number.</param>
/// <param name="Window">How many calls are under way at once; 1: each ends before the next.</param>
internal sealed record CallJob(CallOrder Order, int Part, ITakerGrain[] Grains, int Window);

/// <summary>The jobs of the round at hand, and how a caller does one: the same code in a grain and outside.</summary>
internal static class CallJobs
{
    /// <summary>The jobs, set before the drivers are called.</summary>
    public static CallJob[] Current { get; set; } = [];

    public static Task Run(CallJob job) => job.Window == 1 ? OneByOne(job) : Windowed(job);

    private static async Task OneByOne(CallJob job)
    {
        var numbers = job.Order.Parts[job.Part];
        var perSweep = numbers.Length / job.Order.Sweeps;
        for (var sweep = 0; sweep < job.Order.Sweeps; sweep++)
        {
            var readings = job.Order.ReadingsOf(sweep);
            for (var i = sweep * perSweep; i < (sweep + 1) * perSweep; i++)
            {
                var number = numbers[i];
                var call = job.Grains[number].Take(readings[CallOrder.VariantOf(number)]);
                if (!call.IsCompletedSuccessfully)
                {
                    await call;
                }
            }
        }
    }

    private static async Task Windowed(CallJob job)
    {
        var window = new Window(job.Window);
        var numbers = job.Order.Parts[job.Part];
        var perSweep = numbers.Length / job.Order.Sweeps;
        for (var sweep = 0; sweep < job.Order.Sweeps; sweep++)
        {
            var readings = job.Order.ReadingsOf(sweep);
            for (var i = sweep * perSweep; i < (sweep + 1) * perSweep; i++)
            {
                var room = window.Room();
                if (!room.IsCompletedSuccessfully)
                {
                    await room;
                }

                var number = numbers[i];
                window.Add(job.Grains[number].Take(readings[CallOrder.VariantOf(number)]));
            }
        }

        await window.All();
    }
}
