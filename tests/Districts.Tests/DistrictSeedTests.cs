using CityActors.Districts;

namespace CityActors.Tests.Districts;

public sealed class DistrictSeedTests
{
    private static readonly string text = File.ReadAllText(Path.Combine(Seeds.Folder, "tianxin", "district.json"));

    [Fact]
    public void Tianxin_Seed_HasThe14StreetsAndACoarseMarkedOutline()
    {
        var seed = Seeds.Tianxin;

        Assert.Equal("430103", seed.Code);
        Assert.Equal(14, seed.Streets.Count);
        Assert.InRange(seed.Outline.Count, 30, 40);
        Assert.True(seed.Approximate);
        Assert.All(seed.Outline, p => Assert.Equal((Math.Round(p.Longitude, 3), Math.Round(p.Latitude, 3)), (p.Longitude, p.Latitude)));
        Assert.All(seed.Streets, s => Assert.True(s.Approximate && s.EnglishName.Length > 0));
        Assert.InRange(new DistrictOutline(seed.Outline).SquareMetres / 1e6, 130, 145);
    }

    [Fact]
    public void Seed_WrittenAndRead_IsTheSame()
    {
        using var stream = new MemoryStream();
        DistrictSeedFile.Write(Seeds.Tianxin, stream);
        stream.Position = 0;
        var again = DistrictSeedFile.Read(stream, "copy");

        Assert.Equal(
            PlanFingerprint.Of(Seeds.Plan(0.01)),
            PlanFingerprint.Of(DistrictPlan.Expand(again, 0.01, 7, drill: true)));
    }

    [Theory]
    [InlineData("\"WGS-84\"", "\"GCJ-02\"", DistrictProblems.WrongDatum)]
    [InlineData("\"code\": \"430103\"", "\"code\": \"43010\"", DistrictProblems.BadCode)]
    [InlineData("\"code\": \"4301\"", "\"code\": \"4401\"", DistrictProblems.BadCode)]
    [InlineData("\"code\": \"430103004\"", "\"code\": \"430102004\"", DistrictProblems.BadCode)]
    [InlineData("\"code\": \"430103004\"", "\"code\": \"430103002\"", DistrictProblems.DuplicateCode)]
    [InlineData("\"centre\": [112.974, 28.185]", "\"centre\": [112.99, 28.185]", DistrictProblems.CentreOutside)]
    [InlineData("\"centre\": [112.974, 28.185]", "\"centre\": [112.974]", DistrictProblems.Malformed)]
    [InlineData("\"communities\": 7", "\"communities\": 0", DistrictProblems.OutOfRange)]
    [InlineData("\"households\": 30000", "\"households\": -1", DistrictProblems.OutOfRange)]
    [InlineData("\"households\": 30000", "\"homes\": 30000", DistrictProblems.Malformed)]
    [InlineData("\"name\": \"天心区\"", "\"name\": \"\"", DistrictProblems.BadName)]
    [InlineData("\"streets\": [", "\"streets\": [null,", DistrictProblems.Malformed)]
    [InlineData("\"outline\": [", "\"outline\": [null,", DistrictProblems.Malformed)]
    [InlineData("\"weight\": 1.4", "\"weight\": 0", DistrictProblems.OutOfRange)]
    [InlineData("\"name\": \"天心区\",", "", DistrictProblems.Malformed)]
    [InlineData("\"name\": \"天心区\"", "\"name\": null", DistrictProblems.Malformed)]
    [InlineData("[112.971, 28.190]", "[112.960, 28.195]", DistrictProblems.CrossesItself)]
    [InlineData("[112.971, 28.199]", "[412.971, 28.199]", DistrictProblems.BadPosition)]
    public void Seed_WithAFault_IsRefusedByNameAndSource(string from, string to, string problem)
    {
        Assert.Contains(from, text, StringComparison.Ordinal);
        var broken = text.Replace(from, to, StringComparison.Ordinal);

        var refused = Assert.Throws<DistrictSeedException>(() => DistrictSeedFile.Read(Seeds.Text(broken), "broken.json"));

        Assert.Equal(problem, refused.Problem);
        Assert.StartsWith("broken.json: ", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Seed_ThatIsNotThere_IsRefusedByName()
    {
        var refused = Assert.Throws<DistrictSeedException>(() => DistrictSeedFile.Load(Path.Combine(Seeds.Folder, "nowhere.json")));

        Assert.Equal(DistrictProblems.NotFound, refused.Problem);
    }

    [Fact]
    public void Outline_Points_AreInsideOrOutside()
    {
        var outline = new DistrictOutline([new(112, 28), new(112.02, 28), new(112.02, 28.02), new(112.01, 28.01), new(112, 28.02)]);

        Assert.True(outline.Contains(new(112.005, 28.005)));
        Assert.False(outline.Contains(new(112.01, 28.015))); // In the notch.
        Assert.False(outline.Contains(new(112.03, 28.005)));
        Assert.False(outline.Contains(new(112.01, 27.99)));
    }
}
