using CityActors.Packs;
using CityActors.Tests.Watch;
using CityActors.WorkOrders;
using CityActors.WorkOrders.Coded;
using static CityActors.WorkOrders.WorkOrderCommand;

namespace CityActors.Tests.Cases;

/// <summary>The type of case that says what work orders are: cell by cell what the table in code says, and does.</summary>
public sealed class OrderTypeTests
{
    private static readonly OrderStatus[] statuses = [.. Enum.GetValues<OrderStatus>().Where(static status => status != OrderStatus.None)];

    [Fact]
    public void Pack_PassesTheCheck() => Assert.Empty(PackCheck.Run(SeedThings.Packs.Find("orders")!, SeedThings.Packs).Select(static fault => fault.ToString()));

    [Fact]
    public void States_AreTheStatuses_WithTheirChineseNames()
    {
        var states = OrderRun.Program.Spec.States;
        Assert.Equal(statuses.Select(OrderStates.NameOf).Order(), states.Keys.Order());
        Assert.All(statuses, status => Assert.Equal(WorkOrderTable.ChineseNameOf(status), states[OrderStates.NameOf(status)].Name.Zh));
    }

    /// <summary>Allowed where the table allows it; and where the table knows where it leads, it leads there, with the same word.</summary>
    [Fact]
    public void Commands_ByStatus_AreThoseOfTheTable()
    {
        var program = OrderRun.Program;
        foreach (var command in WorkOrderTable.Kinds.Concat(WorkOrderTable.LaterKinds))
        {
            var name = WorkOrderTable.NameOf(command);
            var variants = program.CommandsNamed(name).Select(number => program.Commands[number]).ToArray();
            var events = program.Events.Where(happening => happening.Trigger.Kind == name).ToArray();
            foreach (var status in statuses)
            {
                var isThere = variants.Any(variant => variant.From.Contains(OrderStates.NameOf(status))) || events.Any(happening => happening.From.Contains(OrderStates.NameOf(status)));
                Assert.True(isThere == WorkOrderTable.Allows(status, command), $"{status} × {name}: {isThere} by the type, {!isThere} by the table.");
            }

            Assert.All(variants, variant => Assert.Equal((WorkOrderTable.NeedsReason(command) || (command is Revisit && variant.Spec.To is not null), WorkOrderTable.ChineseNameOf(command)), (variant.Spec.Reason, variant.Spec.Name.Zh)));
            if (WorkOrderTable.StepOf(command) is { } step)
            {
                var variant = Assert.Single(variants);
                Assert.Equal((OrderStates.NameOf(step.Next), step.What, step.Rounds > 0), (variant.Spec.To, variant.What, variant.Then.Any(static effect => effect.Spec.Assign == "crew")));
            }
        }

        Assert.Equal(WorkOrderTable.Kinds.Concat(WorkOrderTable.LaterKinds).Select(WorkOrderTable.NameOf).Order(), program.Commands.Select(static command => command.Spec.Do).Append("alert-ended").Distinct().Order());
    }

    /// <summary>Each command in each status, without a reason and with one: the same refusal, or the same order after it.</summary>
    [Theory]
    [MemberData(nameof(Cells))]
    public void Command_InStatus_DoesWhatTheRulesInCodeDo(OrderStatus status, string name)
    {
        var command = Filled(WorkOrderTable.Kinds.Single(kind => WorkOrderTable.NameOf(kind) == name));
        foreach (var reason in (string[])["", "because"])
        {
            var twin = Into(status, isAlarm: command is AlertEnded);
            Assert.Equal(status, twin.Status);
            var (coded, told) = twin.Do(command with { Actor = command.Actor.Length > 0 ? command.Actor : "officer-1", At = Begin.AddHours(2), CommandId = "last", Reason = reason });
            Assert.Equal(coded, told);
            Assert.Empty(twin.Differences());
            Assert.True(twin.IsRebuilt());
        }
    }

