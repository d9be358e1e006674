namespace CityActors.Packs.Expressions;

/// <summary>The functions that there are; packs do not add to them.</summary>
/// <param name="Use">How it is written.</param>
internal sealed record Function(int Least, int Most, bool IsOverList, string Use, string English, string Chinese)
{
    public static IReadOnlyDictionary<string, Function> All { get; } = new Dictionary<string, Function>(StringComparer.Ordinal)
    {
        ["has"] = new(1, 1, false, "has(field)", "has", "有"),
        ["count"] = new(1, 1, true, "count(list where condition)", "number of", "数量"),
        ["sum"] = new(1, 1, true, "sum(list.field where condition)", "sum of", "合计"),
        ["min"] = new(1, 1, true, "min(list.field where condition)", "least of", "最小值"),
        ["max"] = new(1, 1, true, "max(list.field where condition)", "most of", "最大值"),
        ["only"] = new(1, 1, true, "only(list.field where condition)", "the one", "唯一值"),
        ["any"] = new(1, 1, true, "any(list where condition)", "any of", "任一"),
        ["all"] = new(1, 1, true, "all(list where condition)", "all of", "全部"),
        ["age"] = new(1, 1, false, "age(date)", "age in years", "周岁"),
        ["days"] = new(2, 2, false, "days(from, to)", "days", "天数"),
        ["hours"] = new(2, 3, false, "hours(from, to, \"working-hours\")", "hours", "时数"),
        ["within"] = new(2, 2, false, "within(place, area)", "lies within", "位于"),
        ["metres"] = new(2, 2, false, "metres(from, to)", "metres between", "距离（米）"),
        ["starts"] = new(2, 2, false, "starts(text, beginning)", "starts with", "开头为"),
        ["text-size"] = new(1, 1, false, "text-size(text)", "characters of", "字数"),
        ["round"] = new(2, 2, false, "round(number, digits)", "rounded", "四舍五入"),
        ["between"] = new(3, 3, false, "between(value, least, most)", "between", "介于"),
        ["month"] = new(1, 1, false, "month(date)", "month of", "月份"),
        ["weekday"] = new(1, 1, false, "weekday(date)", "day of the week of", "星期"),
    };
}
