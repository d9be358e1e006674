using CityActors.Deadlines;
using CityActors.Facts;

namespace CityActors.Commits;

/// <summary>What one kind of grain decides. Pure: no I/O, no clock, no Orleans; the same for grains, simulation and replay.</summary>
/// <typeparam name="TState">Its state. It is never changed in place but where the rules say so.</typeparam>
public interface ICityRules<TState>
    where TState : class, new()
{
    /// <summary>The parts of the state that grow with its district and are stored row by row.</summary>
    IReadOnlyList<RowKind<TState>> RowKinds => [];

    /// <summary>What follows from a fact that concerns this owner.</summary>
    /// <param name="key">The owner's key.</param>
    /// <param name="state">Its state.</param>
    /// <param name="fact">The fact.</param>
    /// <param name="now">The declared clock's time, UTC.</param>
    Decision<TState> React(string key, TState state, CityFact fact, DateTimeOffset now);

    /// <summary>What follows from a deadline that fell due and still stands in <see cref="Deadlines"/>.</summary>
    /// <param name="key">The owner's key.</param>
    /// <param name="state">Its state.</param>
    /// <param name="deadline">The deadline.</param>
    /// <param name="now">The declared clock's time, UTC; later than due after downtime.</param>
    Decision<TState> Due(string key, TState state, Deadline deadline, DateTimeOffset now) => Decision.None(state);

    /// <summary>What the owner waits for: a function of its state alone.</summary>
    IEnumerable<DueTime> Deadlines(string key, TState state) => [];
}

/// <summary>When something falls due.</summary>
/// <param name="Name">What, unique within the owner.</param>
/// <param name="At">When, UTC.</param>
public readonly record struct DueTime(string Name, DateTimeOffset At);
