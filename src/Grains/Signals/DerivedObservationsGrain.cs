using CityActors.Deadlines;
using CityActors.Facts;
using CityActors.Observations;
using CityActors.Reactions;

namespace CityActors.Signals;

/// <summary>Puts into the observation log what rules derive of one thing: each once, by the id of its fact, however often it is told. Key <c>derived-</c> and the thing's id.</summary>
[GrainType(Addresses.Derived)]
internal sealed class DerivedObservationsGrain(IObservationLog log, Kinds kinds) : Grain, ICityGrain
{
    private const string Caller = "city/derived";
    private readonly ObservationCodec codec = new(kinds);

    public async Task<IReadOnlyList<LetterFailure>> React(IReadOnlyList<Letter> letters)
    {
        foreach (var fact in letters.Select(static letter => letter.Fact).OfType<ObservationDerived>())
        {
            await Append(fact);
        }

        return [];
    }

    public Task Due(Deadline deadline) => Task.CompletedTask; // It has none.

    private async Task Append(ObservationDerived fact)
    {
        var buffer = new byte[ObservationCodec.LongestItem];
        var length = codec.Encode(new Observation { Entity = fact.Entity, Kind = fact.Kind, At = fact.At, Value = fact.Value }, buffer);
        var partition = Partitions.Of(fact.Entity);
        var batch = new PartitionBatch(partition, [buffer.AsMemory(0, length)], fact.At, fact.At);
        await log.Append(new AppendRequest([batch], new IdempotencyRecord(Caller, fact.Id, fact.Id, 0, ReadOnlyMemory<byte>.Empty)));
    }
}
