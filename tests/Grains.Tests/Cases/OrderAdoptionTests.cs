using System.Text.Json;
using CityActors.Commits;
using CityActors.Facts;
using CityActors.WorkOrders;
using static CityActors.WorkOrders.WorkOrderCommand;

namespace CityActors.Tests.Cases;

/// <summary>Orders that were stored before orders had a type go on by one, and one line says so.</summary>
public sealed class OrderAdoptionTests
{
    private static readonly DateTimeOffset begin = OrderRun.Cst("2025-06-03 09:00");

    [Fact]
    public void StoredOrder_WithItsNextChange_HasOneLineThatSaysByWhichTypeItGoesOn()
    {
        var order = StoredByCode();
        var (decision, reply) = OrderRun.Rules.Apply(OrderRun.Id, order, Stamped(new SignFor { Responder = "truck-1" }, "sign"));

        Assert.Null(reply.Refusal);
        Assert.Equal(["reported", "filed", "dispatched", OrderEvents.Adopted, "signed-for"], decision.Next.History.Select(static line => line.What));
        Assert.Equal([4L, 5L], decision.Facts.OfType<OrderChanged>().Select(static fact => fact.Version));
        Assert.Equal((5L, OrderStatus.SignedFor), (decision.Next.Summary!.Version, decision.Next.Summary.Status));
        Assert.Equal($"orders {OrderRun.Program.Pack.Manifest.Version}", decision.Next.History[3].Subject);
        Assert.Equal(OrderRun.Program.Pack.Digest, decision.Next.Case!.Terms!.Digest);
    }

    [Fact]
    public void StoredOrder_AdoptedStoredAndReadAgain_GoesOnAndIsAdoptedOnce()
    {
        var order = OrderRun.Rules.Apply(OrderRun.Id, StoredByCode(), Stamped(new SignFor { Responder = "truck-1" }, "sign")).Decision.Next;
        var read = OrderTwin.Stored(order);
        Assert.Equal(Text(order), Text(read));
        Assert.Equal(order.Case!.History.Select(static line => (line.Version, line.What)), read.Case!.History.Select(static line => (line.Version, line.What)));

        read = OrderRun.Rules.Apply(OrderRun.Id, read, Stamped(new Start(), "start")).Decision.Next;
        read = OrderRun.Rules.Apply(OrderRun.Id, OrderTwin.Stored(read), Stamped(new Submit(), "submit")).Decision.Next;
        Assert.Equal(OrderStatus.Submitted, read.Summary!.Status);
        Assert.Single(read.History, static line => line.What == OrderEvents.Adopted);
    }

    /// <summary>What changes nothing adopts nothing: a refusal, a repeat, a question.</summary>
    [Fact]
    public void StoredOrder_ThatDoesNotChange_StaysAsItIs()
    {
        var order = StoredByCode();
        var refused = OrderRun.Rules.Apply(OrderRun.Id, order, Stamped(new Submit(), "submit"));
        var repeated = OrderRun.Rules.Apply(OrderRun.Id, order, Stamped(new FileCase(), "file"));

        Assert.Equal("not-allowed", refused.Reply.Refusal?.Code);
        Assert.Null(repeated.Reply.Refusal);
        Assert.Equal((2L, OrderStatus.Filed), (repeated.Reply.Order!.Version, repeated.Reply.Order.Status));
        Assert.NotNull(OrderRun.Rules.Weigh(OrderRun.Id, order, new CommandGiver("officer-1", "", begin)));
        Assert.All((Decision<WorkOrder>[])[refused.Decision, repeated.Decision], decision => Assert.Same(order, decision.Next));
    }

    /// <summary>Of a row each: what a line of the case adds to what is written does not grow with the lines before it.</summary>
    [Fact]
    public void Lines_OfTheCase_AreWrittenOnce()
    {
        var (serializer, kinds) = (new StateSerializer(), OrderRun.Rules.RowKinds);
        var before = OrderRun.Reported().Order;
        var after = OrderRun.Rules.Apply(OrderRun.Id, before, Stamped(new FileCase(), "file")).Decision.Next;
        Assert.Equal(["line/000002"], kinds.SelectMany(kind => kind.Difference(before, after, serializer)).Select(static write => write.Name));
    }

    private static WorkOrderCommand Stamped(WorkOrderCommand command, string id) => command with { CommandId = id, Actor = "officer-1", At = begin.AddMinutes(5), Reason = "because" };

    private static string Text(WorkOrder order) => JsonSerializer.Serialize(order);

    private static WorkOrder StoredByCode()
    {
        var rules = OrderTwin.CodedOf(OrderRun.Calendar);
        var order = rules.Report(OrderRun.Id, new WorkOrder(), OrderRun.ReportOf("report-1", "event.environment.exposed-waste", begin, ReportChannel.Citizen)).Decision.Next;
        order = rules.Apply(OrderRun.Id, order, Stamped(new FileCase(), "file") with { At = begin.AddMinutes(1) }).Decision.Next;
        order = rules.Apply(OrderRun.Id, order, Stamped(OrderRun.Assign("truck-1", "cleaner-1"), "dispatch") with { At = begin.AddMinutes(2) }).Decision.Next;
        Assert.Null(order.Case);
        return OrderTwin.Stored(order);
    }
}
