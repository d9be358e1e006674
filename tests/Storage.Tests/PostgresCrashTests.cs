using System.Text;
using CityActors.Commits;
using CityActors.Observations;
using CityActors.Silo.ObservationLog;
using CityActors.Silo.Stores;
using CityActors.Testing;
using Xunit;

namespace CityActors.Storage.Tests;

/// <summary>The server is killed, and comes back, while we write: what was acknowledged is there, and writing goes on by itself.</summary>
public sealed class PostgresCrashTests : IDisposable
{
    private const int Rounds = 3;
    private const int Callers = 8;

    private readonly ScratchPostgres _server = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task KillServer_InTheMiddleOfWriting_LosesNothingAcknowledged()
    {
        var store = new PostgresStore(_server);
        var acknowledged = new Acknowledged();
        await using (var database = Database.Open(store.Options([DatabaseObservationLog.Schema, .. CityTables.Schema])))
        {
            var log = await DatabaseObservationLog.Open(database, TimeProvider.System);
            var storage = new DatabaseCityStorage(database, "city", TimeProvider.System);
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
            var callers = Enumerable.Range(0, Callers).Select(partition => Write(log, storage, partition, acknowledged, stop.Token)).ToArray();
            for (var round = 1; round <= Rounds; round++)
            {
                await acknowledged.Reach(acknowledged.Count + (100 * round));
                _server.Kill();
                _server.Start();
            }

            await acknowledged.Reach(acknowledged.Count + 100);
            await stop.CancelAsync();
            await Task.WhenAll(callers);
        }

        await Check(store, acknowledged);
    }

    private static async Task Write(DatabaseObservationLog log, DatabaseCityStorage storage, int partition, Acknowledged acknowledged, CancellationToken stop)
    {
        for (var value = 0; !stop.IsCancellationRequested; value++)
        {
            try
            {
                var at = TimeProvider.System.GetUtcNow();
                var receipt = await log.Append(new AppendRequest([new PartitionBatch(partition, [BitConverter.GetBytes(value)], at, at)]), CancellationToken.None);
                await storage.Commit(new CityCommit
                {
                    Owner = $"terminal/{partition}",
                    At = at,
                    Version = (await storage.Read($"terminal/{partition}")).Version, // What was not acknowledged may be there.
                    Head = Encoding.UTF8.GetBytes($"{value}"),
                    Facts = [TestFacts.Area($"{partition}", value)],
                });
                acknowledged.Add(partition, receipt.FirstOffsets[0], value);
            }
            catch (StorageUnavailableException)
            {
                // Not acknowledged: it may be there or not.
            }
        }
    }

    private static async Task Check(PostgresStore store, Acknowledged acknowledged)
    {
        await using var database = Database.Open(store.Options([DatabaseObservationLog.Schema, .. CityTables.Schema]));
        var log = await DatabaseObservationLog.Open(database, TimeProvider.System);
        var facts = await DatabaseFactLog.Open(database);
        var storage = new DatabaseCityStorage(database, "city", TimeProvider.System);
        for (var partition = 0; partition < Callers; partition++)
        {
            var slice = await log.Read(partition, 0, int.MaxValue, Cancellation);
            Assert.Equal(log.LastOffset(partition), slice.Items.Count);
            var told = await facts.ReadSubject($"{partition}", Cancellation);
            var state = await storage.Read($"terminal/{partition}");
            Assert.Equal((told.Count, told[^1].Id), (state.Version, $"{partition}#{Encoding.UTF8.GetString(state.Head!.Value.Span)}"));
            foreach (var (offset, value) in acknowledged.Of(partition))
            {
                Assert.Equal(value, BitConverter.ToInt32(slice.Items[(int)offset - 1].Span));
                Assert.Contains(told, fact => fact.Id == $"{partition}#{value}");
            }
        }
    }

    private sealed class Acknowledged
    {
        private readonly Lock _gate = new();
        private readonly List<(int Partition, long Offset, int Value)> _all = [];
        private readonly List<(int Count, TaskCompletionSource Reached)> _waiting = [];

        public int Count
        {
            get
            {
                lock (_gate)
                {
                    return _all.Count;
                }
            }
        }

        public void Add(int partition, long offset, int value)
        {
            lock (_gate)
            {
                _all.Add((partition, offset, value));
                _waiting.RemoveAll(wait => wait.Count <= _all.Count && wait.Reached.TrySetResult());
            }
        }

        public Task Reach(int count)
        {
            var wait = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            lock (_gate)
            {
                _waiting.Add((count, wait));
            }

            return wait.Task.WaitAsync(Cancellation);
        }

        public IEnumerable<(long Offset, int Value)> Of(int partition) => _all.Where(entry => entry.Partition == partition).Select(entry => (entry.Offset, entry.Value));
    }
}
