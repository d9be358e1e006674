using CityActors.Households;
using CityActors.Observations;
using Microsoft.Extensions.Options;

namespace CityActors.Benchmarks.Calls;

/// <summary>A grain that takes readings and counts them.</summary>
public interface ITakerGrain : IGrainWithStringKey
{
    /// <summary>Takes one.</summary>
    [Alias("Take")]
    Task Take(Observation reading);

    /// <summary>What it has taken so far.</summary>
    [Alias("Taken")]
    Task<TakerCount> Taken();
}

/// <summary>What a grain has counted.</summary>
[GenerateSerializer, Immutable, Alias("bench-taker-count")]
public readonly record struct TakerCount([property: Id(0)] long Readings, [property: Id(1)] long Findings);

/// <summary>Only counts: what a call itself costs.</summary>
public interface ICounterGrain : ITakerGrain;

/// <summary>Runs the household detector on each reading.</summary>
public interface IMeterGrain : ITakerGrain;

[GrainType("bench-counter")]
public sealed class CounterGrain : Grain, ICounterGrain
{
    private long readings;

    public Task Take(Observation reading)
    {
        readings++;
        return Task.CompletedTask;
    }

    public Task<TakerCount> Taken() => Task.FromResult(new TakerCount(readings, 0));
}

[GrainType("bench-meter")]
public sealed class MeterGrain(IOptions<HouseholdOptions> options) : Grain, IMeterGrain
{
    private readonly HouseholdDetector detector = new(BareStates.Interval, options.Value);
    private LivingRhythm rhythm = LivingRhythm.Unknown;
    private long readings;
    private long findings;

    public Task Take(Observation reading)
    {
        var step = detector.Observe(rhythm, reading);
        rhythm = step.Next;
        findings += step.Findings.Count;
        readings++;
        return Task.CompletedTask;
    }

    public Task<TakerCount> Taken() => Task.FromResult(new TakerCount(readings, findings));
}
