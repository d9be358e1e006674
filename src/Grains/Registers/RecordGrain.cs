using CityActors.Commits;
using CityActors.Reactions;

namespace CityActors.Registers;

/// <summary>Something known, of a register that a pack has.</summary>
[GrainType(Addresses.Record)]
internal sealed class RecordGrain(RecordRules rules, CityServices city) : CityGrain<RecordState>(rules, city), IRecordGrain
{
    public Task<RecordReply> Write(RecordWrite write) => Decide(state =>
    {
        var (decision, refusal) = rules.Write(Key, state, write);
        return (decision, new RecordReply(RecordRules.AsOf(decision.Next, write.At).ViewOf(Key), refusal));
    });

    public Task<IReadOnlyList<RecordFault>> Weigh(RecordWrite write) => Task.FromResult(rules.Weigh(Key, State, write));

    public Task<RecordView?> Read() => Task.FromResult(RecordRules.AsOf(State, Now).ViewOf(Key));
}
