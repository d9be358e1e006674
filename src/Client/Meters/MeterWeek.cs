using System.Globalization;
using CityActors.Client.Replays;

namespace CityActors.Client.Meters;

/// <summary>One week of quarter-hourly consumption: a file <c>…w44.csv.gz</c> with rows <c>VID,V001,…,V672</c> in kWh.</summary>
/// <remarks>Format of the R package ResidentialEnergyConsumption (University of Bamberg): ISO weeks of 2018 from Monday 00:00 local time.</remarks>
internal sealed record MeterWeek(int Week, DateTime Monday, IReadOnlyList<MeterRow> Rows)
{
    /// <summary>Quarter hours of a week.</summary>
    public const int Slots = 7 * 96;

    /// <summary>How a file begins.</summary>
    public const string Header = "VID,V001,";

    private const int Year = 2018;

    /// <summary>Files of a folder, or the files named, one for each week, in the order of weeks.</summary>
    /// <exception cref="InvalidDataException">None is there, a name has no week, or two files have the same.</exception>
    public static IReadOnlyList<(int Week, string Path)> Files(IReadOnlyList<string> from)
    {
        var paths = from.SelectMany(path => Directory.Exists(path) ? Directory.EnumerateFiles(path, "*_w*.csv.gz") : [path]);
        var files = paths.Select(path => (Week: WeekOf(path), Path: path)).OrderBy(file => file.Week).ToList();
        if (files.Count == 0)
        {
            throw new InvalidDataException($"No meter file (…_w44.csv.gz) in {string.Join(", ", from)}.");
        }

        return files.Zip(files.Skip(1)).FirstOrDefault(static pair => pair.First.Week == pair.Second.Week) is { First.Path: { } one } same
            ? throw new InvalidDataException($"{one} and {same.Second.Path} are both of week {same.First.Week}; a week is read from one file.")
            : files;
    }

    /// <summary>Reads one file.</summary>
    /// <exception cref="InvalidDataException">A row is not as described; the message names file, row and field.</exception>
    public static async Task<MeterWeek> Read(string path, CancellationToken cancellation)
    {
        using var reader = await DataFile.OpenText(path, cancellation);
        var week = WeekOf(path);
        return new MeterWeek(week, MondayOf(week), await ReadRows(reader, path, cancellation));
    }

    /// <summary>Reads what follows the first line of a file that is open already.</summary>
    /// <exception cref="InvalidDataException">A row is not as described; the message names file, row and field.</exception>
    public static async Task<MeterWeek> ReadRest(TextReader reader, string path, CancellationToken cancellation)
    {
        var week = WeekOf(path);
        return new MeterWeek(week, MondayOf(week), await RowsAfterHeader(reader, path, cancellation));
    }

    /// <summary>Whether the name of a file says which week it is of.</summary>
    public static bool HasWeek(string path) => FindWeek(path) is not null;

    /// <summary>The end of a slot, counted from 0, on the wall clock where it was measured.</summary>
    public DateTime EndOf(int slot) => Monday.AddMinutes(15 * (slot + 1));

    internal static async Task<IReadOnlyList<MeterRow>> ReadRows(TextReader reader, string path, CancellationToken cancellation)
    {
        var header = await reader.ReadLineAsync(cancellation);
        return header is not null && header.StartsWith(Header, StringComparison.Ordinal)
            ? await RowsAfterHeader(reader, path, cancellation)
            : throw new InvalidDataException($"{path} does not begin with '{Header}…': it is no meter file.");
    }

    private static async Task<IReadOnlyList<MeterRow>> RowsAfterHeader(TextReader reader, string path, CancellationToken cancellation)
    {
        var rows = new List<MeterRow>();
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        while (await reader.ReadLineAsync(cancellation) is { } line)
        {
            var (row, number) = (Row(line, path, rows.Count + 2), rows.Count + 2);
            if (!lines.TryAdd(row.Meter, number))
            {
                throw new InvalidDataException($"{path}, line {number}: the meter '{row.Meter}' stands in line {lines[row.Meter]} already; a meter has one row a week.");
            }

            rows.Add(row);
        }

        return rows;
    }

    private static MeterRow Row(string line, string path, int number)
    {
        var fields = line.Split(',');
        if (fields.Length != Slots + 1)
        {
            throw new InvalidDataException($"{path}, line {number}: {fields.Length - 1} values where a week has {Slots}.");
        }

        var kilowattHours = new double[Slots];
        for (var slot = 0; slot < Slots; slot++)
        {
            if (!double.TryParse(fields[slot + 1], NumberStyles.Float, CultureInfo.InvariantCulture, out kilowattHours[slot]) || !double.IsFinite(kilowattHours[slot]))
            {
                throw new InvalidDataException($"{path}, line {number}: '{fields[slot + 1]}' in V{slot + 1:000} is no number.");
            }
        }

        return new MeterRow(fields[0], kilowattHours);
    }

    private static DateTime MondayOf(int week) => ISOWeek.ToDateTime(Year, week, DayOfWeek.Monday);

    private static int WeekOf(string path) => FindWeek(path)
        ?? throw new InvalidDataException($"'{Path.GetFileName(path)}' names no week; a meter file is called like elcons_15min_w44.csv.gz.");

    private static int? FindWeek(string path)
    {
        var name = Path.GetFileName(path);
        var at = name.LastIndexOf("_w", StringComparison.Ordinal);
        return at >= 0 && int.TryParse(name.AsSpan(at + 2, Math.Min(2, name.Length - at - 2)), NumberStyles.None, CultureInfo.InvariantCulture, out var week) && week is >= 1 and <= 52
            ? week
            : null;
    }
}

/// <summary>A household's week.</summary>
/// <param name="Meter">Its number in the data.</param>
/// <param name="KilowattHours">672 values.</param>
internal sealed record MeterRow(string Meter, double[] KilowattHours)
{
    /// <summary>Mean power of a slot, in watts.</summary>
    public double Watts(int slot) => Math.Round(KilowattHours[slot] * 4000, 1);
}
