using CityActors.Cases;
using CityActors.Facts;
using CityActors.Packs.Expressions;
using CityActors.Packs.Figures;
using CityActors.WorkOrders;

namespace CityActors.Figures;

/// <summary>A work order as everybody may read it: its summary and the lines of its history. However orders are kept, figures need nothing else of them.</summary>
internal sealed class OrderFigure : FigureSubject, IValues
{
    private const int FirstOfLine = 15;

    private readonly OrderSummary order;
    private readonly IReadOnlyList<OrderEntry> lines;
    private readonly Dictionary<string, DateTimeOffset> firstIn = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> due = new(StringComparer.Ordinal);
    private readonly List<Value> reached = [];

    private OrderFigure(OrderSummary order, IReadOnlyList<OrderEntry> lines)
    {
        (this.order, this.lines) = (order, lines);
        foreach (var line in lines)
        {
            var status = Word(line.Status);
            if (firstIn.TryAdd(status, line.At))
            {
                reached.Add(Value.Of(status));
            }

            if (line is { DueAt: { } at, DueClock: { Length: > 0 } clock })
            {
                due[clock] = at;
            }
        }
    }

    public override string Id => order.Id;

    public override string Area => order.Cell;

    public override CasePrivacy Privacy => CasePrivacy.Internal;

    public override DateTimeOffset Begun => order.ReportedAt;

    public override bool IsExempt => order.IsExempt;

    public override bool IsDrill => order.Drill;

    public override IValues Values => this;

    public override IEnumerable<(long Number, DateTimeOffset At, IValues Values)> Lines =>
        lines.Select(line => (line.Version, line.At, (IValues)new LineValues(this, FirstOfLine, line.What, "", Word(line.Status), "", line.At)));

    /// <summary>What further reports and ends of alerts say is left out: an order shows only some of them, and the summary counts them.</summary>
    public static OrderFigure Of(OrderSummary order, IEnumerable<OrderEntry> history) =>
        new(order, [.. history.Where(static line => line.What is not (OrderEvents.ReportAdded or OrderEvents.AlertEnded)).OrderBy(static line => line.Version)]);

    /// <summary>The order as its facts tell it. What is due after a line stands in the order as it was then.</summary>
    public static OrderFigure Of(IReadOnlyList<OrderChanged> told) =>
        Of(told.MaxBy(static fact => fact.Version)!.Order, told.Select(static fact => fact.Entry with { DueAt = fact.Order.DueAt, DueClock = fact.Order.DueClock }));

    public Value this[int index] => index switch
    {
        0 => Value.Of(Word(order.Status)),
        1 => Value.Of(order.Category),
        2 => Value.Of(order.Channel.ToString().ToLowerInvariant()),
        3 => order.Department.Length > 0 ? Value.Of(order.Department) : Value.Missing,
        4 => Value.Of(order.Cell),
        5 => Value.Of(order.ReportedAt),
        6 => order.EndedAt is { } ended ? Value.Of(ended) : Value.Missing,
        7 => Value.Of([.. order.Overdue.Select(static clock => Value.Of(clock))]),
        8 => Value.Of(order.IsExempt),
        9 => Value.Of(order.Reworks),
        10 => Value.Of(order.Extensions),
        11 => order.Rating > 0 ? Value.Of(order.Rating) : Value.Missing,
        12 => Value.Of(order.HowMany),
        13 => Value.Of(reached),
        _ => Value.Of([.. lines.Select(static line => Value.Of(new Shown(line)))]),
    };

    public override DateTimeOffset? When(FigureDay day) => day.Kind switch
    {
        FigureDayKind.Begun => order.ReportedAt,
        FigureDayKind.Ended => order.EndedAt,
        FigureDayKind.First => day.Names.Where(firstIn.ContainsKey).Select(name => (DateTimeOffset?)firstIn[name]).Min(),
        FigureDayKind.Due => due.TryGetValue(day.Names[0], out var at) ? at : null,
        _ => null,
    };

    private static string Word(OrderStatus status) => System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(status.ToString());

    private sealed class Shown(OrderEntry line) : IValues
    {
        public Value this[int index] => index switch { 0 => Value.Of(line.What), 1 => Value.Of(Word(line.Status)), _ => Value.Of(line.At) };
    }
}
