using CityActors.Facts;
using CityActors.Observations;
using CityActors.Silo.ObservationLog;
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
        await using (var database = Database.Open(store.Options([DatabaseObservationLog.Schema, DatabaseFactLog.Schema])))
        {
            var log = await DatabaseObservationLog.Open(database, TimeProvider.System);
            var facts = await DatabaseFactLog.Open(database);
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
            var callers = Enumerable.Range(0, Callers).Select(partition => Write(log, facts, partition, acknowledged, stop.Token)).ToArray();
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

    private static async Task Write(DatabaseObservationLog log, DatabaseFactLog facts, int partition, Acknowledged acknowledged, CancellationToken stop)
    {
        for (var value = 0; !stop.IsCancellationRequested; value++)
        {
            try
            {
                var at = TimeProvider.System.GetUtcNow();
                var receipt = await log.Append(new AppendRequest([new PartitionBatch(partition, [BitConverter.GetBytes(value)], at, at)]), CancellationToken.None);
                await facts.Append([new FactRecord($"{partition}#{value}", "appended", $"{partition}", "430103", at, "{}")], CancellationToken.None);
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
        await using var database = Database.Open(store.Options([DatabaseObservationLog.Schema, DatabaseFactLog.Schema]));
        var log = await DatabaseObservationLog.Open(database, TimeProvider.System);
        var facts = await DatabaseFactLog.Open(database);
        var told = (await facts.Read(0, int.MaxValue, cancellationToken: Cancellation)).Facts.Select(fact => fact.Id).ToHashSet();
        for (var partition = 0; partition < Callers; partition++)
        {
            var slice = await log.Read(partition, 0, int.MaxValue, Cancellation);
            Assert.Equal(log.LastOffset(partition), slice.Items.Count);
            foreach (var (offset, value) in acknowledged.Of(partition))
            {
                Assert.Equal(value, BitConverter.ToInt32(slice.Items[(int)offset - 1].Span));
                Assert.Contains($"{partition}#{value}", told);
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
