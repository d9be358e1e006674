using CityActors.Commits;
using CityActors.Reactions;

namespace CityActors.Responders;

/// <summary>One responder: its card and its offers.</summary>
[GrainType(Addresses.Responder)]
internal sealed class ResponderGrain(ResponderRules rules, CityServices city) : CityGrain<ResponderState>(rules, city), IResponderGrain
{
    public Task<ResponderCard> Put(ResponderCard card) => Decide(state => ResponderRules.Put(Key, state, card));

    public Task<ResponderCard?> Read() => Task.FromResult(State.Card);
}
