using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using CityActors.Facts;
using CityActors.Silo.ObservationLog;
using CityActors.Silo.Stores;
using Xunit;

namespace CityActors.Storage.Tests;

public sealed class CrashTests : IDisposable
{
    private const int Rounds = 5;
    private const int Callers = 8;

    private readonly TempFolder _folder = new();
    private readonly Dictionary<(int Partition, long Offset), long> _acknowledged = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Kill_AtAnyMoment_LosesNothingAcknowledged()
    {
        for (var round = 0; round < Rounds; round++)
        {
            await AppendUntilKilled(lines: 20 + (37 * round));
            await CheckAll();
        }
    }

    private async Task AppendUntilKilled(int lines)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "CityActors.Storage.CrashWriter.dll");
        using var writer = Process.Start(new ProcessStartInfo("dotnet", [program, _folder.Path])
        {
            RedirectStandardOutput = true,
        })!;
        for (var line = 0; line < lines; line++)
        {
            Note(await writer.StandardOutput.ReadLineAsync(Cancellation) ?? throw new InvalidOperationException("The writer ended by itself."));
        }

        writer.Kill(); // SIGKILL: no handler runs, nothing is flushed.
        while (await writer.StandardOutput.ReadLineAsync(Cancellation) is { } line)
        {
            if (line.Split(' ').Length == 3 && line.All(c => c is ' ' or (>= '0' and <= '9')))
            {
                Note(line);
            }
        }

        await writer.WaitForExitAsync(Cancellation);
    }

    private void Note(string line)
    {
        var parts = line.Split(' ').Select(part => long.Parse(part, CultureInfo.InvariantCulture)).ToArray();
        _acknowledged[((int)parts[0], parts[1])] = parts[2];
    }

    private async Task CheckAll()
    {
        await using var database = Database.Open(new DatabaseOptions
        {
            Folder = _folder.Path,
            Schema = [DatabaseObservationLog.Schema, .. CityTables.Schema],
        });
        var log = await DatabaseObservationLog.Open(database, TimeProvider.System);
        var facts = await DatabaseFactLog.Open(database);
        var storage = new DatabaseCityStorage(database, "city", TimeProvider.System);
        for (var partition = 0; partition < Callers; partition++)
        {
            var slice = await log.Read(partition, 0, int.MaxValue, Cancellation);
            Assert.Equal(log.LastOffset(partition), slice.Items.Count);
            Assert.All(slice.Items, (item, index) => Assert.Equal(index, BinaryPrimitives.ReadInt64LittleEndian(item.Span[1..])));
            var told = await facts.ReadSubject($"{partition}", Cancellation);
            await CheckState(storage, partition, told);
            foreach (var (key, value) in _acknowledged.Where(pair => pair.Key.Partition == partition))
            {
                Assert.True(key.Offset + 19 <= slice.Items.Count, $"Offset {key.Offset} of partition {partition} was acknowledged and is gone.");
                Assert.Equal(key.Offset - 1, value);
                Assert.Contains(told, fact => fact.Id == $"{partition}#{value}");
            }
        }
    }

    /// <summary>State, fact and letter of a commit are there all or not at all.</summary>
    private static async Task CheckState(DatabaseCityStorage storage, int partition, IReadOnlyList<FactRecord> told)
    {
        var state = await storage.Read($"terminal/{partition}");
        Assert.Equal(told.Count, state.Version);
        Assert.Equal(told.Count, await storage.Heard($"terminal/{partition}", "count"));
        Assert.Equal(told.Count == 0 ? null : told[^1].Id, state.Head is { } head ? $"{partition}#{Encoding.UTF8.GetString(head.Span)}" : null);
    }
}
