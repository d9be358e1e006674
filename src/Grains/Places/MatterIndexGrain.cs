using CityActors.Alerts;
using CityActors.Commits;
using CityActors.Reactions;
using CityActors.WorkOrders;
using Orleans.Concurrency;

namespace CityActors.Places;

/// <summary>The matters of a district. It decides one thing at a time, so two reports or two merges cannot cross.</summary>
[GrainType(Addresses.MatterIndex), Reentrant]
internal sealed class MatterIndexGrain(MatterIndexRules rules, CityServices city) : CityGrain<MatterIndexState>(rules, city), IMatterIndexGrain
{
    public Task<MatterClaim> Claim(MatterReport report) => Decide(state => rules.Claim(state, report));

    public Task<MergeReply> Merge(string order, WorkOrderCommand.Merge merge) => Decide(state => rules.Merge(Key, state, order, merge));

    public Task<Refusal?> WeighMerge(string order, WorkOrderCommand.Merge merge) => Task.FromResult(MergeRules.Judge(State, order, merge).Refusal);
}
