using System.Globalization;
using System.IO.Compression;

namespace CityActors.Tests.Districts;

public sealed class SampleTests
{
    [Fact]
    public void Meters_TwoWeeks_HoldTheSameEightHouseholdsWithoutGaps()
    {
        var first = Read("meters_w44.csv.gz");
        var second = Read("meters_w45.csv.gz");

        Assert.Equal(8, first.Count);
        Assert.Equal(first.Select(r => r.Household), second.Select(r => r.Household));
        Assert.All(first.Concat(second), r => Assert.True(r.KilowattHours.All(k => k is >= 0 and < 10)));
    }

    [Fact]
    public void Meters_OneHousehold_HasTheLongQuietStretchThatTheReadmeNames()
    {
        var home = Read("meters_w44.csv.gz").Single(r => r.Household == "3680347");

        // 36 hours from Wednesday 14:15: slots 249 to 392, counted from 0, none above 30 W; the slot before is.
        Assert.All(home.KilowattHours[249..393], k => Assert.True(k * 4000 <= 30));
        Assert.True(home.KilowattHours[248] * 4000 > 30);
    }

    private static List<(string Household, double[] KilowattHours)> Read(string name)
    {
        using var file = File.OpenRead(Path.Combine(Seeds.Folder, "samples", name));
        using var reader = new StreamReader(new GZipStream(file, CompressionMode.Decompress));
        var header = reader.ReadLine()!.Split(',');
        Assert.Equal(("VID", "V001", "V672", 673), (header[0], header[1], header[^1], header.Length));
        var rows = new List<(string, double[])>();
        while (reader.ReadLine() is { } line)
        {
            var cells = line.Split(',');
            Assert.Equal(673, cells.Length);
            rows.Add((cells[0], [.. cells[1..].Select(c => double.Parse(c, CultureInfo.InvariantCulture))]));
        }

        return rows;
    }
}
