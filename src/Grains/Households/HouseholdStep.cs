using CityActors.Alerts;

namespace CityActors.Households;

/// <summary>What came of one reading or tick.</summary>
/// <param name="Next">What is remembered from now on.</param>
/// <param name="Findings">Beginnings and ends of episodes, in order; empty as a rule.</param>
internal readonly record struct HouseholdStep(LivingRhythm Next, IReadOnlyList<Finding> Findings);
