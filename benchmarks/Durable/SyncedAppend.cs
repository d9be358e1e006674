using CityActors.Benchmarks.Reports;
using CityActors.Observations;
using CityActors.Silo.Ingest;

namespace CityActors.Benchmarks.Durable;

/// <summary>The floor below every durable log: the same bytes, encoded beforehand, appended to a plain file that is synced after each group.</summary>
internal static class SyncedAppend
{
    private static readonly ObservationCodec Codec = new(new Kinds());
    /// <summary>Measures it.</summary>
    /// <param name="plan">How many rounds, and how many observations in each.</param>
    /// <param name="folder">Where the file is made.</param>
    /// <param name="batches">The observations, batch by batch.</param>
    /// <param name="perSync">So many batches are synced together, as many as the log has in a commit.</param>
    public static async Task<Measured> Measure(BenchmarkPlan plan, string folder, IReadOnlyList<IReadOnlyList<Observation>> batches, int perSync)
    {
        byte[][] groups = [.. batches.Chunk(perSync).Select(Encode)];
        await using var file = new FileStream(Path.Combine(folder, "bare.log"), FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        return await Measured.Run(plan, plan.Path.Lines, () =>
        {
            foreach (var group in groups)
            {
                file.Write(group);
                file.Flush(flushToDisk: true);
            }

            return Task.CompletedTask;
        });
    }

    private static byte[] Encode(IReadOnlyList<Observation>[] group)
    {
        using var bytes = new MemoryStream();
        foreach (var batch in group)
        {
            using var encoded = new PartitionedBatches(batch, Codec);
            foreach (var item in encoded.Batches.SelectMany(part => part.Items))
            {
                bytes.Write(item.Span);
            }
        }

        return bytes.ToArray();
    }
}
