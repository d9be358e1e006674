using CityActors.Alerts;
using CityActors.Commits;
using CityActors.Places;
using CityActors.Reactions;
using Orleans.Concurrency;

namespace CityActors.Signals;

/// <summary>The places of a district. It decides one thing at a time, so what spreads over several cells is one thing.</summary>
[GrainType(Addresses.Places), Reentrant]
internal sealed class PlacesGrain(PlacesRules rules, CityServices city) : CityGrain<PlacesState>(rules, city), IPlacesGrain
{
    public Task<AlertReply> HandleAlert(string alertId, AlertCommand command) => Decide(state => PlacesRules.Handle(state, alertId, command));

    public Task<WeighedAlert?> WeighAlert(string alertId, string actor, DateTimeOffset at) => Task.FromResult(State.BookOf(alertId).Weigh(alertId, actor, at));

    public Task<AlertView?> ReadAlert(string alertId) => Task.FromResult(State.FindAlert(alertId) is { } alert ? new AlertView(alert, Privacy.Public) { Steps = rules.StepsOf(alert) } : null);

    public Task<bool> Retire(Retirement retirement) => Task.FromResult(false); // A place is never out of service.

    public Task<ServiceView?> ReadService() => Task.FromResult<ServiceView?>(null);
}
