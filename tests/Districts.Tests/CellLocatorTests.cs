using CityActors.Districts;
using CityActors.Places;

namespace CityActors.Tests.Districts;

public sealed class CellLocatorTests
{
    private static CellLocator Located(IEnumerable<AreaCard> areas)
    {
        var locator = new CellLocator();
        foreach (var area in areas)
        {
            locator.Add(area);
        }

        return locator;
    }

    [Fact]
    public void Find_PositionsOfEntities_GivesTheirCell()
    {
        var plan = Seeds.Plan(0.1);
        var locator = Located(plan.Areas());

        Assert.All(plan.Households(), h => Assert.Equal(h.Card.Cell, locator.Find(h.Card.Position)));
    }

    [Fact]
    public void Find_RandomPositions_AgreesWithLookingAtEveryCell()
    {
        var cells = Seeds.Plan(0.02).Areas().Where(a => a.Level == AreaLevel.Cell).ToList();
        var locator = Located(cells);
        var random = new NamedRandom(5, "positions");
        var found = 0;
        for (var i = 0; i < 4_000; i++)
        {
            var near = cells[random.Below(cells.Count)].Centre;
            var here = new GeoPoint(near.Longitude + ((random.Unit() - 0.5) * 0.006), near.Latitude + ((random.Unit() - 0.5) * 0.006));
            var nearest = cells.MinBy(c => (LocalMetres.Between(here, c.Centre), c.Code))!;
            var expected = LocalMetres.Between(here, nearest.Centre) <= CellLocator.ReachMetres ? nearest.Code : null;
            found += expected is null ? 0 : 1;
            Assert.Equal(expected, locator.Find(here));
        }

        Assert.InRange(found, 500, 3_900); // Both answers were met.
    }

    [Theory]
    [InlineData(179.9999, -179.9999)]
    [InlineData(-179.9999, 179.9999)]
    [InlineData(180, -180)]
    [InlineData(-180, 179.9995)]
    public void Find_AcrossThe180thMeridian_GivesTheCell(double centre, double here)
    {
        var locator = Located([new AreaCard { Code = "430103004001001", Name = "c", Level = AreaLevel.Cell, Centre = new(centre, 10) }]);

        Assert.Equal("430103004001001", locator.Find(new(here, 10)));
        Assert.True(locator.IsNear(new(here, 10), "430103", 150));
        Assert.Null(locator.Find(new(here < 0 ? here + 0.01 : here - 0.01, 10)));
    }

    [Theory]
    [InlineData(28.0)]
    [InlineData(53.5)]
    [InlineData(-70)]
    public void Find_AtAnyLatitude_ReachesA149Metres(double latitude)
    {
        var locator = new CellLocator();
        locator.Add(new AreaCard { Code = "430103004001001", Name = "c", Level = AreaLevel.Cell, Centre = new(112.0001, latitude) });
        var metre = 1 / (LocalMetres.PerDegree * Math.Cos(latitude * Math.PI / 180));

        Assert.Equal("430103004001001", locator.Find(new(112.0001 - (149 * metre), latitude)));
        Assert.Equal("430103004001001", locator.Find(new(112.0001 + (149 * metre), latitude)));
        Assert.Null(locator.Find(new(112.0001 + (151 * metre), latitude)));
    }

    [Fact]
    public void Find_NotAPosition_IsNone()
    {
        var locator = Located(Seeds.Plan(0.01).Areas());

        Assert.Null(locator.Find(new(double.NaN, 28)));
        Assert.Null(locator.Find(new(112.97, double.PositiveInfinity)));
        Assert.Null(locator.Find(new(0, 0)));
    }

    [Fact]
    public void Add_CellThatMoved_IsFoundAtItsNewPlaceOnly()
    {
        var locator = new CellLocator();
        var cell = new AreaCard { Code = "430103004001001", Name = "c", Level = AreaLevel.Cell, Centre = new(112.97, 28.18) };
        locator.Add(cell);
        locator.Add(cell with { Centre = new(112.98, 28.18) });

        Assert.Null(locator.Find(new(112.97, 28.18)));
        Assert.Equal(cell.Code, locator.Find(new(112.98, 28.18)));
    }
}
