using Xunit;

namespace CityActors.Packs.Expressions;

public sealed class ExplanationTests
{
    private static readonly Scope Scope = new(
        new ScopeField("insured", ExpressionType.Whole) { English = "insured persons of the last 12 months", Chinese = "近12个月参保人数" },
        new ScopeField("kind", ExpressionType.Choice(new ChoiceCode("tech", "technology firm", "科技型企业"), new ChoiceCode("other", "other firm", "其他企业"))) { English = "kind of firm", Chinese = "企业类型" },
        new ScopeField("asked", ExpressionType.Money("CNY")) { English = "amount asked for", Chinese = "申请金额" },
        new ScopeField("limit", ExpressionType.Money("CNY")) { English = "upper limit", Chinese = "上限" },
        new ScopeField("income", ExpressionType.Money("CNY")) { English = "income", Chinese = "收入", Class = FieldClass.Personal },
        new ScopeField("until", ExpressionType.Date) { English = "valid until", Chinese = "有效期至", MayBeMissing = true },
        new ScopeField("today", ExpressionType.Date) { English = "today", Chinese = "今天" },
        new ScopeField("listed", ExpressionType.Flag) { English = "on the list", Chinese = "在名单内" },
        new ScopeField("tags", ExpressionType.List(ExpressionType.Text, 9)) { English = "tags", Chinese = "标签" });

    [Theory]
    [InlineData("insured >= 30", "not met: insured persons of the last 12 months = 26, must be ≥ 30 (short by 4)", "不符合：近12个月参保人数 = 26，须 ≥ 30（差 4）")]
    [InlineData("30 <= insured", "not met: insured persons of the last 12 months = 26, must be ≥ 30 (short by 4)", "不符合：近12个月参保人数 = 26，须 ≥ 30（差 4）")]
    [InlineData("insured > 20", "met: insured persons of the last 12 months = 26, must be > 20", "符合：近12个月参保人数 = 26，须 > 20")]
    [InlineData("not (insured > 20)", "not met: insured persons of the last 12 months = 26, must be ≤ 20 (over by 6)", "不符合：近12个月参保人数 = 26，须 ≤ 20（超 6）")]
    [InlineData("asked <= limit", "not met: amount asked for = 3000.50 CNY, must be ≤ upper limit (2000.00 CNY) (over by 1000.50 CNY)", "不符合：申请金额 = 3000.50 CNY，须 ≤ 上限（2000.00 CNY）（超 1000.50 CNY）")]
    [InlineData("kind == \"tech\"", "not met: kind of firm = other firm, must be = technology firm", "不符合：企业类型 = 其他企业，须 = 科技型企业")]
    [InlineData("kind in [\"tech\"]", "not met: kind of firm = other firm, must be one of technology firm", "不符合：企业类型 = 其他企业，须属于 科技型企业")]
    [InlineData("listed and insured >= 30", "not met: on the list = no, must be yes; insured persons of the last 12 months = 26, must be ≥ 30 (short by 4)", "不符合：在名单内 = 否，须为是；近12个月参保人数 = 26，须 ≥ 30（差 4）")]
    [InlineData("listed or insured >= 30", "not met: one of these must hold: on the list = no, must be yes; insured persons of the last 12 months = 26, must be ≥ 30 (short by 4)", "不符合：须满足其一：在名单内 = 否，须为是；近12个月参保人数 = 26，须 ≥ 30（差 4）")]
    [InlineData("not (listed or insured >= 30)", "met: on the list = no, must be no; insured persons of the last 12 months = 26, must be < 30", "符合：在名单内 = 否，须为否；近12个月参保人数 = 26，须 < 30")]
    [InlineData("has(until) and until >= today", "not met: valid until = missing, must be given", "不符合：有效期至 = 缺失，须有")]
    [InlineData("income <= 100.00 CNY", "not met: income = not shown, must be ≤ 100.00 CNY", "不符合：收入 = 不显示，须 ≤ 100.00 CNY")]
    [InlineData("between(insured, 30, 50)", "not met: insured persons of the last 12 months = 26, must be between 30 and 50", "不符合：近12个月参保人数 = 26，须在 30 至 50 之间")]
    [InlineData("count(tags) >= 3", "not met: number of(tags) = 2, must be ≥ 3 (short by 1)", "不符合：数量(标签) = 2，须 ≥ 3（差 1）")]
    [InlineData("\"红\" in tags", "not met: tags = 蓝, 绿, must contain 红", "不符合：标签 = 蓝、绿，须包含 红")]
    [InlineData("today < 2026-01-03", "not met: today = 2026-01-05, must be < 2026-01-03 (over by 2 days)", "不符合：今天 = 2026-01-05，须 < 2026-01-03（超 2 天）")]
    public void Explain_Condition_SaysWhatWasMet(string text, string english, string chinese)
    {
        var told = Expression.Check(text, Scope, ExpressionType.Flag).Expression!.Explain(Values());
        Assert.Equal((english, chinese), (told.InEnglish, told.InChinese));
    }

    [Fact]
    public void Explain_MissingAgainstItsScope_CannotBeJudged()
    {
        var expression = Expression.Check("insured >= 30", Scope).Expression!;
        var values = Scope.Values(new Dictionary<string, Value>());
        Assert.False(expression.Holds(values));
        Assert.Equal("无法判断：近12个月参保人数 = 缺失，须 ≥ 30", expression.Explain(values).InChinese);
    }

    [Fact]
    public void Explain_Figure_GivesItsValue() =>
        Assert.Equal("(申请金额 × 50 %) = 1500.25 CNY", Expression.Check("asked * 50 %", Scope).Expression!.Explain(Values()).Chinese);

    [Fact]
    public void Explain_ForWhoMaySee_ShowsPersonalValues() =>
        Assert.Equal("不符合：收入 = 120.00 CNY，须 ≤ 100.00 CNY（超 20.00 CNY）", Expression.Check("income <= 100.00 CNY", Scope).Expression!.Explain(Values(), shows: FieldClass.Personal).InChinese);

    [Fact]
    public void Explain_Leaves_AreTheSingleConditions()
    {
        var told = Expression.Check("listed or insured >= 20 and asked > limit", Scope).Expression!.Explain(Values());
        Assert.Equal([false, true, true], told.Leaves.Select(leaf => leaf.Held));
        Assert.Equal(FieldClass.Internal, told.Class);
    }

    private static IValues Values() => Scope.Values(new Dictionary<string, Value>
    {
        ["insured"] = Value.Of(26),
        ["kind"] = Value.Of("other"),
        ["asked"] = Value.Of(3000.5m),
        ["limit"] = Value.Of(2000m),
        ["income"] = Value.Of(120m),
        ["today"] = Value.Of(new DateOnly(2026, 1, 5)),
        ["listed"] = Value.Of(false),
        ["tags"] = Value.Of([Value.Of("蓝"), Value.Of("绿")]),
    });
}
