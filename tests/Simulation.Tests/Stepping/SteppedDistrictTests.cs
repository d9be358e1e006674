using System.Diagnostics;

namespace CityActors.Simulation.Stepping;

/// <summary>All the product's rules under a seed; a failure names the seed, and the same seed fails again.</summary>
public sealed class SteppedDistrictTests(ITestOutputHelper output)
{
    private const int StepsOfASeed = 1_000;

    [Fact]
    public void District_ManySeeds_KeepsEveryPromise()
    {
        var (first, last) = Seeds();
        var begun = Stopwatch.GetTimestamp();
        var steps = 0L;
        for (var seed = first; seed <= last; seed++)
        {
            steps += Run(seed, new SteppedFaults());
        }

        var seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        output.WriteLine($"{last - first + 1} seeds, {steps:N0} steps, {steps / seconds:N0} steps/s.");
    }

    [Fact]
    public void District_SameSeed_DoesTheSame() => Assert.Equal(Trace(17), Trace(17));

    [Fact]
    public void District_AcknowledgedReportDropped_IsCaught() => Caught(new SteppedFaults { IsCursorTooFar = true });

    [Fact]
    public void District_DeadlineFiredTwice_IsCaught() => Caught(new SteppedFaults { IsDeadlineKept = true });

    [Fact]
    public void District_TwoAlertsOpened_IsCaught() => Caught(new SteppedFaults { IsAlertDoubled = true });

    private static void Caught(SteppedFaults broken) =>
        Assert.Contains(Enumerable.Range(0, 100), seed => Record.Exception(() => Run(seed, broken)) is InvariantBrokenException);

    private static Action<SteppedDistrict>? Explain { get; } = Environment.GetEnvironmentVariable("CITYACTORS_TRACE") is null ? null : static district =>
    {
        foreach (var (fact, number) in district.City.Store.Facts.Select(static (fact, place) => (fact, place + 1)))
        {
            Console.Error.WriteLine($"{number} {fact.At:HH:mm:ss.fff} {Facts.FactRecords.Of(fact).Payload}");
        }
    };

    private static long Run(int seed, SteppedFaults faults)
    {
        var district = new SteppedDistrict(seed, faults);
        try
        {
            for (var step = 0; step < StepsOfASeed; step++)
            {
                district.City.Step();
                SteppedInvariants.Always(district);
            }

            district.Settle();
            SteppedInvariants.AtRest(district);
        }
        catch (InvariantBrokenException fault)
        {
            Explain?.Invoke(district);
            throw new InvariantBrokenException($"Seed {seed}, step {district.City.Steps}, {district.City.Now:O}: {fault.Message} Again: CITYACTORS_SEEDS={seed}-{seed}");
        }

        return district.City.Steps;
    }

    private static string Trace(int seed)
    {
        var district = new SteppedDistrict(seed, new SteppedFaults());
        for (var step = 0; step < StepsOfASeed; step++)
        {
            district.City.Step();
        }

        district.Settle();
        return string.Join('\n', district.City.Store.Facts.Select(static fact => $"{fact.Id} {fact.At:O}"));
    }

    private static (int First, int Last) Seeds()
    {
        var text = Environment.GetEnvironmentVariable("CITYACTORS_SEEDS") is { Length: > 0 } given ? given : "1-1000";
        var parts = text.Split('-');
        return (int.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture), int.Parse(parts[^1], System.Globalization.CultureInfo.InvariantCulture));
    }
}
