using System.Globalization;
using CityActors.Rights;
using CityActors.Tables;

namespace CityActors.Tests.Rights;

/// <summary>Trees of units out of tables: several levels in any order, and each fault by row and column.</summary>
public sealed class UnitImportTests
{
    private const string Head = "code,parent,en,zh,area,kind\n";
    private static readonly Dictionary<string, Unit> None = [];

    [Fact]
    public void Read_SeveralLevelsInAnyOrder_AreTaken()
    {
        var units = UnitImport.Read(Head + "station-2,centre,\"Station, two\",二站,430103003,township.station\ncentre,district,Centre,中心,430103,district.centre\ndistrict,,District,区政府,430103,district.government\nstation-1,centre,One,一站,430103002,township.station\n", None, out var faults);
        Assert.Empty(faults);
        Assert.Equal(["station-2", "centre", "district", "station-1"], units.Select(static unit => unit.Code));
        Assert.Equal(("Station, two", "二站", "430103003"), (units[0].English, units[0].Chinese, units[0].Area));
        var more = UnitImport.Read(Head + "window,station-1,Window,窗口,430103002001,community.window\n", units.ToDictionary(static unit => unit.Code), out faults);
        Assert.Empty(faults);
        Assert.Equal("station-1", Assert.Single(more).Parent);
    }

    [Theory]
    [InlineData("a,b,A,甲,430103,x\nb,c,B,乙,430103,x\nc,a,C,丙,430103,x\n", 2, "parent", "a → b → c → a")]
    [InlineData("a,a,A,甲,430103,x\n", 2, "parent", "a → a")]
    [InlineData("a,,A,甲,430103,x\nb,nobody,B,乙,430103,x\n", 3, "parent", "orphan")]
    [InlineData("a,,A,甲,430103,x\na,,A,甲,430103,x\n", 3, "code", "row 2 already")]
    [InlineData("a,,A,甲,430103,x\nb,a,B,乙,430104,x\n", 3, "area", "does not lie in 430103")]
    [InlineData("a b,,A,甲,430103,x\n", 2, "code", "letters")]
    [InlineData("a,,A,,430103,x\n", 2, "zh", "both languages")]
    [InlineData("a,,A,甲,43010,x\n", 2, "area", "code of an area")]
    [InlineData("a,,A,甲,430103,The Court\n", 2, "kind", "lower-case")]
    [InlineData("a,,A,甲,430103\n", 2, "", "5 cells")]
    public void Read_Fault_IsNamedByRowAndColumn(string rows, int row, string column, string says)
    {
        UnitImport.Read(Head + rows, None, out var faults);
        Assert.Contains(faults, fault => fault.Row == row && fault.Column == column && fault.English.Contains(says, StringComparison.Ordinal) && fault.Chinese.Length > 0);
    }

    [Fact]
    public void Read_CycleThroughUnitsThatAreThere_IsFound()
    {
        var known = UnitImport.Read(Head + "a,,A,甲,430103,x\nb,a,B,乙,430103,x\n", None, out _).ToDictionary(static unit => unit.Code);
        UnitImport.Read(Head + "a,b,A,甲,430103,x\n", known, out var faults);
        Assert.Equal((2, "parent"), (Assert.Single(faults).Row, faults[0].Column));
        UnitImport.Read(Head + "a,,A,甲,430104,x\n", known, out faults);
        Assert.Equal((2, "area"), (Assert.Single(faults).Row, faults[0].Column));
    }

    [Fact]
    public void Read_WrongHead_IsToldAndNothingElse()
    {
        UnitImport.Read("code,name,parent,en,zh,area,area,kind\n", None, out var faults);
        Assert.Equal([(1, "name"), (1, "area")], faults.Select(static fault => (fault.Row, fault.Column)));
        UnitImport.Read("code,en\n", None, out faults);
        Assert.Equal(["parent", "zh", "area", "kind"], faults.Select(static fault => fault.Column));
        UnitImport.Read("", None, out faults);
        Assert.NotEmpty(faults);
    }

    [Fact]
    public void Read_ThousandsOfUnits_FormTheirTree()
    {
        var rows = string.Concat(Enumerable.Range(1, 3_519).Select(static i => string.Create(CultureInfo.InvariantCulture, $"u{i},{(i == 1 ? "" : $"u{i / 8 + (i < 8 ? 1 : 0)}")},Unit {i},单位{i},430103,kind\n")));
        Assert.Equal(3_519, UnitImport.Read(Head + rows, None, out var faults).Count);
        Assert.Empty(faults);
    }

    [Fact]
    public void Table_TooManyRows_IsRefused()
    {
        CsvTable.Read("code\n" + string.Concat(Enumerable.Repeat("a\n", CsvTable.MostRows + 1)), ["code"], ["code"], out var faults);
        Assert.Contains("at most", Assert.Single(faults).English, StringComparison.Ordinal);
    }
}
