using System.Diagnostics;
using CityActors.Commits;
using CityActors.Observations;
using CityActors.Silo.ObservationLog;
using CityActors.Silo.Stores;
using Xunit;

namespace CityActors.Storage.Tests;

/// <summary>A real file system that is really full: needs the right to mount one.</summary>
public sealed class FullDiskTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private bool _mounted;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() =>
        _mounted = OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess
            && await Run("mount", "-t", "tmpfs", "-o", "size=8m", "city-test", _folder.Path) == 0;

    public async ValueTask DisposeAsync()
    {
        if (_mounted)
        {
            await Run("umount", _folder.Path);
        }

        _folder.Dispose();
    }

    [Fact]
    public async Task Append_DiskFull_AcknowledgesNothingLostAndGoesOnWithSpace()
    {
        Assert.SkipUnless(_mounted, "A small file system could not be mounted: that needs root on Linux.");
        var filler = Path.Combine(_folder.Path, "filler");
        await File.WriteAllBytesAsync(filler, new byte[4 << 20], Cancellation);
        long acknowledged = 0;
        await using (var database = Open())
        {
            var log = await DatabaseObservationLog.Open(database, TimeProvider.System);
            var error = await Assert.ThrowsAsync<StorageUnavailableException>(async () =>
            {
                while (acknowledged < 100_000)
                {
                    acknowledged = await Append(log);
                }
            });
            Assert.Contains(error.Fault, new[] { StorageFault.Full, StorageFault.InputOutput });
            Assert.Equal(acknowledged, (await log.Read(0, 0, int.MaxValue, Cancellation)).Items.Count);
            await Assert.ThrowsAsync<StorageUnavailableException>(() => Append(log));

            File.Delete(filler);
            Assert.Equal(acknowledged + 100, await Append(log));
            acknowledged += 100;
        }

        await using var again = Open();
        var reopened = await DatabaseObservationLog.Open(again, TimeProvider.System);
        Assert.Equal(acknowledged, reopened.LastOffset(0));
        Assert.Equal(acknowledged, (await reopened.Read(0, 0, int.MaxValue, Cancellation)).Items.Count);
    }

    [Fact]
    public async Task Commit_DiskFull_StoresAllOrNothingAndGoesOnWithSpace()
    {
        Assert.SkipUnless(_mounted, "A small file system could not be mounted: that needs root on Linux.");
        var filler = Path.Combine(_folder.Path, "filler");
        await File.WriteAllBytesAsync(filler, new byte[4 << 20], Cancellation);
        long version = 0;
        await using (var database = Open())
        {
            var storage = new DatabaseCityStorage(database, "city", TimeProvider.System);
            await Assert.ThrowsAsync<StorageUnavailableException>(async () =>
            {
                while (version < 100_000)
                {
                    version = await Commit(storage, version);
                }
            });
            await Check(database, version);

            File.Delete(filler);
            version = await Commit(storage, version);
        }

        await using var again = Open();
        await Check(again, version);
    }

    [Fact]
    public async Task Open_DiskFull_SaysSoAndOpensWithSpace()
    {
        Assert.SkipUnless(_mounted, "A small file system could not be mounted: that needs root on Linux.");
        var filler = Path.Combine(_folder.Path, "filler");
        await using (var stream = File.Create(filler))
        {
            await Assert.ThrowsAsync<IOException>(async () =>
            {
                while (true)
                {
                    await stream.WriteAsync(new byte[64 << 10], Cancellation);
                    await stream.FlushAsync(Cancellation);
                }
            });
        }

        var error = Assert.Throws<StorageUnavailableException>(Open);
        Assert.Contains(_folder.Path, error.Message, StringComparison.Ordinal);
        File.Delete(filler);
        await using var database = Open();
    }

    private static async Task<long> Append(DatabaseObservationLog log)
    {
        var items = Enumerable.Range(0, 100).Select(i => (ReadOnlyMemory<byte>)new byte[1000]).ToArray();
        var at = TimeProvider.System.GetUtcNow();
        return (await log.Append(new AppendRequest([new PartitionBatch(0, items, at, at)]), Cancellation)).FirstOffsets[0] + 99;
    }

    private static async Task<long> Commit(DatabaseCityStorage storage, long version) => (await storage.Commit(new CityCommit
    {
        Owner = "terminal/1",
        At = TestFacts.At,
        Version = version,
        Head = new byte[100],
        Rows = [new RowWrite($"row/{version}", new byte[20_000])],
        Facts = [TestFacts.Area("1", version + 1)],
    })).Version;

    private static async Task Check(Database database, long version)
    {
        var state = await new DatabaseCityStorage(database, "city", TimeProvider.System).Read("terminal/1");
        var facts = await DatabaseFactLog.Open(database);
        Assert.Equal((version, version, version), (state.Version, state.Rows.Count, await facts.LastSequence()));
    }

    private static async Task<int> Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        await process.WaitForExitAsync(CancellationToken.None);
        return process.ExitCode;
    }

    private Database Open() => Database.Open(new DatabaseOptions { Folder = _folder.Path, Schema = [DatabaseObservationLog.Schema, .. CityTables.Schema] });
}
