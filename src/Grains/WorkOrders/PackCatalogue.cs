using CityActors.Deadlines;
using CityActors.Packs;
using CityActors.Packs.Format;

namespace CityActors.WorkOrders;

/// <summary>The catalogue that packs give together. They were checked before.</summary>
internal static class PackCatalogue
{
    public static (Department[] Departments, Category[] Categories) Of(PackSet packs)
    {
        // The pack of orders first: its order of categories is that of the lists.
        var all = packs.All.OrderByDescending(static pack => pack.Catalogue.Defaults is not null).ThenBy(static pack => pack.Name, StringComparer.Ordinal).ToList();
        var defaults = all.Select(static pack => pack.Catalogue.Defaults).OfType<StagesSpec>().FirstOrDefault() ?? new StagesSpec();
        var alerts = all.SelectMany(static pack => pack.Watch.Alerts).ToList();
        return (
            [.. all.SelectMany(static pack => pack.Catalogue.Units).Select(static unit => new Department(unit.Unit, unit.Name.En!, unit.Name.Zh!))],
            [.. all.SelectMany(pack => pack.Catalogue.Categories.Select(category => Read(pack, category, defaults, alerts)))]);
    }

    private static Category Read(PackFiles pack, CategorySpec category, StagesSpec defaults, List<AlertSpec> alerts) => new()
    {
        Code = category.Code,
        English = category.Name.En!,
        Chinese = category.Name.Zh!,
        ConditionEnglish = category.Condition.En!,
        ConditionChinese = category.Condition.Zh!,
        Limits = new StageLimits(
            Accept: Limit(category.Accept ?? defaults.Accept),
            Check: Limit(category.Check ?? defaults.Check),
            Dispatch: Limit(category.Dispatch ?? defaults.Dispatch),
            Handling: Limit(category.Handling ?? defaults.Handling),
            Verify: Limit(category.Verify ?? defaults.Verify),
            Close: Limit(category.Close ?? defaults.Close)),
        Department = category.Unit,
        Skills = category.Skills,
        Urgent = category.Urgent,
        MayMerge = category.MayMerge,
        Merge = category.Merge is { } merge && Span.Parse(merge.Within) is { } within ? new MergeReach(merge.Metres, within.Length) : null,
        AutoFile = category.AutoFile,
        AlertKinds = [.. category.Alerts.Union(alerts.Where(alert => alert.Category == category.Code).Select(static alert => alert.Alert), StringComparer.Ordinal)],
        Citizens = category.Citizens,
        Invented = pack.Manifest.Invented.Contains($"category:{category.Code}"),
    };

    private static TimeLimit Limit(string? text) => Span.Parse(text) is { } span && TimeLimit.UnitNamed(span.Unit) is { } unit
        ? new TimeLimit((int)span.Amount, unit)
        : new TimeLimit(15, LimitUnit.Minutes);
}
