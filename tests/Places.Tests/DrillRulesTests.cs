using CityActors.Drill;
using CityActors.Responders;
using CityActors.WorkOrders;

namespace CityActors.Places.Tests;

public sealed class DrillRulesTests
{
    private const string Responder = "resp-430103002-officer-03";
    private static readonly DateTimeOffset Noon = new(2026, 1, 5, 4, 0, 0, TimeSpan.Zero);
    private static readonly DrillOptions Options = new() { DeclinedPercent = 0 };

    [Fact]
    public void Steps_OneAfterTheOther_LeadToTheClose()
    {
        var task = DrillRules.Begin(Offer("order-1", 800), Responder, Options);
        Assert.InRange(task.At - Noon, TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(60));
        Assert.Equal(DrillStep.Sign, task.Step);

        var start = DrillRules.After(task, Reply(OrderStatus.SignedFor), Responder, Options)!;
        Assert.Equal((DrillStep.Start, TimeSpan.FromSeconds(200)), (start.Step, start.At - task.At));

        var submit = DrillRules.After(start, Reply(OrderStatus.Handling), Responder, Options)!;
        Assert.Equal(DrillStep.Submit, submit.Step);
        Assert.InRange(submit.At - start.At, TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(20));

        var finish = DrillRules.After(submit, Reply(OrderStatus.Submitted), Responder, Options)!;
        Assert.Equal((DrillStep.Finish, TimeSpan.FromSeconds(30)), (finish.Step, finish.At - submit.At));
        Assert.Equal(["drill-department", "drill-supervisor"], DrillRules.Commands(finish, Responder).Select(command => command.Actor));

        Assert.Null(DrillRules.After(finish, Reply(OrderStatus.Closed, ended: true), Responder, Options));
    }

    [Fact]
    public void Steps_AtTwentyTimesThePace_EndWithinTwoMinutes()
    {
        var options = new DrillOptions { Pace = 20, DeclinedPercent = 0 };
        var task = DrillRules.Begin(Offer("order-1", 3_000), Responder, options);
        OrderStatus[] answers = [OrderStatus.SignedFor, OrderStatus.Handling, OrderStatus.Submitted];
        task = answers.Aggregate(task, (before, status) => DrillRules.After(before, Reply(status), Responder, options)!);

        Assert.Equal(DrillStep.Finish, task.Step);
        Assert.InRange(task.At - Noon, TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(110));
    }

    [Fact]
    public void Begin_SameOrderAndResponder_IsTheSame()
    {
        Assert.Equal(DrillRules.Begin(Offer("order-1", 800), Responder, Options), DrillRules.Begin(Offer("order-1", 800), Responder, Options));
    }

    [Fact]
    public void Begin_ManyOffers_DeclinesTwoPercent()
    {
        var declined = Enumerable.Range(0, 20_000)
            .Count(i => DrillRules.Begin(Offer($"order-{i:x}", 100), Responder, new DrillOptions()).Step == DrillStep.Decline);

        Assert.InRange(declined, 300, 500);
    }

    [Theory]
    [InlineData(DrillStep.Sign, OrderStatus.SignedFor, DrillStep.Start)]
    [InlineData(DrillStep.Sign, OrderStatus.Handling, DrillStep.Start)]
    [InlineData(DrillStep.Start, OrderStatus.Handling, DrillStep.Submit)]
    [InlineData(DrillStep.Start, OrderStatus.Submitted, null)]
    [InlineData(DrillStep.Submit, OrderStatus.Submitted, null)]
    [InlineData(DrillStep.Submit, OrderStatus.Confirmed, null)]
    [InlineData(DrillStep.Start, OrderStatus.Dispatched, DrillStep.Start)]
    [InlineData(DrillStep.Submit, OrderStatus.SignedFor, DrillStep.Submit)]
    internal void After_Refused_GoesOnLeavesOrTriesAgain(DrillStep step, OrderStatus status, DrillStep? next)
    {
        var task = new DrillTask(Offer("order-1", 0), step, Noon);
        var after = DrillRules.After(task, Reply(status, refused: true), Responder, Options);

        Assert.Equal(next, after?.Step);
        Assert.Equal(next == step ? 1 : 0, after?.Tries ?? 0);
    }

    [Fact]
    public void After_TheOrderIsAnothersOrEnded_IsNothingMore()
    {
        var task = new DrillTask(Offer("order-1", 0), DrillStep.Start, Noon);

        Assert.Null(DrillRules.After(task, Reply(OrderStatus.Dispatched, refused: true), "resp-other", Options));
        Assert.Null(DrillRules.After(task, Reply(OrderStatus.Cancelled, refused: true, ended: true), Responder, Options));
        Assert.Null(DrillRules.After(task with { Tries = 20 }, Reply(OrderStatus.Dispatched, refused: true), Responder, Options));
    }

    private static Assignment Offer(string order, double metres) => new() { Order = order, Skill = Skills.GridOfficer, At = Noon, DistanceMetres = metres };

    private static WorkOrderReply Reply(OrderStatus status, bool refused = false, bool ended = false) => new(
        new OrderSummary
        {
            Id = "order-1",
            Status = status,
            Category = "service.care.inactivity",
            Channel = ReportChannel.Sensing,
            Cell = "430103002001007",
            Position = new GeoPoint(112.9897, 28.1127),
            ReportedAt = Noon,
            ChangedAt = Noon,
            EndedAt = ended ? Noon : null,
            Responders = [Responder],
        },
        refused ? new Alerts.Refusal("not-allowed", "", "") : null);
}
