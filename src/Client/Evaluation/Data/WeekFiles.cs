using CityActors.Client.Meters;

namespace CityActors.Client.Evaluation.Data;

/// <summary>Weeks of quarter hours, a row a home: <see cref="MeterWeek"/>.</summary>
internal sealed class WeekFiles
{
    /// <summary>How a file begins.</summary>
    public const string Header = MeterWeek.Header;

    private static readonly TimeSpan interval = TimeSpan.FromMinutes(15);

    private readonly SortedDictionary<string, List<(DateTime Monday, MeterRow Row, string Path)>> homes = new(StringComparer.Ordinal);

    /// <summary>Takes a file whose first line was read.</summary>
    /// <exception cref="InvalidDataException">It is damaged, or a home's week stands in another file, too.</exception>
    public async Task Take(string path, TextReader reader, CancellationToken cancellation)
    {
        var week = await MeterWeek.ReadRest(reader, path, cancellation);
        foreach (var row in week.Rows)
        {
            var known = homes.TryGetValue(row.Meter, out var some) ? some : homes[row.Meter] = [];
            if (known.Find(one => one.Monday == week.Monday).Path is { } other)
            {
                throw new InvalidDataException($"{path}: the meter '{row.Meter}' has week {week.Week} in {other} already; a meter's week is read from one file.");
            }

            known.Add((week.Monday, row, path));
        }
    }

    /// <summary>What the files hold; a week that is not there has no readings.</summary>
    public IEnumerable<MeterHome> Homes() => homes.Select(static home =>
    {
        var start = home.Value.Min(static week => week.Monday);
        var days = (home.Value.Max(static week => week.Monday) - start).Days + 7;
        var values = new double[days * MeterWeek.Slots / 7];
        Array.Fill(values, double.NaN);
        foreach (var (monday, row, _) in home.Value)
        {
            for (var slot = 0; slot < MeterWeek.Slots; slot++)
            {
                values[((monday - start).Days * MeterWeek.Slots / 7) + slot] = row.Watts(slot);
            }
        }

        return new MeterHome(home.Key, Quantity.Power, start, interval, values);
    });
}
