using Xunit;

namespace CityActors.Packs.Expressions;

/// <summary>Guards, filters, points and figures as packs write them pass the check, each with the type that its place wants.</summary>
public sealed class PackTextTests
{
    private static readonly ExpressionType Kinds = ExpressionType.Choice(new ChoiceCode("neighbours"), new ChoiceCode("wages"), new ChoiceCode("other"));
    private static readonly ExpressionType Levels = ExpressionType.Choice(new ChoiceCode("easy"), new ChoiceCode("hard"));
    private static readonly ExpressionType Person = ExpressionType.Ref("person");
    private static readonly ExpressionType Money = ExpressionType.Money("CNY");

    private static readonly Scope Scope = new(
        Field("member.status", ExpressionType.Choice(new ChoiceCode("active"), new ChoiceCode("away"))),
        Field("member.id", ExpressionType.Ref("mediator")),
        Field("member.kinds", ExpressionType.List(Kinds, 20)),
        Field("member.levels", ExpressionType.List(Levels, 2)),
        Field("member.area", ExpressionType.Area),
        Field("member.place", ExpressionType.Place),
        Field("member.load", ExpressionType.Whole),
        Field("member.beds", ExpressionType.Whole),
        Field("member.kin", ExpressionType.List(Person, 20), mayBeMissing: true),
        Field("need.kind", Kinds),
        Field("need.level", Levels),
        Field("need.place", ExpressionType.Place),
        Field("need.people", ExpressionType.List(Person, 20)),
        Field("need.persons", ExpressionType.Whole),
        Field("need.wish", ExpressionType.Ref("mediator"), mayBeMissing: true),
        Field("need.certified-need", ExpressionType.Flag),
        Field("organisation.settled-share", ExpressionType.Share, mayBeMissing: true),
        Field("case.area.level", ExpressionType.Choice(new ChoiceCode("district"), new ChoiceCode("street"))),
        Field("case.reached", ExpressionType.List(ExpressionType.AnyChoice(), 64)),
        Field("$me", Person),
        Field("$subject", Person),
        Field("$parties", ExpressionType.List(Person, 200)),
        Field("crew", ExpressionType.List(ExpressionType.Row(new Scope(Field("signed", ExpressionType.Flag), Field("who", Person))), 20)),
        Field("case.lines", ExpressionType.List(ExpressionType.Row(new Scope(Field("what", ExpressionType.Text), Field("actor", Person))), 1_000)),
        Field("terms", ExpressionType.List(ExpressionType.Row(new Scope(Field("until", ExpressionType.Date), Field("done", ExpressionType.Flag))), 30)),
        Field("granted", Money),
        Field("wish", Money),
        Field("need", Money),
        Field("standard", ExpressionType.Ref("spending-standard"), mayBeMissing: true),
        Field("standard.rate", Money, mayBeMissing: true),
        Field("quantity", ExpressionType.Number()),
        Field("window", ExpressionType.List(ExpressionType.Row(new Scope(Field("item", ExpressionType.Ref("item")))), 400)),
        Field("item.excludes", ExpressionType.List(ExpressionType.Ref("item"), 40), mayBeMissing: true),
        Field("status", ExpressionType.Choice(new ChoiceCode("active"))),
        Field("until", ExpressionType.Date, mayBeMissing: true),
        Field("today", ExpressionType.Date),
        Field("kind", Kinds, mayBeMissing: true));

    [Theory]
    [InlineData("member.status == \"active\" and need.kind in member.kinds and need.level in member.levels and within(need.place, member.area) and not (need.people shares (member.kin ?? []))")]
    [InlineData("has(need.wish) and need.wish == member.id")]
    [InlineData("count(member.kinds) <= 3")]
    [InlineData("need.persons <= member.beds and need.persons >= member.beds - 1")]
    [InlineData("need.certified-need == true")]
    [InlineData("case.area.level != \"district\"")]
    [InlineData("any(case.reached where it in [\"effective\", \"failed\", \"withdrawn\"])")]
    [InlineData("\"effective\" in case.reached")]
    [InlineData("$me in $parties")]
    [InlineData("any(crew where signed and who != $subject)")]
    [InlineData("count(case.lines where what == \"object\" and actor == $me) < 1")]
    [InlineData("all(terms where done == true)")]
    [InlineData("granted <= wish and (has(standard) and granted <= need or not has(standard))")]
    [InlineData("status == \"active\" and (not has(until) or until >= today)")]
    [InlineData("true")]
    public void Check_Condition_Passes(string text) => Assert.Empty(Expression.Check(text, Scope, ExpressionType.Flag).Faults);

    [Theory]
    [InlineData("20 - min([20, round(metres(member.place, need.place) / 500, 0)])")]
    [InlineData("20 * (organisation.settled-share ?? 50 %)")]
    [InlineData("0 - 10 * member.load")]
    [InlineData("15")]
    public void Check_Points_Pass(string text) => Assert.Empty(Expression.Check(text, Scope, ExpressionType.Number()).Faults);

    [Fact]
    public void Check_Others_GiveTheirType()
    {
        Assert.Empty(Expression.Check("quantity * (standard.rate ?? 0.00 CNY)", Scope, Money).Faults);
        Assert.Empty(Expression.Check("kind ?? \"other\"", Scope, Kinds).Faults);
        Assert.Empty(Expression.Check("max(terms.until)", Scope, ExpressionType.Date, mayBeMissing: true).Faults);
        Assert.Equal("T1", Assert.Single(Expression.Check("max(terms.until)", Scope, ExpressionType.Date).Faults).Code);
    }

    [Fact]
    public void Check_ListInAList_FitsBySize()
    {
        var check = Expression.Check("any(window where it.item in (item.excludes ?? []))", Scope, ExpressionType.Flag);
        Assert.InRange(check.Expression!.Cost, 16_000, Checker.MostCost);
    }

    private static ScopeField Field(string path, ExpressionType type, bool mayBeMissing = false) => new(path, type) { MayBeMissing = mayBeMissing };
}
