using System.Text;
using CityActors.Commits;
using CityActors.Facts;
using static CityActors.WorkOrders.WorkOrderCommand;

namespace CityActors.WorkOrders;

/// <summary>A matter that a whole district reports.</summary>
public sealed class ManyReportsTests
{
    private const int Many = 1_500;
    private const string Waste = "event.environment.exposed-waste";
    private static readonly StateSerializer Serializer = new();

    [Fact]
    public void Order_OfManyReports_WritesAndTellsAsMuchWithTheLastAsWithTheTwentieth()
    {
        var order = new WorkOrder();
        var (written, told) = (new List<int>(), new List<int>());
        for (var number = 1; number <= Many; number++)
        {
            var decision = OrderRun.Rules.Report(OrderRun.Id, order, Report(number)).Decision;
            written.Add(Written(order, decision.Next).Sum(static write => write.Payload!.Value.Length));
            told.Add(decision.Facts.Sum(static fact => Encoding.UTF8.GetByteCount(FactRecords.Of(fact).Payload)));
            order = decision.Next;
        }

        Assert.InRange(written[^1], 1, 20_000);
        Assert.InRange(written[^1], written[19] - 100, written[19] + 100);
        Assert.InRange(told[^1], told[19] - 100, told[19] + 100);
        Assert.InRange(Serializer.Serialize(order).Length, 1, 10_000);
        Assert.Equal((Many, OrderLines.MostListed), (order.Summary!.HowMany, order.Summary.Reports.Count));
        Assert.Equal(["report-1", "report-1492"], order.Summary.Reports.Take(2));
        Assert.Equal("report-1500", order.Summary.Reports[^1]);
    }

    [Fact]
    public void Report_InTheMiddle_IsKnownForEver_AndAnotherOneWithItsIdIsRefused()
    {
        var order = Stored(Reported(Many));
        var again = OrderRun.Rules.Report(OrderRun.Id, order, Report(700));
        var other = OrderRun.Rules.Report(OrderRun.Id, order, Report(700) with { Text = "something else" });

        Assert.False(again.Decision.IsChange);
        Assert.Null(again.Reply.Refusal);
        Assert.Equal((700L, 700), (again.Reply.Order!.Version, again.Reply.Order.HowMany));
        Assert.False(other.Decision.IsChange);
        Assert.Equal("key-reused", other.Reply.Refusal?.Code);
    }

    [Fact]
    public void Reporter_InTheMiddle_SeesItsOwnWordsAndRates_AndItsNameStaysHidden()
    {
        var order = Stored(Reported(Many));
        foreach (var command in new WorkOrderCommand[] { new FileCase(), OrderRun.Assign("truck-1", "cleaner-1"), new SignFor { Responder = "truck-1" }, new Start(), new Submit(), new Confirm(), new Close() })
        {
            order = Do(order, command with { Actor = "officer-1" });
        }

        Assert.Equal("not-the-reporter", Apply(order, new Rate { Stars = 5, Actor = "citizen-9999" }).Reply.Refusal?.Code);
        order = Do(order, new Rate { Stars = 5, Actor = "citizen-700" });
        var (mine, all) = (OrderLines.View(order, "citizen-700"), OrderLines.View(order));

        Assert.Equal("report-700", Assert.Single(mine.Timeline, static line => line.Report?.Reporter == "citizen-700").Subject);
        Assert.DoesNotContain(all.Timeline, static line => line.Report?.Reporter == "citizen-700");
        Assert.Contains("citizen-700", all.Reporters); // It rated, so its name stands in the timeline.
        Assert.InRange(all.Timeline.Count, 1, 30);
        Assert.Equal(Enumerable.Range(601, 100).Select(static number => $"report-{number}"), OrderLines.Reports(order, 600).Take(100).Select(static line => line.Subject));
    }

