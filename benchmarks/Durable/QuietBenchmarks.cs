using CityActors.Benchmarks.Calls;
using CityActors.Benchmarks.Memory;
using CityActors.Benchmarks.Reports;
using CityActors.Commits;
using CityActors.Households;
using CityActors.Observations;

namespace CityActors.Benchmarks.Durable;

/// <summary>Homes with meters of quarter hours, whose usual quiet is learnt: how many readings one core judges, and what is remembered of each.</summary>
internal sealed class QuietBenchmarks(BenchmarkPlan plan, Report report)
{
    private const int Patterns = 8;
    private const int Days = 16;
    private const int Judged = 14; // Days after which the score judges.
    private const int PerDay = 96;
    private const int HomesAtOnce = 500;

    private readonly HouseholdDetector detector = new(BareStates.Interval, new HouseholdOptions());
    private readonly Random random = new(BenchmarkPlan.Seed);

    /// <summary>Measures both.</summary>
    public async Task Run()
    {
        LivingRhythm[] lived = [.. Enumerable.Range(0, Patterns).Select(_ => Live(LivingRhythm.Unknown, 0, Days * PerDay))];
        var homes = Enumerable.Range(0, HomesAtOnce).Select(home => lived[home % Patterns]).ToArray();
        Observation[] day = [];
        var next = Days * PerDay;
        var measured = await Measured.Run(
            plan,
            (long)HomesAtOnce * PerDay,
            () =>
            {
                day = [.. Enumerable.Range(next, PerDay).Select(Reading)];
                next += PerDay;
                return Task.CompletedTask;
            },
            () =>
            {
                foreach (var reading in day)
                {
                    for (var home = 0; home < homes.Length; home++)
                    {
                        homes[home] = detector.Observe(homes[home], reading).Next;
                    }
                }

                return Task.CompletedTask;
            });
        report.Add(measured.ToResult("quiet-score", "bare-loop", "readings/s") with { Grains = HomesAtOnce, Callers = 1, Consistent = homes.All(static home => home.Quiet is { Days: >= Judged }) });
        report.Add(new Result { Benchmark = "quiet-score", Case = "state", Unit = "bytes", Median = Math.Round(BytesOf(homes[0].Quiet!)), Grains = HomesAtOnce, Rounds = 1 });
    }

    // In memory, of states as they are read from storage.
    private static double BytesOf(QuietMemory memory)
    {
        var (serializer, copies) = (new StateSerializer(), new QuietMemory[HomesAtOnce]);
        var stored = serializer.Serialize(memory);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var copy = 0; copy < copies.Length; copy++)
        {
            copies[copy] = serializer.Deserialize<QuietMemory>(stored)!;
        }

        var bytes = (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)copies.Length;
        GC.KeepAlive(copies);
        return bytes;
    }

    private LivingRhythm Live(LivingRhythm rhythm, int from, int readings)
    {
        for (var index = from; index < from + readings; index++)
        {
            rhythm = detector.Observe(rhythm, Reading(index)).Next;
        }

        return rhythm;
    }

    private Observation Reading(int index)
    {
        var at = Homes.LivedUntil + (index * BareStates.Interval);
        return new Observation { Entity = "home-bench", Kind = ObservationKinds.Power, At = at, Value = Homes.Watts(at, random) };
    }
}
