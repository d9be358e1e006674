using System.Globalization;
using System.IO.Compression;
using CityActors.Client.Evaluation.Data;
using CityActors.Client.Meters;

namespace CityActors.Client.Tests.Evaluation;

public sealed class MeterFilesTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory();

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task Read_Weeks_AreOneSeriesAHome_WithAHoleWhereAWeekLacks()
    {
        Write("elcons_15min_w44.csv.gz", Week(("7", 0.1), ("9", 0.2)));
        Write("elcons_15min_w46.csv.gz", Week(("7", 0.3)));

        var data = await Read();

        Assert.Equal(["7", "9"], data.Homes.Select(static home => home.Id));
        var home = data.Homes[0];
        Assert.Equal((Quantity.Power, new DateTime(2018, 10, 29), TimeSpan.FromMinutes(15), 3 * MeterWeek.Slots), (home.Quantity, home.Start, home.Interval, home.Values.Length));
        Assert.Equal([400, double.NaN, 1200], Enumerable.Range(0, 3).Select(week => home.Values[week * MeterWeek.Slots]));
        Assert.Equal(new DateTime(2018, 10, 29, 0, 15, 0), home.EndOf(0));
        Assert.Empty(data.PassedOver);
    }

    [Fact]
    public async Task Read_Months_AreOneSeriesAHome_AndOneValueForMoreThanAnHourIsNone()
    {
        var watts = Enumerable.Range(0, 200).Select(static minute => minute is >= 30 and < 90 ? 5.0 : minute is >= 100 and < 161 ? 6.0 : 100 + minute).ToList();
        Write("House2_2014-03.csv.gz", Months(new DateTime(2014, 3, 31, 22, 0, 0), watts.Take(120)));
        Write("House2_2014-04.csv.gz", Months(new DateTime(2014, 4, 1, 0, 0, 0), watts.Skip(120)));

        var home = Assert.Single((await Read()).Homes);

        Assert.Equal(("House2", Quantity.Power, new DateTime(2014, 3, 31, 22, 0, 0), TimeSpan.FromMinutes(1)), (home.Id, home.Quantity, home.Start, home.Interval));
        Assert.Equal(watts.Select(static (value, minute) => minute is >= 100 and < 161 ? double.NaN : value), home.Values);
    }

    [Fact]
    public async Task Read_MonthsWithHolesAndTwiceTheSameMinute_KeepHolesAndTheLowerValue()
    {
        Write("A.csv", "Time,Aggregate\n2014-03-01 00:00:00,10\n2014-03-01 00:01:00,20\n2014-03-01 00:01:30,15\n2014-03-01 00:02:00,\n2014-03-01 00:03:00,30\n2014-03-01 00:05:00,40\n");

        var home = Assert.Single((await Read()).Homes);

        Assert.Equal(("A", TimeSpan.FromMinutes(1)), (home.Id, home.Interval));
        Assert.Equal([10, 15, double.NaN, 30, double.NaN, 40], home.Values);
    }

    [Fact]
    public async Task Read_Registers_AreStepsInTheHourInWhichTheyEnd_WithoutExchanges()
    {
        Write("water.csv.gz", $"{RegisterFiles.Header}\n" + string.Join('\n',
            "b;01/03/2016 00:28:55;1000;3", "b;01/03/2016 01:19:43;1010;10", "b;01/03/2016 01:50:00;1012;2", "b;01/03/2016 04:19:43;1013;1",
            "b;01/03/2016 05:19:43;249554;248541", "b;01/03/2016 06:19:43;12;-249542", "b;01/03/2016 07:19:43;12;0", "a;02/03/2016 01:00:00;5;5", "a;02/03/2016 00:10:00;4;4") + "\n");

        var homes = (await Read()).Homes;

        Assert.Equal(["a", "b"], homes.Select(static home => home.Id));
        Assert.Equal([double.NaN, 1], homes[0].Values);
        Assert.Equal((Quantity.Water, new DateTime(2016, 3, 1), TimeSpan.FromHours(1)), (homes[1].Quantity, homes[1].Start, homes[1].Interval));
        Assert.Equal([double.NaN, 12, double.NaN, double.NaN, 1, double.NaN, double.NaN, 0], homes[1].Values);
    }

    [Fact]
    public async Task Read_UnknownFiles_ArePassedOverByName_WhereverTheyAre()
    {
        Write("elcons_15min_w44.csv.gz", Week(("7", 0.1)));
        Write("week.csv.gz", Week(("8", 0.1)));
        Write("inner/NOTE.md", "# a note\n");
        Write("heating.csv.gz", "\"VID\",\"household_type\"\n1,NA\n");
        await File.WriteAllBytesAsync(At("noise.bin"), [0, 255, 3, 10, 200], TestContext.Current.CancellationToken);
        Write("empty.csv", "");
        await using (var zip = await ZipFile.OpenAsync(At("two.zip"), ZipArchiveMode.Create, TestContext.Current.CancellationToken))
        {
            Add(zip, "swm.csv", $"{RegisterFiles.Header}\na;01/03/2016 00:28:55;1;1\na;01/03/2016 01:28:55;2;1\n");
            Add(zip, "deep/readme.txt", "hello");
        }

        var data = await Read();

        Assert.Equal(["7", "a"], data.Homes.Select(static home => home.Id));
        Assert.Equal(
            ["empty.csv", "heating.csv.gz", "inner/NOTE.md", "noise.bin", "two.zip/deep/readme.txt", "week.csv.gz"],
            data.PassedOver.Select(file => Path.GetRelativePath(folder.FullName, file.File)));
        Assert.Contains("its name has no week", data.PassedOver[^1].Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_NothingKnown_SaysWhatWasThere()
    {
        Write("NOTE.md", "# a note\n");

        Assert.Contains($"passed over: {At("NOTE.md")}", (await Assert.ThrowsAsync<InvalidDataException>(Read)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("A_2014-03.csv", "Time,Aggregate,Kettle\n2014-03-01 00:00:00,10,0\n2014-03-01 00:01:00,1\n", "line 3: 2 fields where the first line has 3")]
    [InlineData("A_2014-03.csv", "Time,Aggregate\n2014-03-01 00:00:00,10\n2014-03-01,1\n", "line 3: '2014-03-01' is no time")]
    [InlineData("A_2014-03.csv", "Time,Aggregate\n2014-03-01 00:00:00,ten\n", "line 2: 'ten' is no power")]
    [InlineData("w.csv", "user key;datetime;meter reading;diff\na;01/03/2016 00:28:55;1\n", "line 2: 3 fields where there are 4")]
    [InlineData("w.csv", "user key;datetime;meter reading;diff\na;2016-03-01 00:28:55;1;1\n", "line 2: '2016-03-01 00:28:55' is no time")]
    [InlineData("w.csv", "user key;datetime;meter reading;diff\na;01/03/2016 00:28:55;x;1\n", "line 2: 'x' is no register")]
    [InlineData("x_w44.csv", "VID,V001,V002\n1,0.1\n", "line 2: 1 values where a week has 672")]
    public async Task Read_Damaged_NamesFileAndLine(string name, string text, string message)
    {
        Write(name, text);

        Assert.StartsWith($"{At(name)}, {message}", (await Assert.ThrowsAsync<InvalidDataException>(Read)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("A_2014-03.csv.gz")]
    [InlineData("A.zip")]
    public async Task Read_CutOff_NamesTheFile(string name)
    {
        var bytes = Packed.Of(Months(new DateTime(2014, 3, 1), Enumerable.Range(0, 500).Select(static minute => minute * 1.7)));
        if (name.EndsWith(".zip", StringComparison.Ordinal))
        {
            using var memory = new MemoryStream();
            await using (var zip = await ZipArchive.CreateAsync(memory, ZipArchiveMode.Create, leaveOpen: true, null, TestContext.Current.CancellationToken))
            {
                Add(zip, "A_2014-03.csv", Months(new DateTime(2014, 3, 1), Enumerable.Range(0, 500).Select(static minute => minute * 1.7)));
            }

            bytes = memory.ToArray();
        }

        await File.WriteAllBytesAsync(At(name), bytes[..(bytes.Length * 2 / 3)], TestContext.Current.CancellationToken);

        Assert.StartsWith($"{At(name)} is no whole", (await Assert.ThrowsAsync<InvalidDataException>(Read)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_OneMetersWeekInTwoFiles_NamesBoth()
    {
        Write("a_w44.csv.gz", Week(("7", 0.1)));
        Write("b_w44.csv.gz", Week(("7", 0.1)));

        Assert.Equal(
            $"{At("b_w44.csv.gz")}: the meter '7' has week 44 in {At("a_w44.csv.gz")} already; a meter's week is read from one file.",
            (await Assert.ThrowsAsync<InvalidDataException>(Read)).Message);
    }

    [Fact]
    public async Task Read_FolderAndAFileOfIt_ReadsTheFileOnce()
    {
        Write("a_w44.csv.gz", Week(("7", 0.1)));

        Assert.Single((await MeterFiles.Read([folder.FullName, At("a_w44.csv.gz")], TestContext.Current.CancellationToken)).Homes);
    }

    [Fact]
    public void Resampled_MeansAndSums_OfWhatWasReadAtLeastByHalf()
    {
        double[] values = [1, 2, 3, 4, double.NaN, double.NaN, 6, double.NaN, 7, 9];
        var home = new MeterHome("a", Quantity.Power, new DateTime(2020, 1, 1, 0, 30, 0), TimeSpan.FromMinutes(15), values);

        var power = home.Resampled(TimeSpan.FromHours(1));
        var water = (home with { Quantity = Quantity.Water }).Resampled(TimeSpan.FromHours(1));

        Assert.Equal((new DateTime(2020, 1, 1), TimeSpan.FromHours(1)), (power.Start, power.Interval));
        Assert.Equal([1.5, 3.5, 22 / 3.0], power.Values);
        Assert.Equal([3, 7, 22], water.Values);
        Assert.Same(home, home.Resampled(TimeSpan.FromMinutes(15)));
        Assert.False(home.Divides(TimeSpan.FromMinutes(10)));
        Assert.False(home.Divides(TimeSpan.FromMinutes(20)));
        Assert.True(home.Divides(TimeSpan.FromMinutes(30)));
    }

    internal static string Months(DateTime from, IEnumerable<double> watts) => "Time,Aggregate,Kettle\n" + string.Concat(watts.Select((value, minute) =>
        string.Create(CultureInfo.InvariantCulture, $"{from.AddMinutes(minute):yyyy-MM-dd HH:mm:ss},{value},0\n")));

    private static string Week(params (string Meter, double KilowattHours)[] rows) => "VID,V001,\n" + string.Concat(rows.Select(static row =>
        string.Create(CultureInfo.InvariantCulture, $"{row.Meter},{string.Join(',', Enumerable.Repeat(row.KilowattHours, MeterWeek.Slots).Select(static value => value.ToString(CultureInfo.InvariantCulture)))}\n")));

    private static void Add(ZipArchive zip, string name, string text)
    {
        using var writer = new StreamWriter(zip.CreateEntry(name).Open());
        writer.Write(text);
    }

    private Task<MeterData> Read() => MeterFiles.Read([folder.FullName], TestContext.Current.CancellationToken);

    private string At(string name) => Path.Combine(folder.FullName, name);

    private void Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(name))!);
        if (name.EndsWith(".gz", StringComparison.Ordinal))
        {
            File.WriteAllBytes(At(name), Packed.Of(text));
        }
        else
        {
            File.WriteAllText(At(name), text);
        }
    }
}
