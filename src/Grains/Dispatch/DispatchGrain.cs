using CityActors.Commits;
using CityActors.Reactions;
using Orleans.Concurrency;

namespace CityActors.Dispatch;

/// <summary>Assigns the responders of a district.</summary>
[GrainType(Addresses.Dispatch), Reentrant]
internal sealed class DispatchGrain(DispatchRules rules, CityServices city) : CityGrain<DispatchState>(rules, city), IDispatchGrain
{
    public Task<DispatchProposal> Judge(ManualDispatch wanted) => Task.FromResult(rules.Judge(State, wanted, Now));

    public Task<DispatchView> Read() => Task.FromResult(DispatchRules.View(State, Now));
}
