using System.Globalization;
using CityActors.Cases;
using CityActors.Deadlines;
using CityActors.Figures;
using CityActors.Packs.Format;
using CityActors.Places;
using CityActors.Silo.Access;
using CityActors.Silo.Clock;
using CityActors.Silo.Lists;
using CityActors.Silo.Requests;
using CityActors.Storage;

namespace CityActors.Silo.Figures;

/// <summary>The indicators, their figures, and what these are made of.</summary>
internal static class IndicatorEndpoints
{
    private const int CommunityDigits = 12;
    private static readonly string[] which = ["counted", "missed", "exempt", "excluded"];

    /// <summary>Maps the endpoints.</summary>
    public static void MapIndicators(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/indicators", (CityIndicators indicators) => Results.Ok(new IndicatorsAnswer([.. indicators.All.Select(static one => IndicatorAnswer.Show(one.Spec, one.Pack.Name))])))
            .Needs(Need.ReadCatalogue).Produces<IndicatorsAnswer>().WithSummary("The indicators of the city's packs: what each counts.");
        routes.MapGet("/v1/indicators/{name}", Read).Needs(Need.ReadArea).Produces<FiguresAnswer>()
            .WithSummary("An indicator's figures for an area and a period, by the areas of a level, a dimension, or days or months; with the year before and ranks. At most two seconds behind.")
            .Takes("area", ListEndpoints.IsArea, ListEndpoints.AreaForm).Takes("period", FigurePeriod.IsOne, FigurePeriod.Form).Takes("level", ApiRoutes.NamesOf<AreaLevel>())
            .Takes("each", "day", "month").Takes("format", "json", "csv");
        routes.MapGet("/v1/indicators/{name}/cases", Cases).Needs(Need.ReadArea).Produces<FigureCasesAnswer>()
            .WithSummary("The ids of the cases, orders, alerts or days of devices that a figure is made of, as far as the caller may know of them.")
            .Takes("area", ListEndpoints.IsArea, ListEndpoints.AreaForm).Takes("period", FigurePeriod.IsOne, FigurePeriod.Form).Takes("which", which);
        routes.MapGet("/v1/indicators/verify", async (FigureVerifier verifier, CancellationToken cancellation) => Results.Ok(await verifier.Verify(cancellation)))
            .Needs(Need.RunCity).Produces<VerifyAnswer>().WithSummary("Works out every figure anew from the histories, and lists each that differs.");
    }

    private static async Task<IResult> Read(
        Caller caller, CityIndicators indicators, FigureProjector projector, Database database, DeclaredClock clock,
        string name, int? version, string? area, string? period, string? level, string? by, string? each, string? format, CancellationToken cancellation)
    {
        var (asked, wrong) = await Ask(caller, indicators, database, clock, name, version, area, period);
        if (asked is null)
        {
            return wrong!;
        }

        var (spec, figure) = (asked.Spec, asked.Figure);
        var digits = level is null ? figure.Area.Length : DigitsOf(level);
        if (digits > CommunityDigits && !caller.SeesHomes)
        {
            return NotInCells;
        }

        if (by is not null && !spec.By.Contains(by))
        {
            return Problems.Bad("bad-by", $"'{name}' is not broken down by that; there are: {string.Join(", ", spec.By)}.", "by", "该指标不能按此维度细分。");
        }

        if (each is not null && (by is not null || level is not null))
        {
            return Problems.Bad("bad-each", "'each' goes with neither 'level' nor 'by'.", "each", "按日或按月不能与区域层级或维度同时使用。");
        }

        var (reached, isAll) = await projector.CatchUp(TimeSpan.FromSeconds(2), cancellation);
        var rows = await database.Read(session => Answer(session, asked, digits, level, by, each) with { Fact = reached, IsComplete = isAll });
        return format == "csv" ? FigureCsv.Of(rows) : Results.Ok(rows);
    }

    private static FiguresAnswer Answer(DatabaseSession session, Asked asked, int digits, string? level, string? by, string? each)
    {
        var (spec, figure) = (asked.Spec, asked.Figure);
        var before = figure with { Period = figure.Period.YearBefore };
        var (groups, old) = (FigureReader.ByArea(session, figure, digits), FigureReader.ByArea(session, before, digits));
        var (total, totalBefore) = (FigureAnswer.Of(spec, Add(groups.Select(static one => one.Sum))), FigureAnswer.Of(spec, Add(old.Select(static one => one.Sum))));
        var rows = each is not null ? [.. Times(session, asked, each == "month")]
            : level is null && by is null ? []
            : Parts(spec, groups, old, level is null ? null : FigureReader.NamesIn(session, figure.Area, digits), digits, by);
        return new FiguresAnswer(
            IndicatorAnswer.Show(spec, asked.Pack),
            [.. FigureTable.Versions(session, spec.Indicator).Select(static one => one.Version)],
            figure.Area,
            figure.Period.From,
            figure.Period.Until,
            0,
            false,
            total,
            totalBefore,
            TargetAnswer.Change(total, totalBefore),
            rows,
            [.. asked.Targets.Select(target => TargetAnswer.Of(target, spec, total, totalBefore))]);
    }

    private static IEnumerable<FigureRow> Times(DatabaseSession session, Asked asked, bool isByMonth)
    {
        var times = FigureReader.ByTime(session, asked.Figure, isByMonth);
        return times.Zip(FigureAnswer.Beside(asked.Spec, [.. times.Select(static one => one.Sum)]), static (one, shown) => new FigureRow("", "", "", one.Period, shown, null, null, null));
    }

