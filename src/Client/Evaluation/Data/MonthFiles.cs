using System.Globalization;
using System.Text.RegularExpressions;

namespace CityActors.Client.Evaluation.Data;

/// <summary>Months of a home's electricity, a row a minute: <c>Time,Aggregate,…</c>, watts; the home is the file's name without the month.</summary>
/// <remarks>
/// The publishers of such files fill gaps forward: a value that stays for more than an hour is none. What stands in further columns is not read.
/// Readings may be as near as 10 s or as far as an hour; of two within one interval the lower counts, as in the city.
/// </remarks>
internal sealed partial class MonthFiles
{
    /// <summary>How a file begins.</summary>
    public const string Header = "Time,Aggregate";

    private const string TimeForm = "yyyy-MM-dd HH:mm:ss";
    private const int LongestGapFill = 60;

    private static readonly TimeSpan[] intervals = [.. new[] { 10, 15, 20, 30, 60, 120, 300, 600, 900, 1800, 3600 }.Select(static seconds => TimeSpan.FromSeconds(seconds))];

    private readonly SortedDictionary<string, List<(DateTime At, double Watts)>> homes = new(StringComparer.Ordinal);

    /// <summary>Takes a file whose first line was read.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public async Task Take(string path, string header, TextReader reader, CancellationToken cancellation)
    {
        var name = Path.GetFileName(path);
        var home = Named().Match(name) is { Success: true } match ? match.Groups[1].Value : name.Split('.')[0];
        var readings = homes.TryGetValue(home, out var some) ? some : homes[home] = [];
        var fields = header.Count(static c => c == ',') + 1;
        for (var number = 2; await reader.ReadLineAsync(cancellation) is { } line; number++)
        {
            var row = line.Split(',');
            if (row.Length != fields)
            {
                throw new InvalidDataException($"{path}, line {number}: {row.Length} fields where the first line has {fields}.");
            }

            if (!DateTime.TryParseExact(row[0], TimeForm, CultureInfo.InvariantCulture, DateTimeStyles.None, out var at))
            {
                throw new InvalidDataException($"{path}, line {number}: '{row[0]}' is no time like 2014-03-01 00:00:00.");
            }

            readings.Add((at, Watts(row[1], path, number)));
        }
    }

    /// <summary>What the files hold; what is not in them, or was filled by their publishers, has no readings.</summary>
    public IEnumerable<MeterHome> Homes() => homes.Where(static home => home.Value.Count > 1).Select(static home =>
    {
        home.Value.Sort(static (one, other) => one.At.CompareTo(other.At));
        var interval = Usual(home.Value);
        var first = home.Value[0].At;
        var start = first.AddTicks(-(first.Ticks % interval.Ticks));
        var values = new double[((home.Value[^1].At - start).Ticks / interval.Ticks) + 1];
        Array.Fill(values, double.NaN);
        foreach (var (at, watts) in home.Value)
        {
            ref var value = ref values[(at - start).Ticks / interval.Ticks];
            value = value <= watts ? value : watts;
        }

        DropFilled(values, (int)(TimeSpan.FromMinutes(LongestGapFill) / interval));
        return new MeterHome(home.Key, Quantity.Power, start, interval, values);
    });

    /// <summary>Takes out every run of one value that is longer than so many intervals.</summary>
    internal static void DropFilled(double[] values, int most)
    {
        for (var from = 0; from < values.Length;)
        {
            var to = from + 1;
            while (to < values.Length && values[to] == values[from])
            {
                to++;
            }

            if (to - from > most)
            {
                Array.Fill(values, double.NaN, from, to - from);
            }

            from = to;
        }
    }

    // The interval that most of the first steps from one reading to the next are nearest to.
    private static TimeSpan Usual(List<(DateTime At, double Watts)> readings)
    {
        var steps = readings.Zip(readings.Skip(1)).Take(1001).Select(static pair => pair.Second.At - pair.First.At).Order().ToList();
        var middle = steps[steps.Count / 2];
        return intervals.MinBy(interval => Math.Abs(interval.Ticks - middle.Ticks));
    }

    private static double Watts(string text, string path, int number) => text.Length == 0 || text.Equals("NaN", StringComparison.OrdinalIgnoreCase) ? double.NaN
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var watts) && double.IsFinite(watts) ? watts
        : throw new InvalidDataException($"{path}, line {number}: '{text}' is no power in watts.");

    [GeneratedRegex(@"^(.+)_\d{4}-\d{2}\.csv(?:\.gz)?$")]
    private static partial Regex Named();
}
