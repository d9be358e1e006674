using CityActors.Silo.Stores;
using CityActors.Testing;
using Xunit;

namespace CityActors.Storage.Tests;

/// <summary>The fact log of a city with several Silos.</summary>
public sealed class SeveralSilosFactTests(ScratchPostgres server)
{
    [Fact]
    public async Task LastSequence_CommittedByAnotherSilo_IsKnownAtOnce()
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var store = new PostgresStore(server);
        var options = store.Options(CityTables.Schema) with { Sharing = DatabaseSharing.Shared };
        await using var one = Database.Open(options);
        await using var other = Database.Open(options);
        var writes = new DatabaseCityStorage(one, "city", TimeProvider.System);
        var reads = await DatabaseFactLog.Open(other);

        for (var number = 1; number <= 20; number++)
        {
            await writes.Tell(TestFacts.At, TestFacts.Entity("home-1", number));

            Assert.Equal(number, await reads.LastSequence());
            await reads.WaitBeyond(number - 1, cancellation);
            Assert.Single((await reads.Read(number - 1, 10, cancellationToken: cancellation)).Facts);
        }
    }
}
