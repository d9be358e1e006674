using CityActors.Facts;

namespace CityActors.WorkOrders;

/// <summary>The pictures of an order: lines of its history, each once, as many as there is room for.</summary>
public sealed class OrderAttachmentsTests
{
    [Fact]
    public void Attach_APicture_IsALineThatTellsNoName()
    {
        var run = OrderRun.Reported().Done(new WorkOrderCommand.FileCase());
        var (decision, reply) = Attach(run.Order, "aa", "citizen-1", run.Now.AddMinutes(1));

        Assert.Null(reply.Refusal);
        var line = OrderLines.All(decision.Next)[^1];
        Assert.Equal((OrderEvents.Attached, "aa", "citizen-1", OrderStatus.Filed), (line.What, line.Subject, line.Actor, line.Status));
        Assert.Equal(run.Summary with { Version = line.Version, ChangedAt = line.At }, reply.Order! with { Responders = run.Summary.Responders, Overdue = run.Summary.Overdue, Reports = run.Summary.Reports });
        Assert.Equal("reporter", Assert.Single(decision.Facts.OfType<OrderChanged>()).Entry.Actor);
        Assert.Single(decision.Facts);
    }

    [Fact]
    public void Attach_TheSameAgain_ChangesNothing()
    {
        var run = OrderRun.Reported();
        var once = Attach(run.Order, "aa", "citizen-1", run.Now).Decision.Next;

        var (again, reply) = Attach(once, "aa", "officer-1", run.Now.AddDays(1));

        Assert.Same(once, again.Next);
        Assert.Empty(again.Facts);
        Assert.Equal(once.Summary, reply.Order);
    }

    [Fact]
    public void Attach_MoreThanThereIsRoomFor_IsRefused_AndReportersLeaveHalfOfIt()
    {
        var run = OrderRun.Reported();
        var order = run.Order;
        for (var number = 0; number < OrderAttachments.MostOfReporters; number++)
        {
            order = Taken(order, $"c{number}", "citizen-1", run.Now);
        }

        Assert.Equal("attachments-full", Attach(order, "c9", "citizen-1", run.Now).Reply.Refusal?.Code);
        for (var number = OrderAttachments.MostOfReporters; number < OrderAttachments.Most; number++)
        {
            order = Taken(order, $"o{number}", "officer-1", run.Now);
        }

        var refusal = Attach(order, "o99", "officer-1", run.Now).Reply.Refusal;
        Assert.Equal("attachments-full", refusal?.Code);
        Assert.Contains("12", refusal!.Chinese, StringComparison.Ordinal);
    }

    [Fact]
    public void Attach_AfterADeadline_ComesAfterWhatItBrought_AlsoWhenTheOrderHasEnded()
    {
        var run = OrderRun.Reported();
        var late = Taken(run.Order, "aa", "officer-1", run.Now.AddHours(1));
        Assert.Equal([OrderEvents.Reported, OrderEvents.Overdue(ClockNames.Acceptance), OrderEvents.Attached], OrderLines.All(late).Select(static line => line.What));

        run.Done(new WorkOrderCommand.Cancel());
        Assert.Equal(OrderStatus.Cancelled, Taken(run.Order, "aa", "officer-1", run.Now.AddDays(3)).Summary!.Status);
        Assert.Equal("not-found", Attach(new WorkOrder(), "aa", "officer-1", run.Now).Reply.Refusal?.Code);
    }

    private static WorkOrder Taken(WorkOrder order, string hash, string actor, DateTimeOffset at)
    {
        var (decision, reply) = Attach(order, hash, actor, at);
        Assert.Null(reply.Refusal);
        return decision.Next;
    }

    private static (Commits.Decision<WorkOrder> Decision, WorkOrderReply Reply) Attach(WorkOrder order, string hash, string actor, DateTimeOffset at) =>
        OrderRun.Rules.Attach(OrderRun.Id, order, new OrderAttachment(hash, actor, at));
}