    /// <summary>
    /// Who has two places in a crew need not be named by an officer, because there is only one whom the command can mean. By the rules in code there are two members, and so nobody.
    /// </summary>
    [Fact]
    public void SignFor_WithoutAName_IsForTheOnlyOne_WhateverTheNumberOfPlaces()
    {
        var twin = Into(OrderStatus.Filed, isAlarm: false);
        twin.Do(new AssignTo { CommandId = "dispatch", Actor = "officer-1", At = Begin, Choices = [new() { Skill = "cleaner", Responder = "one" }, new() { Skill = "patrol", Responder = "one" }] });
        var (coded, told) = twin.Do(new SignFor { CommandId = "sign", Actor = "officer-1", At = Begin });
        Assert.Equal(("not-its-responder", null), (coded?.Code, told?.Code));
        Assert.All(twin.Told.Case!.Holders, static holder => Assert.True(holder.HasSigned));
    }

    public static TheoryData<OrderStatus, string> Cells
    {
        get
        {
            var cells = new TheoryData<OrderStatus, string>();
            foreach (var status in statuses)
            {
                foreach (var command in WorkOrderTable.Kinds)
                {
                    cells.Add(status, WorkOrderTable.NameOf(command));
                }
            }

            return cells;
        }
    }

    private static DateTimeOffset Begin => OrderRun.Cst("2025-06-03 09:00");

    private static OrderTwin Into(OrderStatus status, bool isAlarm)
    {
        var twin = new OrderTwin();
        twin.Report(OrderRun.ReportOf("report-1", "event.environment.exposed-waste", Begin, isAlarm ? ReportChannel.Sensing : ReportChannel.Citizen));
        WorkOrderCommand[] dispatch = [new FileCase(), OrderRun.Assign("truck-1", "cleaner-1")];
        WorkOrderCommand[] start = [.. dispatch, new SignFor { Responder = "truck-1" }, new Start()];
        WorkOrderCommand[] confirm = [.. start, new Submit(), new Confirm()];
        WorkOrderCommand[] way = status switch
        {
            OrderStatus.Checking => [new WorkOrderCommand.Check()],
            OrderStatus.Filed => dispatch[..1],
            OrderStatus.NotFiled => [new RefuseCase()],
            OrderStatus.Dispatched => dispatch,
            OrderStatus.SignedFor => start[..^1],
            OrderStatus.Handling => start,
            OrderStatus.Submitted => confirm[..^1],
            OrderStatus.Confirmed => confirm,
            OrderStatus.Verifying => [.. confirm, new Verify()],
            OrderStatus.Closed => [.. confirm, new Close(), new Appeal()],
            OrderStatus.Returned => [.. dispatch, new Return()],
            OrderStatus.Suspended => [.. dispatch, new Suspend { Until = Begin.AddDays(30) }],
            OrderStatus.Merged => [new Merge { Into = "order-zzzzzzzzzzzzz" }],
            OrderStatus.Cancelled => [new Cancel()],
            _ => [],
        };
        for (var i = 0; i < way.Length; i++)
        {
            var (coded, told) = twin.Do(way[i] with { Actor = "department-1", At = Begin.AddMinutes(i), CommandId = $"c-{i}", Reason = "because" });
            Assert.Equal((null, null), (coded, told));
        }

        return twin;
    }

    private static WorkOrderCommand Filled(WorkOrderCommand command) => command switch
    {
        AssignTo => OrderRun.Assign("truck-2", "cleaner-2"),
        SignFor => new SignFor { Responder = "cleaner-1" },
        Decline => new Decline { Responder = "truck-1" },
        Suspend => new Suspend { Until = OrderRun.Cst("2025-07-01 09:00") },
        Merge => new Merge { Into = "order-zzzzzzzzzzzzz" },
        DecideAppeal => new DecideAppeal { Granted = true, Actor = "reviewer-1" },
        Rate => new Rate { Actor = "citizen-1", Stars = 5 },
        AlertEnded => new AlertEnded { Alert = "report-1" },
        _ => command,
    };
}
