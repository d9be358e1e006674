using System.Globalization;
using CityActors.Cases;
using CityActors.Deadlines;
using CityActors.Packs;
using CityActors.Packs.Figures;
using CityActors.Packs.Format;
using CityActors.Places;
using CityActors.WorkOrders;

namespace CityActors.Figures;

/// <summary>Plays the made-up histories of a pack by the rules by which cases live, and works out its indicators over them. Pure.</summary>
/// <param name="pack">The pack; it was checked.</param>
/// <param name="others">The packs that it may need.</param>
/// <param name="calendar">The working time that clocks count.</param>
internal sealed class HistoryPlay(PackFiles pack, PackSet others, WorkCalendar calendar)
{
    private const string Area = "430103002001001";
    private const string RatedPrefix = "rated-";
    private readonly Dictionary<string, FigureSubject> orders = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (CaseFigure Figure, CaseProgram Program)> cases = new(StringComparer.Ordinal);

    /// <summary>What does not come out as it is said, by path in the file of indicators.</summary>
    public IReadOnlyList<(string Path, string What)> Run()
    {
        var wrong = new List<(string, string)>();
        foreach (var (name, history) in pack.Indicators.Histories)
        {
            if (Play(name, history) is { } fault)
            {
                wrong.Add(($"$.histories.{name}", fault));
            }
        }

        for (var i = 0; i < pack.Indicators.Indicators.Count; i++)
        {
            var spec = pack.Indicators.Indicators[i];
            wrong.AddRange(spec.Examples.Index().Where(example => example.Item.Histories.All(name => orders.ContainsKey(name) || cases.ContainsKey(name)))
                .Select(example => (Path: $"$.indicators[{i}].examples[{example.Index}]", What: Wrong(spec, example.Item))).Where(static one => one.What is not null).Select(static one => (one.Path, one.What!)));
        }

        return wrong;
    }

    private string? Wrong(IndicatorSpec spec, IndicatorExampleSpec example)
    {
        var source = FigureSource.Parse(spec.Over)!.Value;
        var parts = example.Histories.SelectMany(name => source.Kind == FigureSubjectKind.Case
            ? cases.TryGetValue(name, out var one) ? CityIndicators.OfCase(one.Figure, IndicatorProgram.Of(spec, IndicatorProgram.ScopeOf(one.Program, source.IsOfLines))) : []
            : orders.TryGetValue(name, out var order) ? IndicatorProgram.Of(spec, FigureScope.Of(source.Kind, source.IsOfLines)).Parts(order) : []);
        var sum = parts.Aggregate(default(FigureSum), static (sum, part) => sum + part.Sum);
        var value = (decimal)sum.Value / FigurePart.One;
        var expect = example.Expect;
        return sum.Of == expect.Of && sum.Exempt == expect.Exempt && sum.Excluded == 0 && (expect.Count is null || sum.Count == expect.Count) && (expect.Sum is null || value == expect.Sum)
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"'{spec.Indicator}' comes to {sum.Count} of {sum.Of}, exempt {sum.Exempt}, excluded {sum.Excluded}, sum {value}; the example says {expect.Count} of {expect.Of}, exempt {expect.Exempt}, sum {expect.Sum}.");
    }

    private string? Play(string name, HistorySpec history)
    {
        var begun = new DateTimeOffset(DateTime.ParseExact(history.Begun, "yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture), WorkCalendar.Offset).ToUniversalTime();
        if (history.Case == "order")
        {
            orders[name] = OrderOf(name, history, begun);
            return null;
        }

        var owner = others.With(pack).Reach(pack).First(known => known.Cases.Values.Any(type => type.Case == history.Case));
        var run = new HistoryRun(new PackCaseTypes(owner), calendar, CaseIds.Of(history.Case, name));
        if ((run.Begin(history.Case, name, begun, Area, history) ?? history.Steps.Select((step, i) => run.Step(step, i)).FirstOrDefault(static fault => fault is not null)) is { } fault)
        {
            return fault;
        }

        cases[name] = (CaseFigure.Of(run.Program, run.State.Id, run.State.Terms!, run.State.History, calendar), run.Program);
        return null;
    }

    private static OrderFigure OrderOf(string name, HistorySpec history, DateTimeOffset begun)
    {
        var (at, status, lines) = (begun, OrderStatus.Reported, new List<OrderEntry>());
        foreach (var step in history.Steps)
        {
            at += Span.Parse(step.After)?.Length ?? TimeSpan.Zero;
            status = step.To is { } to ? Enum.Parse<OrderStatus>(to.Replace("-", "", StringComparison.Ordinal), ignoreCase: true) : status;
            var rating = step.Says!.StartsWith(RatedPrefix, StringComparison.Ordinal) ? int.Parse(step.Says[RatedPrefix.Length..], CultureInfo.InvariantCulture) : 0;
            lines.Add(new OrderEntry
            {
                Version = lines.Count + 1,
                At = at,
                Actor = "somebody",
                What = rating > 0 ? OrderEvents.Rated : step.Says,
                Status = status,
                Number = rating,
                DueAt = Span.Parse(step.Within) is { } within ? at + within.Length : null,
                DueClock = step.Due ?? "",
            });
        }

        return OrderFigure.Of(
            new OrderSummary
            {
                Id = $"order-{name}",
                Status = status,
                Category = Field(history, "category"),
                Channel = Enum.Parse<ReportChannel>(Field(history, "channel"), ignoreCase: true),
                Cell = Area,
                Position = default(GeoPoint),
                ReportedAt = begun,
                ChangedAt = at,
                EndedAt = lines.Where(static line => line.Status is OrderStatus.Closed or OrderStatus.NotFiled or OrderStatus.Cancelled or OrderStatus.Merged).Select(static line => (DateTimeOffset?)line.At).FirstOrDefault(),
                Overdue = [.. lines.Select(static line => OrderEvents.ClockOf(line.What)).OfType<string>().Distinct(StringComparer.Ordinal)],
                Rating = lines.Select(static line => line.Number).LastOrDefault(static stars => stars > 0),
                Reworks = lines.Count(static line => line.What == OrderEvents.ReworkOrdered),
                Extensions = lines.Count(static line => line.What == OrderEvents.Extended),
                IsExempt = lines.Exists(static line => line.What == OrderEvents.AppealGranted),
                Version = lines.Count,
            },
            lines);
    }

    private static string Field(HistorySpec history, string name) => history.Fields.TryGetValue(name, out var value) ? value.GetString()! : throw new FormatException($"The history of a work order needs '{name}'.");
}
