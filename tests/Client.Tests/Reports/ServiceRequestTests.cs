using CityActors.Client.Reports;
using CityActors.Client.Silos;
using CityActors.Client.Simulation;
using CityActors.Packs;
using CityActors.Places;

namespace CityActors.Client.Tests.Reports;

public sealed class ServiceRequestTests
{
    private const string Header = "SRRecordID,SRType,CreatedDate,SRStatus,Address,Latitude,Longitude";

    [Fact]
    public async Task Read_Rows_ComeInTheOrderOfCreationWithPositions()
    {
        var rows = await Read(
            "2,SW-Dirty Alley,02/09/2016 09:57:58 PM,Closed,\"1 A ST, BALTIMORE\",39.3,-76.6",
            "1,SW-Bulk,04/22/2014 12:07:39 AM,Closed (Duplicate),,39.25,-76.65",
            "3,SW-Bulk,02/10/2016 09:57:58 AM,Closed,\"He said \"\"no\"\"\",39,-77",
            "4,SW-Bulk,02/11/2016 09:57:58 AM,Closed,,,");

        Assert.Equal(["1", "2", "3", "4"], rows.Select(row => row.Id));
        Assert.Equal(new DateTime(2014, 4, 22, 0, 7, 39), rows[0].Created);
        Assert.Equal(new DateTime(2016, 2, 9, 21, 57, 58), rows[1].Created);
        Assert.Equal([true, false, false, false], rows.Select(row => row.IsDuplicate));
        Assert.Equal([true, true, false, false], rows.Select(row => row.Position is not null));
    }

