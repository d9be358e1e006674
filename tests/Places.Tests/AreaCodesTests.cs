namespace CityActors.Places.Tests;

public sealed class AreaCodesTests
{
    [Theory]
    [InlineData("4301", AreaLevel.City)]
    [InlineData("430103", AreaLevel.District)]
    [InlineData("430103002", AreaLevel.Street)]
    [InlineData("430103002001", AreaLevel.Community)]
    [InlineData("430103002001007", AreaLevel.Cell)]
    public void Code_OfEachLevel_HasItsLevel(string code, AreaLevel level) => Assert.Equal(level, AreaCodes.Level(code));

    [Theory]
    [InlineData("")]
    [InlineData("43010")]
    [InlineData("43010x")]
    [InlineData("430103002001٣٣٣")]
    public void Level_NoAreaCode_SaysSo(string code)
    {
        Assert.False(AreaCodes.TryLevel(code, out _));
        Assert.Contains(code, Assert.Throws<FormatException>(() => AreaCodes.Level(code)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_OfACell_NameItsDistrict()
    {
        const string cell = "430103002001007";

        Assert.Equal("430103", AreaCodes.District(cell));
        Assert.Equal("matters-430103", AreaCodes.MattersKey(cell));
        Assert.Equal("dispatch-430103", AreaCodes.DispatchKey(cell));
        Assert.Equal(cell, AreaCodes.OfCellKey(AreaCodes.CellKey(cell)));
        Assert.Throws<FormatException>(() => AreaCodes.OfCellKey("cell-430103"));
        Assert.Throws<FormatException>(() => AreaCodes.District("4301"));
    }
}
