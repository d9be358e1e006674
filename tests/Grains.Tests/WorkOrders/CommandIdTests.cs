using CityActors.Alerts;
using CityActors.Facts;
using static CityActors.WorkOrders.WorkOrderCommand;

namespace CityActors.WorkOrders;

/// <summary>A command id binds order, caller and command; ids of callers and of the city's own parts never meet.</summary>
public sealed class CommandIdTests
{
    private const string Smoke = "event.emergency.fire-smoke";
    private const string Alarm = "cam-3.smoke-seen.main.1";
    private static readonly DateTimeOffset Begin = OrderRun.Cst("2025-06-03 09:00");

    public static TheoryData<string> IdsOfTheCity => [$"dispatch-{OrderRun.Id}-1-1", $"drill-{OrderRun.Id}-resp-1-0-sign", $"drill-file-{OrderRun.Id}-1", $"{Alarm} ended"];

    [Theory]
    [MemberData(nameof(IdsOfTheCity))]
    public void CityCommand_WhoseIdACallerUsedBefore_IsDone(string id)
    {
        var run = OrderRun.Reported().Done(new FileCase(), By("officer-1", "forged", new Escalate { CommandId = id }));

        var offered = run.React(Chosen(OrderRun.Assign("truck-1", "cleaner-1") with { CommandId = id, Actor = "system" }));

        Assert.Equal(OrderStatus.Dispatched, offered.Summary.Status);
        Assert.Equal(["truck-1", "cleaner-1"], offered.Summary.Responders);
        Assert.Empty(run.Of<CommandRefused>());
    }

    [Theory]
    [MemberData(nameof(IdsOfTheCity))]
    public void CallersCommand_WhoseIdTheCityUsedBefore_IsDone(string id)
    {
        var run = OrderRun.Reported().Done(new FileCase()).React(Chosen(OrderRun.Assign("truck-1", "cleaner-1") with { CommandId = id, Actor = "system" }));

        var reply = run.Do(By("officer-1", "mine", new Escalate { CommandId = id }));

        Assert.Null(reply.Refusal);
        Assert.True(run.Summary.IsEscalated);
    }

    [Fact]
    public void AlertThatEnded_AfterACallerUsedTheIdOfThatWord_EndsItsOrder()
    {
        var run = new OrderRun();
        run.Report(Alarm, Smoke, ReportChannel.Sensing);
        run.Done(By("officer-1", "forged", new Escalate { CommandId = $"{Alarm} ended" }));

        run.React(new Facts.AlertEnded
        {
            Subject = Alarm,
            Version = 2,
            At = Begin.AddMinutes(5),
            Area = "430103002001001",
            Order = OrderRun.Id,
            Command = new() { CommandId = $"{Alarm} ended", Actor = "officer-1", At = Begin.AddMinutes(5), Alert = Alarm },
        });

        Assert.Equal(OrderStatus.Closed, run.Summary.Status);
    }

    [Theory]
    [InlineData("officer-1", "cancel it", "another command")]
    [InlineData("officer-1", "file it, please", "another body")]
    [InlineData("officer-2", "file it", "another caller")]
    public void Id_UsedForSomethingElse_IsRefusedAndChangesNothing(string caller, string asked, string what)
    {
        var run = OrderRun.Reported().Done(By("officer-1", "file it", new FileCase { CommandId = "1" }));
        var before = run.Order;

        var reply = run.Do(By(caller, asked, what == "another command" ? new Cancel { CommandId = "1" } : new FileCase { CommandId = "1" }));

        Assert.Equal("command-id-reused", reply.Refusal?.Code);
        Assert.Same(before, run.Order);
    }

    [Fact]
    public void Repeat_AfterTheOrderWentOn_GetsTheSameAnswer()
    {
        var run = OrderRun.Reported();
        var file = By("officer-1", "file it", new FileCase { CommandId = "1" });
        var first = run.Do(file);
        run.Done(By("officer-1", "x", new Escalate { CommandId = "2" }));

        Assert.Equivalent(first, run.Do(file), strict: true);
    }

    [Fact]
    public void Source_OfACaller_IsNotInWhatEverybodySees()
    {
        var run = OrderRun.Reported().Done(By("officer-1", "file it", new FileCase { CommandId = "1" }));

        Assert.NotNull(run.Order.History[^1].Source);
        Assert.All(run.Of<OrderChanged>(), line => Assert.Null(line.Entry.Source));
    }

    [Theory]
    [InlineData("category")]
    [InlineData("channel")]
    [InlineData("position")]
    [InlineData("text")]
    public void Report_OfAKnownIdThatSaysSomethingElse_IsRefusedAndChangesNothing(string other)
    {
        var run = OrderRun.Reported();
        var (before, known) = (run.Order, run.Order.History[0].Report!);
        var report = other switch
        {
            "category" => known with { Category = Smoke },
            "channel" => known with { Channel = ReportChannel.Patrol },
            "position" => known with { Position = known.Position with { Longitude = 112.99 } },
            _ => known with { Text = "a signal is dark" },
        };

        var (decision, reply) = OrderRun.Rules.Report(OrderRun.Id, run.Order, report);

        Assert.Equal("key-reused", reply.Refusal?.Code);
        Assert.Same(before, decision.Next);
        Assert.Null(OrderRun.Rules.Report(OrderRun.Id, run.Order, known with { At = known.At.AddHours(1), Cell = "430103002001002" }).Reply.Refusal);
    }

    private static WorkOrderCommand By(string caller, string asked, WorkOrderCommand command) => command with { Actor = caller, Source = new CommandSource(caller, asked) };

    private static ResponderChosen Chosen(AssignTo command) => new()
    {
        Subject = $"dispatch/{OrderRun.Id}",
        Version = 1,
        At = Begin.AddMinutes(1),
        Area = "430103002001001",
        Order = OrderRun.Id,
        Command = command with { At = Begin.AddMinutes(1) },
    };
}
