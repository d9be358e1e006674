using System.Buffers.Binary;
using System.Text;
using CityActors.Commits;
using CityActors.Facts;
using CityActors.Observations;
using CityActors.Places;
using CityActors.Silo.ObservationLog;
using CityActors.Silo.Stores;
using CityActors.Storage;

// Appends and commits without end to the data folder given and prints what was acknowledged, until it is killed:
// "<partition> <first offset> <value of the first item>". Some callers at once, so that a kill meets a commit under way.
const int Callers = 8;
const int ItemsPerBatch = 20;

var database = Database.Open(new DatabaseOptions
{
    Folder = args[0],
    Schema = [DatabaseObservationLog.Schema, .. CityTables.Schema],
});
var log = await DatabaseObservationLog.Open(database, TimeProvider.System);
var storage = new DatabaseCityStorage(database, "city", TimeProvider.System);
await Task.WhenAll(Enumerable.Range(0, Callers).Select(Append));

async Task Append(int partition)
{
    for (var value = log.LastOffset(partition); ; value += ItemsPerBatch)
    {
        var items = Enumerable.Range(0, ItemsPerBatch).Select(i => Item(partition, value + i)).ToArray();
        var at = TimeProvider.System.GetUtcNow();
        var receipt = await log.Append(new AppendRequest([new PartitionBatch(partition, items, at, at)]));
        await Commit(partition, value, at);
        await Console.Out.WriteLineAsync($"{partition} {receipt.FirstOffsets[0]} {value}");
        await Console.Out.FlushAsync();
    }
}

async Task Commit(int partition, long value, DateTimeOffset at)
{
    var owner = $"terminal/{partition}";
    var version = (await storage.Read(owner)).Version;
    await storage.Commit(new CityCommit
    {
        Owner = owner,
        At = at,
        Version = version,
        Head = Encoding.UTF8.GetBytes($"{value}"),
        Facts = [Fact(partition, value, at)],
        Heard = [new HeardWrite("count", version + 1)],
    });
}

static AreaRegistered Fact(int partition, long value, DateTimeOffset at) => new()
{
    Subject = $"{partition}",
    Version = value,
    At = at,
    Area = "430103",
    Place = new AreaCard { Code = "430103", Name = "天心区", Level = AreaLevel.District },
};

static ReadOnlyMemory<byte> Item(int partition, long value)
{
    var item = new byte[60];
    item[0] = (byte)partition;
    BinaryPrimitives.WriteInt64LittleEndian(item.AsSpan(1), value);
    return item;
}