    [Fact]
    public void Merge_OfManyReports_HandsThemOverInPartsThatTheOtherOrderTakesAll()
    {
        const string Other = "order-zzzzzzzzzzzzz";
        var (decision, _) = Apply(Stored(Reported(Many)), new Merge { Into = Other, Actor = "officer-1" });
        var handed = decision.Facts.OfType<ReportsHandedOver>().ToArray();
        var taken = handed.Aggregate(new WorkOrder(), (other, fact) => OrderRun.Rules.React(Other, other, fact, fact.At).Next);

        Assert.Equal(Many / 100, handed.Length);
        Assert.Equal(Many, taken.Summary!.HowMany);
        Assert.Equal(Enumerable.Range(1, Many).Select(static number => $"report-{number}"), OrderLines.Reports(taken).Select(static line => line.Subject));
    }

    [Fact]
    public void Order_FromBeforeThereWereRows_ReadsAndPutsItsLinesInRowsWithItsNextChange()
    {
        var order = Reported(40);
        order = Apply(order, new FileCase { Actor = "officer-1" }).Decision.Next;
        var old = new WorkOrder { Summary = order.Summary, Text = order.Text, Terms = order.Terms, Clocks = order.Clocks, Round = order.Round, History = OrderLines.All(order) };
        old = Filled(Serializer.Deserialize<WorkOrder>(Serializer.Serialize(old))!, []);

        Assert.Equal(order.Reporters, old.Reporters);
        Assert.False(OrderRun.Rules.Report(OrderRun.Id, old, Report(20)).Decision.IsChange);
        var next = OrderRun.Rules.Report(OrderRun.Id, old, Report(41)).Decision.Next;
        Assert.Equal(["reported", "filed", "adopted"], next.History.Select(static line => line.What));
        Assert.Equal(40, Written(old, next).Count(static write => write.Name.StartsWith("report/", StringComparison.Ordinal)));
        Assert.Equal(Enumerable.Range(1, 41).Select(static number => $"report-{number}"), OrderLines.Reports(Stored(next)).Select(static line => line.Subject));
    }

    private static WorkOrder Reported(int many) =>
        Enumerable.Range(1, many).Aggregate(new WorkOrder(), static (order, number) => OrderRun.Rules.Report(OrderRun.Id, order, Report(number)).Decision.Next);

    private static OrderReport Report(int number) =>
        OrderRun.ReportOf($"report-{number}", Waste, OrderRun.Cst("2025-06-03 09:00"), ReportChannel.Citizen) with { Reporter = $"citizen-{number}", Text = new string('x', 2_000) };

    private static (Decision<WorkOrder> Decision, WorkOrderReply Reply) Apply(WorkOrder order, WorkOrderCommand command) =>
        OrderRun.Rules.Apply(OrderRun.Id, order, command with { CommandId = $"c-{order.Summary!.Version}", At = OrderRun.Cst("2025-06-03 09:01"), Reason = "because" });

    private static WorkOrder Do(WorkOrder order, WorkOrderCommand command)
    {
        var (decision, reply) = Apply(order, command);
        Assert.Null(reply.Refusal);
        return decision.Next;
    }

    /// <summary>The head and the rows that a commit writes.</summary>
    private static List<RowWrite> Written(WorkOrder before, WorkOrder after) =>
        [new RowWrite("", Serializer.Serialize(after)), .. OrderRun.Rules.RowKinds.SelectMany(kind => kind.Difference(before, after, Serializer))];

    /// <summary>The order as its next activation reads it.</summary>
    private static WorkOrder Stored(WorkOrder order)
    {
        var rows = Written(new WorkOrder(), order).Skip(1).Select(static write => new StoredRow(write.Name, write.Payload!.Value)).ToArray();
        return Filled(Serializer.Deserialize<WorkOrder>(Serializer.Serialize(order))!, rows);
    }

    private static WorkOrder Filled(WorkOrder head, StoredRow[] rows) => OrderRun.Rules.RowKinds.Aggregate(head, (order, kind) => kind.Fill(order, rows, Serializer));
}
