using CityActors.Observations;
using CityActors.Silo.Clock;
using CityActors.Silo.Ingest;

namespace CityActors.Silo.Tests;

public sealed class RepeatedBatchTests
{
    [Fact]
    public async Task Store_AllRefusedWhileTheSameBatchWasStored_GivesThatBatchsAnswer()
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var meter = new IngestMeter();
        var ingest = new ObservationIngest(new MemoryObservationLog(TimeProvider.System), new ReplayAgenda(), meter, new Kinds());
        var stored = new IdempotencyRecord("sensor", "batch-1", "hash", 202, "{\"accepted\":1}"u8.ToArray());
        var repeat = stored with { Body = "{\"accepted\":0,\"refused\":1}"u8.ToArray() };
        var reading = new Observation { Entity = "home-1", Kind = ObservationKinds.Power, At = SmallTown.Start, Value = 100 };

        // The repeat was looked for before the first was stored and checked after it: every line of it is a duplicate then.
        Assert.Null(await ingest.Store([reading], stored, cancellation));
        var answer = await ingest.Store([], repeat, cancellation);

        Assert.Equal(stored.Body.ToArray(), answer?.Body.ToArray());
        Assert.Null(await ingest.Store([], repeat with { Key = "batch-2" }, cancellation));
    }
}
