using System.IO.Compression;
using CityActors.Client.Meters;
using CityActors.Client.Replays;

namespace CityActors.Client.Evaluation.Data;

/// <summary>Homes from any files: three formats are known by their first line, and whatever else is there is passed over by name.</summary>
internal sealed class MeterFiles
{
    private readonly WeekFiles weeks = new();
    private readonly MonthFiles months = new();
    private readonly RegisterFiles registers = new();
    private readonly List<PassedOver> passedOver = [];

    /// <summary>Reads files, and those of folders and of the folders in them.</summary>
    /// <exception cref="InvalidDataException">A file of a known format is damaged, or none is there; the message names file and line.</exception>
    public static async Task<MeterData> Read(IReadOnlyList<string> from, CancellationToken cancellation)
    {
        var files = new MeterFiles();
        var paths = from.SelectMany(static path => Directory.Exists(path) ? Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories) : [path])
            .DistinctBy(Path.GetFullPath, StringComparer.Ordinal)
            .Order(StringComparer.Ordinal);
        foreach (var path in paths)
        {
            await files.Take(path, cancellation);
        }

        var homes = files.weeks.Homes().Concat(files.months.Homes()).Concat(files.registers.Homes()).ToList();
        return homes.Count > 0
            ? new MeterData(homes, files.passedOver)
            : throw new InvalidDataException($"No home is in {string.Join(", ", from)}. Known are {WeekFiles.Header}…, {MonthFiles.Header}… and {RegisterFiles.Header}; passed over: {Names(files.passedOver)}.");
    }

    private static string Names(List<PassedOver> files) => files.Count == 0 ? "nothing" : string.Join(", ", files.Select(static one => one.File));

    private async Task Take(string path, CancellationToken cancellation)
    {
        if (path.EndsWith(".zip", StringComparison.OrdinalIgnoreCase))
        {
            await TakeZip(path, cancellation);
            return;
        }

        using var reader = await DataFile.OpenText(path, cancellation);
        await Take(path, reader, cancellation);
    }

    private async Task TakeZip(string path, CancellationToken cancellation)
    {
        try
        {
            await using var zip = await ZipFile.OpenReadAsync(path, cancellation);
            foreach (var entry in zip.Entries.Where(static entry => entry.Name.Length > 0).OrderBy(static entry => entry.FullName, StringComparer.Ordinal))
            {
                using var reader = new StreamReader(await entry.OpenAsync(cancellation));
                await Take($"{path}/{entry.FullName}", reader, cancellation);
            }
        }
        catch (InvalidDataException fault) when (!fault.Message.StartsWith(path, StringComparison.Ordinal))
        {
            throw new InvalidDataException($"{path} is no whole zip file ({fault.Message.TrimEnd('.')}): fetch it again.", fault);
        }
    }

    private async Task Take(string path, StreamReader reader, CancellationToken cancellation)
    {
        var header = await reader.ReadLineAsync(cancellation) ?? "";
        if (header.StartsWith(WeekFiles.Header, StringComparison.Ordinal))
        {
            await TakeWeek(path, reader, cancellation);
        }
        else if (header == MonthFiles.Header || header.StartsWith(MonthFiles.Header + ",", StringComparison.Ordinal))
        {
            await months.Take(path, header, reader, cancellation);
        }
        else if (header == RegisterFiles.Header)
        {
            await registers.Take(path, reader, cancellation);
        }
        else
        {
            passedOver.Add(new PassedOver(path, "it is of no known format"));
        }
    }

    private async Task TakeWeek(string path, StreamReader reader, CancellationToken cancellation)
    {
        if (MeterWeek.HasWeek(path))
        {
            await weeks.Take(path, reader, cancellation);
        }
        else
        {
            passedOver.Add(new PassedOver(path, "it holds a week of quarter hours, but its name has no week, as elcons_15min_w44.csv.gz has"));
        }
    }
}

/// <summary>What was read.</summary>
/// <param name="Homes">In the order of format and name.</param>
/// <param name="PassedOver">Files that no home was read from.</param>
internal sealed record MeterData(IReadOnlyList<MeterHome> Homes, IReadOnlyList<PassedOver> PassedOver);

/// <summary>A file that no home was read from.</summary>
/// <param name="File">Its path; what is in a zip file stands after the zip file's.</param>
/// <param name="Why">Why not.</param>
internal sealed record PassedOver(string File, string Why);
