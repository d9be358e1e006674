using System.Reflection;
using CityActors.Alerts;
using CityActors.Deadlines;
using CityActors.Responders;
using CityActors.Tests.Watch;

namespace CityActors.WorkOrders;

public sealed class CatalogueTests
{
    private static readonly Catalogue Tianxin = SeedFiles.Catalogue();

    [Fact]
    public void Tianxin_Read_HasAllClassesAndEnoughCategories()
    {
        Assert.True(Tianxin.Categories.Count >= 45);
        Assert.Equal(5, ClassesOf("part"));
        Assert.Equal(6, ClassesOf("event"));
        Assert.Contains(Tianxin.Categories, static category => category.Type == "service");
        Assert.Contains(Tianxin.Categories, static category => category.Skills.Count == 2);
    }

    [Fact]
    public void Tianxin_EveryAlertKind_BecomesACategoryThatFilesItself()
    {
        foreach (var kind in typeof(AlertKinds).GetFields(BindingFlags.Public | BindingFlags.Static).Select(static field => (string)field.GetRawConstantValue()!))
        {
            Assert.True(Tianxin.OfAlert(kind).AutoFile, kind);
        }
    }

    [Fact]
    public void Tianxin_EverySkill_IsOneThatRespondersHave()
    {
        var known = typeof(Skills).GetFields(BindingFlags.Public | BindingFlags.Static).Select(static field => (string)field.GetRawConstantValue()!).ToHashSet();
        Assert.All(SeedThings.Packs.Find("orders")!.Catalogue.Categories.SelectMany(static category => category.Skills), skill => Assert.Contains(skill, known));
    }

    [Theory]
    [InlineData("part.utility.manhole-cover", 2, LimitUnit.UrgentHours)]
    [InlineData("part.utility.street-lamp-out", 2, LimitUnit.WorkingDays)]
    [InlineData("event.environment.exposed-waste", 4, LimitUnit.WorkingHours)]
    [InlineData("event.construction.illegal-building", 15, LimitUnit.WorkingDays)]
    [InlineData("event.emergency.pipe-burst", 1, LimitUnit.UrgentHours)]
    [InlineData("event.emergency.fire-lane-blocked", 2, LimitUnit.UrgentHours)]
    public void Tianxin_PublishedLimit_IsKept(string code, int value, LimitUnit unit)
    {
        var category = Tianxin.Find(code)!;
        Assert.Equal(new TimeLimit(value, unit), category.Limits.Handling);
        Assert.Equal(new TimeLimit(15, LimitUnit.Minutes), category.Limits.Accept);
        Assert.False(category.Invented);
    }

    private static int ClassesOf(string type) =>
        Tianxin.Categories.Where(category => category.Type == type).Select(static category => category.Class).Distinct(StringComparer.Ordinal).Count();
}
