using System.Globalization;

namespace CityActors.Client.Evaluation.Data;

/// <summary>Readings of water registers, about hourly, of many homes: <c>user key;datetime;meter reading;diff</c>, litres.</summary>
/// <remarks>
/// The register counts on and on: an hour's litres are the register's steps that end in it. A step back, or one of more than a city takes for true, is a register
/// that was exchanged and tells of no hour.
/// </remarks>
internal sealed class RegisterFiles
{
    /// <summary>How a file begins.</summary>
    public const string Header = "user key;datetime;meter reading;diff";

    private const string TimeForm = "dd/MM/yyyy HH:mm:ss";
    private const double MostLitres = 120_000;

    private static readonly TimeSpan interval = TimeSpan.FromHours(1);

    private readonly SortedDictionary<string, List<(DateTime At, double Litres)>> homes = new(StringComparer.Ordinal);

    /// <summary>Takes a file whose first line was read.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public async Task Take(string path, TextReader reader, CancellationToken cancellation)
    {
        for (var number = 2; await reader.ReadLineAsync(cancellation) is { } line; number++)
        {
            var row = line.Split(';');
            if (row.Length != 4)
            {
                throw new InvalidDataException($"{path}, line {number}: {row.Length} fields where there are 4.");
            }

            if (!DateTime.TryParseExact(row[1], TimeForm, CultureInfo.InvariantCulture, DateTimeStyles.None, out var at))
            {
                throw new InvalidDataException($"{path}, line {number}: '{row[1]}' is no time like 01/03/2016 00:28:55.");
            }

            if (!double.TryParse(row[2], NumberStyles.Float, CultureInfo.InvariantCulture, out var litres) || !double.IsFinite(litres))
            {
                throw new InvalidDataException($"{path}, line {number}: '{row[2]}' is no register in litres.");
            }

            (homes.TryGetValue(row[0], out var home) ? home : homes[row[0]] = []).Add((at, litres));
        }
    }

    /// <summary>What the files hold; an hour in which no reading came has none.</summary>
    public IEnumerable<MeterHome> Homes() => homes.Where(static home => home.Value.Count > 1).Select(static home =>
    {
        var readings = home.Value.OrderBy(static reading => reading.At).ThenBy(static reading => reading.Litres).ToList();
        var start = readings[0].At.AddTicks(-(readings[0].At.Ticks % interval.Ticks));
        var values = new double[((readings[^1].At - start).Ticks / interval.Ticks) + 1];
        Array.Fill(values, double.NaN);
        for (var index = 1; index < readings.Count; index++)
        {
            var step = readings[index].Litres - readings[index - 1].Litres;
            if (step is >= 0 and <= MostLitres)
            {
                ref var value = ref values[(readings[index].At - start).Ticks / interval.Ticks];
                value = double.IsNaN(value) ? step : value + step;
            }
        }

        return new MeterHome(home.Key, Quantity.Water, start, interval, values);
    });
}
