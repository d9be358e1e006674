using CityActors.Client.Meters;
using CityActors.Client.Replays;
using CityActors.Client.Silos;

namespace CityActors.Client.Tests.Meters;

public sealed class MeterWeekTests
{
    [Fact]
    public async Task Read_ShippedSample_IsWeek44OfEightHouseholds()
    {
        var week = await MeterWeek.Read(Sample("meters_w44.csv.gz"), TestContext.Current.CancellationToken);

        Assert.Equal((44, new DateTime(2018, 10, 29)), (week.Week, week.Monday));
        Assert.Equal(8, week.Rows.Count);
        Assert.Equal("8685145", week.Rows[1].Meter);
        Assert.Equal([560, 5120, 5160], Enumerable.Range(0, 3).Select(week.Rows[1].Watts));
    }

    [Fact]
    public async Task EndOf_FirstAndLastSlot_KeepsTheLocalTimeOfDayInChina()
    {
        var week = await MeterWeek.Read(Sample("meters_w44.csv.gz"), TestContext.Current.CancellationToken);

        Assert.Equal(new DateTimeOffset(2018, 10, 29, 0, 15, 0, TimeSpan.FromHours(8)), ReplayClock.InChina(week.EndOf(0)));
        Assert.Equal(new DateTimeOffset(2018, 11, 5, 0, 0, 0, TimeSpan.FromHours(8)), ReplayClock.InChina(week.EndOf(MeterWeek.Slots - 1)));
    }

    [Fact]
    public void Files_Folder_AreInTheOrderOfWeeks()
    {
        var files = MeterWeek.Files([Path.GetDirectoryName(Sample("meters_w44.csv.gz"))!]);

        Assert.Equal([44, 45], files.Select(file => file.Week));
    }

    [Theory]
    [InlineData("VID;V001\n", "does not begin with")]
    [InlineData("VID,V001,V002\n1,0.1\n", "line 2: 1 values where a week has 672")]
    public async Task Rows_NotAsDescribed_SaysWhereAndWhat(string text, string message)
    {
        using var reader = new StringReader(text);

        var fault = await Assert.ThrowsAsync<InvalidDataException>(() => MeterWeek.ReadRows(reader, "x_w44.csv.gz", TestContext.Current.CancellationToken));

        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_ValueThatIsNoNumber_NamesItsField()
    {
        var values = Enumerable.Repeat("0.1", MeterWeek.Slots).ToArray();
        values[41] = "n/a";
        using var reader = new StringReader($"VID,V001,\n7,{string.Join(',', values)}\n");

        var fault = await Assert.ThrowsAsync<InvalidDataException>(() => MeterWeek.ReadRows(reader, "x_w44.csv.gz", TestContext.Current.CancellationToken));

        Assert.Contains("line 2: 'n/a' in V042", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("101", "102", "101", "line 4: the meter '101' stands in line 2 already")]
    [InlineData("101", "101", "102", "line 3: the meter '101' stands in line 2 already")]
    [InlineData("", "101", "", "line 4: the meter '' stands in line 2 already")]
    public async Task Rows_OneMeterTwice_NamesBothLines(string first, string second, string third, string message)
    {
        using var reader = new StringReader($"VID,V001,\n{Row(first)}{Row(second)}{Row(third)}");

        var fault = await Assert.ThrowsAsync<InvalidDataException>(() => MeterWeek.ReadRows(reader, "x_w44.csv.gz", TestContext.Current.CancellationToken));

        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_CutOff_IsNoShorterFile()
    {
        var packed = await File.ReadAllBytesAsync(Sample("meters_w44.csv.gz"), TestContext.Current.CancellationToken);
        var path = Path.Combine(Path.GetTempPath(), $"meters-{Guid.NewGuid():N}_w44.csv.gz");
        foreach (var length in (int[])[packed.Length / 2, packed.Length - 8, packed.Length - 1])
        {
            await File.WriteAllBytesAsync(path, packed[..length], TestContext.Current.CancellationToken);

            var fault = await Assert.ThrowsAsync<InvalidDataException>(() => MeterWeek.Read(path, TestContext.Current.CancellationToken));

            Assert.StartsWith($"{path} is no whole gzip file", fault.Message, StringComparison.Ordinal);
        }

        File.Delete(path);
    }

    [Fact]
    public void Files_TwoOfOneWeek_AreRefused() =>
        Assert.Contains("are both of week 44", Assert.Throws<InvalidDataException>(() => MeterWeek.Files(["a_w44.csv.gz", "b_w45.csv.gz", "c_w44.csv.gz"])).Message, StringComparison.Ordinal);

    [Fact]
    public void LeftOut_MetersWithoutAHome_AreCountedByReason()
    {
        var weeks = new[] { Week(44, "1", "2", "3"), Week(45, "1", "3", "4"), Week(46, "4") };

        var reasons = MetersReplay.LeftOut(weeks, new Dictionary<string, string> { ["1"] = "home-1", ["2"] = "home-2" });

        Assert.Equal(new Dictionary<string, int> { ["beyond-homes"] = 2, ["not-in-first-week"] = 2 }, reasons);
    }

    private static MeterWeek Week(int number, params string[] meters) => new(number, new DateTime(2018, 10, 29), [.. meters.Select(meter => new MeterRow(meter, []))]);

    private static string Row(string meter) => $"{meter},{string.Join(',', Enumerable.Repeat("0.1", MeterWeek.Slots))}\n";

    [Fact]
    public void Files_NameWithoutWeek_IsRefused() =>
        Assert.Throws<InvalidDataException>(() => MeterWeek.Files(["heatinginfo_15min.csv.gz"]));

    private static string Sample(string name) => Path.Combine(SiloLocator.Root()!, "seeds", "samples", name);
}
