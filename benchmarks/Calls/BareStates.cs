using CityActors.Households;
using CityActors.Observations;

namespace CityActors.Benchmarks.Calls;

/// <summary>The state of all grains in one dense array, changed by a plain loop.</summary>
internal interface IBareStates
{
    /// <summary>The state change that the grain of this number makes.</summary>
    void Take(int number, Observation reading);

    /// <summary>What all have counted.</summary>
    TakerCount Sum();
}

/// <summary>What both kinds of states share.</summary>
internal static class BareStates
{
    /// <summary>How often a meter reports.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(15);
}

/// <summary>The state of <see cref="CounterGrain"/>.</summary>
internal readonly struct BareCounters(int count) : IBareStates
{
    private readonly long[] readings = new long[count];

    public void Take(int number, Observation reading) => readings[number]++;

    public TakerCount Sum() => new(readings.Sum(), 0);
}

/// <summary>The state of <see cref="MeterGrain"/>.</summary>
internal readonly struct BareMeters : IBareStates
{
    private readonly HouseholdDetector detector;
    private readonly State[] states;

    public BareMeters(int count, HouseholdOptions options)
    {
        detector = new HouseholdDetector(BareStates.Interval, options);
        states = new State[count];
        Array.Fill(states, new State { Rhythm = LivingRhythm.Unknown });
    }

    public void Take(int number, Observation reading)
    {
        ref var state = ref states[number];
        var step = detector.Observe(state.Rhythm, reading);
        state.Rhythm = step.Next;
        state.Findings += step.Findings.Count;
        state.Readings++;
    }

    public TakerCount Sum() => new(states.Sum(state => state.Readings), states.Sum(state => state.Findings));

    private struct State
    {
        public LivingRhythm Rhythm;
        public long Readings;
        public long Findings;
    }
}
