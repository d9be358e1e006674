using CityActors.Commits;
using CityActors.Places;
using CityActors.Reactions;

namespace CityActors.Responders;

/// <summary>One responder: its card and its offers.</summary>
[GrainType(Addresses.Responder)]
internal sealed class ResponderGrain(ResponderRules rules, CityServices city) : CityGrain<ResponderState>(rules, city), IResponderGrain
{
    public Task<ResponderCard> Put(ResponderCard card) => Decide(state => ResponderRules.Put(Key, state, card));

    public Task<ResponderCard?> Read() => Task.FromResult(State.Retired is null ? State.Card : null);

    public Task<bool> Retire(Retirement retirement) => Decide(state => ResponderRules.Retire(Key, state, retirement));

    public Task<ServiceView?> ReadService() =>
        Task.FromResult(State.Card is { } card ? new ServiceView(card.Area, Privacy.Public, card.Version, State.Retired) : null);
}
