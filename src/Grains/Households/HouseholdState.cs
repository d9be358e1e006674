using CityActors.Alerts;

namespace CityActors.Households;

/// <summary>What a household remembers.</summary>
[GenerateSerializer, Alias("household-state")]
public sealed class HouseholdState : EntityState
{
    /// <summary>What is registered, or null: nothing yet.</summary>
    [Id(0)] public HouseholdRegistration? Registration { get; set; }

    /// <summary>What is learnt of its rhythm.</summary>
    [Id(1)] public LivingRhythm Rhythm { get; set; } = LivingRhythm.Unknown;
}
