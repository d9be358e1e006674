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

    [Fact]
    public void Files_NameWithoutWeek_IsRefused() =>
        Assert.Throws<InvalidDataException>(() => MeterWeek.Files(["heatinginfo_15min.csv.gz"]));

    private static string Sample(string name) => Path.Combine(SiloLocator.Root()!, "seeds", "samples", name);
}
