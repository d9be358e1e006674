using CityActors.Facts;
using CityActors.Silo.ObservationLog;
using CityActors.Testing;
using Xunit;

namespace CityActors.Storage.Tests;

/// <summary>The fact log of a city with several Silos.</summary>
public sealed class SeveralSilosFactTests(ScratchPostgres server)
{
    [Fact]
    public async Task LastSequence_AppendedByAnotherSilo_IsKnownAtOnce()
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var store = new PostgresStore(server);
        var options = store.Options([DatabaseFactLog.Schema]) with { Sharing = DatabaseSharing.Shared };
        await using var one = Database.Open(options);
        await using var other = Database.Open(options);
        var writes = await DatabaseFactLog.Open(one);
        var reads = await DatabaseFactLog.Open(other);

        for (var number = 1; number <= 20; number++)
        {
            await writes.Append([new FactRecord($"home-1#{number}", "entity", "home-1", "430103", DateTimeOffset.UnixEpoch, "{}")], cancellation);

            Assert.Equal(number, await reads.LastSequence());
            await reads.WaitBeyond(number - 1, cancellation);
            Assert.Single((await reads.Read(number - 1, 10, cancellationToken: cancellation)).Facts);
        }
    }
}
