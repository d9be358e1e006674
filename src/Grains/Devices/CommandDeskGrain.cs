using CityActors.Commits;
using CityActors.Reactions;
using Orleans.Concurrency;

namespace CityActors.Devices;

/// <summary>Finds the devices of a district that alerts want told what to do.</summary>
[GrainType(Addresses.Desk), Reentrant]
internal sealed class CommandDeskGrain(CommandDeskRules rules, CityServices city) : CityGrain<CommandDeskState>(rules, city), ICommandDeskGrain;
