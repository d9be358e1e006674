using CityActors.Observations;
using CityActors.Places;

namespace CityActors.Alerts;

/// <summary>What one kind of entity adds to the behaviour that all observed entities share.</summary>
/// <typeparam name="TState">Its state.</typeparam>
internal interface IEntityRules<in TState>
    where TState : EntityState
{
    /// <summary>Its card, or null: it is not registered.</summary>
    EntityCard? CardOf(TState state);

    /// <summary>Takes an observation into the state.</summary>
    IReadOnlyList<Finding> Observe(TState state, Observation observation);

    /// <summary>Judges silence up to and including a time.</summary>
    IReadOnlyList<Finding> Tick(TState state, DateTimeOffset upTo);

    /// <summary>When silence itself becomes an event, or null.</summary>
    DateTimeOffset? NextDue(TState state);
}
