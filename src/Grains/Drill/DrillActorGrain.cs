using CityActors.Commits;
using CityActors.Reactions;

namespace CityActors.Drill;

/// <summary>Who plays a drill's responder; key is the responder's id.</summary>
[GrainType(Addresses.Actor)]
internal sealed class DrillActorGrain(DrillActorRules rules, CityServices city) : CityGrain<DrillActorState>(rules, city);