    [Fact]
    public async Task Read_UnreadableTime_NamesTheRequest()
    {
        var fault = await Assert.ThrowsAsync<InvalidDataException>(() => Read("9,SW-Bulk,yesterday,Closed,,39.25,-76.65"));

        Assert.Contains("request 9: 'yesterday'", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_QuotesAndCommas_AreTakenApart()
    {
        var rows = await Read(
            "\"5,6\",\"say \"\"x\"\"\",04/22/2014 12:07:39 AM,,\"two lines, and a comma\",39.25,-76.65",
            "8,it 5\" wide,04/22/2014 12:07:40 AM,Closed,5\" pipe,39.25,-76.65");

        Assert.Equal([("5,6", "say \"x\""), ("8", "it 5\" wide")], rows.Select(row => (row.Id, row.Type)));
        Assert.All(rows, row => Assert.Equal(new GeoPoint(-76.65, 39.25), row.Position));
    }

    [Theory]
    [InlineData("3,SW-Bulk", "2 fields where the file has 7 columns")]
    [InlineData("3,SW-Bulk,04/22/2014 12:07:39 AM,Closed,,39.25", "6 fields")]
    [InlineData("3,SW-Bulk,04/22/2014 12:07:39 AM,Closed,1 A ST, BALTIMORE,39.25,-76.65", "8 fields")]
    [InlineData("3,SW-Bulk,04/22/2014 12:07:39 AM,Closed,\"1 A ST,39.25,-76.65", "begins with a quote does not end with one")]
    [InlineData("3,SW-Bulk,04/22/2014 12:07:39 AM,Closed,\"A\" ST,39.25,-76.65", "text behind the closing quote")]
    [InlineData("\"3,SW-Bulk,04/22/2014 12:07:39 AM,Closed,,39.25,-76.65", "begins with a quote does not end with one")]
    [InlineData("3,SW-Bulk,04/22/2014 12:07:39 AM,Closed,,39.25,\"-76.65", "begins with a quote does not end with one")]
    public async Task Read_BrokenRow_SwallowsNoneAndNamesItsLine(string broken, string what)
    {
        string[] whole = [.. Enumerable.Range(1, 9).Select(number => $"{number},SW-Bulk,04/22/2014 12:07:39 AM,Closed,\"\",39.25,-76.65")];
        Assert.Equal(9, (await Read(whole)).Count);
        foreach (var at in (int[])[0, 4, 9])
        {
            string[] rows = [.. whole[..at], broken, .. whole[at..]];

            var fault = await Assert.ThrowsAsync<InvalidDataException>(() => Read(rows));

            Assert.StartsWith($"test.csv, line {at + 2}: ", fault.Message, StringComparison.Ordinal);
            Assert.Contains(what, fault.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Read_TwoQuotesTooManyInOneColumn_HideNoRowBetweenThem() =>
        await Assert.ThrowsAsync<InvalidDataException>(() => Read(
            "1,SW-Bulk,04/22/2014 12:07:39 AM,Closed,\"here,39.25,-76.65",
            "2,SW-Bulk,04/22/2014 12:07:39 AM,Closed,,39.25,-76.65",
            "3,SW-Bulk,04/22/2014 12:07:39 AM,Closed,there\",39.25,-76.65"));

    [Fact]
    public async Task ReadFile_CutOff_IsNoShorterFile()
    {
        var path = Path.Combine(Path.GetTempPath(), $"reports-{Guid.NewGuid():N}.csv.gz");
        await File.WriteAllBytesAsync(path, Packed.Of($"{Header}\n1,SW-Bulk,04/22/2014 12:07:39 AM,Closed,,39.25,-76.65\n")[..^8], TestContext.Current.CancellationToken);

        var fault = await Assert.ThrowsAsync<InvalidDataException>(() => ServiceRequest.ReadFile(path, TestContext.Current.CancellationToken));

        Assert.StartsWith($"{path} is no whole gzip file", fault.Message, StringComparison.Ordinal);
        File.Delete(path);
    }

    [Theory]
    [InlineData("", "SRRecordID, SRType, CreatedDate, SRStatus, Latitude, Longitude")]
    [InlineData("SRRecordID,SRType,SRStatus,Latitude\n", "CreatedDate, Longitude")]
    public async Task Read_ColumnsThatAreNotThere_AreNamed(string text, string missing)
    {
        using var reader = new StringReader(text);

        var fault = await Assert.ThrowsAsync<InvalidDataException>(() => ServiceRequest.Read(reader, "test.csv", TestContext.Current.CancellationToken));

        Assert.Contains($"test.csv has no column {missing}: it is no file", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CategoryMap_EveryCategory_StandsInTheCatalogue()
    {
        var known = PackFolder.ReadAll(Path.Combine(SiloLocator.Root()!, "seeds", "packs")).All.SelectMany(static pack => pack.Catalogue.Categories).Select(static category => category.Code).ToHashSet();

        Assert.Empty(CategoryMap.Baltimore().Categories.Except(known));
    }

    [Theory]
    [InlineData("SW-Dirty Street Proactive", "event.environment.dirty-road")]
    [InlineData("TRM-StLight Damaged/Knocked Down/Rusted", "part.utility.street-lamp-fallen")]
    [InlineData("TRM-StLighting Inadequate/Too Bright", "part.utility.street-lamp-out")]
    [InlineData("Something else", null)]
    public void CategoryMap_Type_TakesTheLongestPrefix(string type, string? category) =>
        Assert.Equal(category, CategoryMap.Baltimore().Of(type));

    [Fact]
    public void Translation_TwoPlaces_StayAsFarApartAsTheyWere()
    {
        var shift = new Translation(Translation.Baltimore, new GeoPoint(112.98, 28.10));
        var one = new GeoPoint(-76.620, 39.300);
        var other = new GeoPoint(-76.611, 39.291);

        Assert.Equal(Steps.Metres(one, other), Steps.Metres(shift.Move(one), shift.Move(other)), tolerance: 2.0);
        Assert.Equal(new GeoPoint(112.98, 28.10), shift.Move(Translation.Baltimore));
    }

    private static async Task<IReadOnlyList<ServiceRequest>> Read(params string[] rows)
    {
        using var reader = new StringReader(string.Join('\n', rows.Prepend(Header)));
        return await ServiceRequest.Read(reader, "test.csv", TestContext.Current.CancellationToken);
    }
}
