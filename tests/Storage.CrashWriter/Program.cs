using System.Buffers.Binary;
using CityActors.Facts;
using CityActors.Observations;
using CityActors.Silo.ObservationLog;
using CityActors.Storage;

// Appends without end to the data folder given and prints each acknowledged append, until it is killed:
// "<partition> <first offset> <value of the first item>". Some callers at once, so that a kill meets a commit under way.
const int Callers = 8;
const int ItemsPerBatch = 20;

var database = Database.Open(new DatabaseOptions
{
    Folder = args[0],
    Schema = [DatabaseObservationLog.Schema, DatabaseFactLog.Schema],
});
var log = await DatabaseObservationLog.Open(database, TimeProvider.System);
var facts = await DatabaseFactLog.Open(database);
await Task.WhenAll(Enumerable.Range(0, Callers).Select(Append));

async Task Append(int partition)
{
    for (var value = log.LastOffset(partition); ; value += ItemsPerBatch)
    {
        var items = Enumerable.Range(0, ItemsPerBatch).Select(i => Item(partition, value + i)).ToArray();
        var at = TimeProvider.System.GetUtcNow();
        var receipt = await log.Append(new AppendRequest([new PartitionBatch(partition, items, at, at)]));
        await facts.Append([new FactRecord($"{partition}#{value}", "appended", $"{partition}", "430103", at, "{}")]);
        await Console.Out.WriteLineAsync($"{partition} {receipt.FirstOffsets[0]} {value}");
        await Console.Out.FlushAsync();
    }
}

static ReadOnlyMemory<byte> Item(int partition, long value)
{
    var item = new byte[60];
    item[0] = (byte)partition;
    BinaryPrimitives.WriteInt64LittleEndian(item.AsSpan(1), value);
    return item;
}
