using CityActors.Facts;

namespace CityActors.Commits;

/// <summary>What a rule decided: how the state goes on, and what happened.</summary>
/// <typeparam name="TState">The owner's state.</typeparam>
/// <param name="Next">The state after it.</param>
/// <param name="IsChange">Whether the state is to be stored.</param>
/// <param name="Facts">What happened, in order.</param>
public readonly record struct Decision<TState>(TState Next, bool IsChange, IReadOnlyList<CityFact> Facts)
{
    /// <summary>When a deadline that could not be handled is to fire again, or null.</summary>
    public DateTimeOffset? Again { get; init; }
}

/// <summary>Creates decisions.</summary>
public static class Decision
{
    /// <summary>Nothing changes.</summary>
    public static Decision<TState> None<TState>(TState state) => new(state, IsChange: false, []);

    /// <summary>The state changes and something happened.</summary>
    public static Decision<TState> To<TState>(TState next, params IReadOnlyList<CityFact> facts) => new(next, IsChange: true, facts);
}