    private static List<FigureRow> Parts(IndicatorSpec spec, List<(string Area, string Cut, FigureSum Sum)> groups, List<(string Area, string Cut, FigureSum Sum)> old, Dictionary<string, string>? names, int digits, string? by)
    {
        var place = by is null ? -1 : spec.By.Index().First(one => one.Item == by).Index;
        (string Area, string By) KeyOf((string Area, string Cut, FigureSum) group) => (names is null ? "" : group.Area, place < 0 ? "" : System.Text.Json.JsonElement.Parse(group.Cut)[place].GetString()!);
        var (now, then) = (groups.GroupBy(KeyOf).ToDictionary(static one => one.Key, static one => Add(one.Select(static part => part.Sum))), old.GroupBy(KeyOf).ToDictionary(static one => one.Key, static one => Add(one.Select(static part => part.Sum))));
        var keys = now.Keys.Union(then.Keys).OrderBy(static key => key.Area, StringComparer.Ordinal).ThenBy(static key => key.By, StringComparer.Ordinal).ToList();
        var (figures, before) = (FigureAnswer.Beside(spec, [.. keys.Select(key => now.GetValueOrDefault(key))]), FigureAnswer.Beside(spec, [.. keys.Select(key => then.GetValueOrDefault(key))]));

        // Ranks are of areas of one level, or of units: never of persons, whom no dimension names.
        var isRanked = by is null ? names is not null : names is null && IsOfUnits(by);
        var ranks = FigureAnswer.Ranks(spec, [.. figures.Select((figure, i) => isRanked && (names is null ? keys[i].By.Length > 0 : keys[i].Area.Length == digits) ? figure : FigureAnswer.Hidden)]);
        return [.. keys.Select((key, i) => new FigureRow(key.Area, names?.GetValueOrDefault(key.Area) ?? "", key.By, "", figures[i], before[i], TargetAnswer.Change(figures[i], before[i]), ranks[i]))];
    }

    private static bool IsOfUnits(string by) => by is "case.unit" or "order.department";

    private static async Task<IResult> Cases(
        Caller caller, CityIndicators indicators, FigureProjector projector, Database database, DeclaredClock clock,
        string name, int? version, string? area, string? period, string? which, int? limit, string? cursor, CancellationToken cancellation)
    {
        var (asked, wrong) = await Ask(caller, indicators, database, clock, name, version, area, period);
        if (asked is null)
        {
            return wrong!;
        }

        if (asked.Figure.Area.Length > CommunityDigits && !caller.SeesHomes)
        {
            return NotInCells;
        }

        if (limit is < 1 or > ListPage.MostItems)
        {
            return Problems.Bad("bad-limit", $"'limit' is from 1 to {ListPage.MostItems}.");
        }

        await projector.CatchUp(TimeSpan.FromSeconds(2), cancellation);
        var (most, without) = (limit ?? ListPage.UsualItems, caller.SeesHomes ? null : ListWriter.Name(CasePrivacy.Personal));
        var ids = await database.Read(session => FigureReader.Ids(session, asked.Figure, which, without, cursor ?? "", most + 1));
        return Results.Ok(new FigureCasesAnswer([.. ids.Take(most)], ids.Count > most ? ids[most - 1] : null));
    }

    private static async Task<(Asked? Asked, IResult? Wrong)> Ask(Caller caller, CityIndicators indicators, Database database, DeclaredClock clock, string name, int? version, string? area, string? period)
    {
        var (request, refusal) = ListEndpoints.RequestOf(caller, Need.ReadArea, area, null, null);
        if (request is null)
        {
            return (null, refusal);
        }

        var present = indicators.All.FirstOrDefault(one => one.Spec.Indicator == name);
        var spec = version is null || version == present?.Spec.Version ? present?.Spec : (await database.Read(session => FigureTable.Versions(session, name))).Find(one => one.Version == version);
        if (spec is null)
        {
            return (null, Problems.NotFound("indicator", version is null ? name : string.Create(CultureInfo.InvariantCulture, $"{name} in version {version}")));
        }

        var days = period is null ? FigurePeriod.MonthOf(DateOnly.FromDateTime(clock.Now.ToOffset(WorkCalendar.Offset).DateTime)) : FigurePeriod.Parse(period)!.Value;
        var isPresent = ReferenceEquals(spec, present?.Spec);
        return (new Asked(spec, isPresent ? present!.Pack.Name : "", isPresent ? [.. present!.Pack.Indicators.Targets.Where(target => target.Indicator == name)] : [], new FigureRequest(name, spec.Version, request.Area, days)), null);
    }

    private static int DigitsOf(string level) => level switch { "city" => 4, "district" => 6, "street" => 9, "community" => 12, _ => 15 };

    private static IResult NotInCells => Problems.Of(
        StatusCodes.Status403Forbidden, "not-in-cells", "Figures of single cells may tell of homes: they are for officers, dispatchers and administrators.", "单元网格的数据可能反映住户情况，仅限工作人员、调度员和管理员查看。", "area");

    private static FigureSum Add(IEnumerable<FigureSum> sums) => sums.Aggregate(default(FigureSum), static (sum, one) => sum + one);

    private sealed record Asked(IndicatorSpec Spec, string Pack, IReadOnlyList<TargetSpec> Targets, FigureRequest Figure);
}
