using System.Text;
using CityActors.Deadlines;
using CityActors.WorkOrders.Coded;

namespace CityActors.WorkOrders;

public sealed class WorkOrderTableTests
{
    private static readonly OrderStatus[] Statuses = Enum.GetValues<OrderStatus>();

    [Fact]
    public void Table_EveryStatusAndCommand_IsAsApproved()
    {
        var text = new StringBuilder();
        foreach (var status in Statuses)
        {
            text.Append(status).Append(' ').Append(WorkOrderTable.ChineseNameOf(status)).Append('\n');
            foreach (var command in WorkOrderTable.Kinds)
            {
                text.Append("  ").Append(WorkOrderTable.NameOf(command)).Append(": ").Append(Outcome(status, command)).Append('\n');
            }
        }

        CompareWithApproved("status-by-command.txt", text.ToString());
    }

    [Fact]
    public void Table_EveryRefusal_SaysWhatIsAllowedInBothLanguages()
    {
        foreach (var status in Statuses.Where(static status => status != OrderStatus.None))
        {
            foreach (var command in WorkOrderTable.Kinds.Where(command => !WorkOrderTable.Allows(status, command)))
            {
                var refusal = OrderRefusals.NotAllowed(OrderRun.Program, status, command);
                Assert.Equal(Coded.OrderRefusals.NotAllowed(status, command), refusal);
                Assert.Contains(status.ToString(), refusal.English, StringComparison.Ordinal);
                Assert.Contains(WorkOrderTable.ChineseNameOf(command), refusal.Chinese, StringComparison.Ordinal);
                Assert.All(WorkOrderTable.AllowedIn(status), allowed =>
                {
                    Assert.Contains(WorkOrderTable.NameOf(allowed), refusal.English, StringComparison.Ordinal);
                    Assert.Contains(WorkOrderTable.ChineseNameOf(allowed), refusal.Chinese, StringComparison.Ordinal);
                });
            }
        }
    }

    // Brings an order into the status and does the command there, with everything it could ask for.
    private static string Outcome(OrderStatus status, WorkOrderCommand command)
    {
        var run = Into(status, command);
        var before = run.Order;
        var reply = run.Do(Filled(command));
        if (reply.Refusal is { } refusal)
        {
            Assert.Same(before, run.Order);
            return $"refused ({refusal.Code})";
        }

        Assert.True(WorkOrderTable.Allows(status, command));
        var added = run.Lines.Skip(OrderLines.All(before).Count).Select(static entry => entry.What);
        return $"{string.Join(", ", added)} → {run.Summary.Status}{(run.Summary.DueClock.Length > 0 ? $", {run.Summary.DueClock} clock" : "")}";
    }

    private static OrderRun Into(OrderStatus status, WorkOrderCommand command)
    {
        if (status == OrderStatus.None)
        {
            return new OrderRun();
        }

        // Only an order whose sole report is an alarm ends with it.
        var run = new OrderRun();
        run.Report(command is WorkOrderCommand.AlertEnded ? "alert-1" : "report-1", channel: command is WorkOrderCommand.AlertEnded ? ReportChannel.Sensing : ReportChannel.Citizen);
        WorkOrderCommand[] file = [new WorkOrderCommand.FileCase()];
        WorkOrderCommand[] dispatch = [.. file, OrderRun.Assign("truck-1", "cleaner-1")];
        WorkOrderCommand[] sign = [.. dispatch, new WorkOrderCommand.SignFor { Responder = "truck-1" }];
        WorkOrderCommand[] start = [.. sign, new WorkOrderCommand.Start()];
        WorkOrderCommand[] confirm = [.. start, new WorkOrderCommand.Submit(), new WorkOrderCommand.Confirm()];
        WorkOrderCommand[] close = [.. confirm, new WorkOrderCommand.Close()];
        return run.Done(status switch
        {
            OrderStatus.Checking => [new WorkOrderCommand.Check()],
            OrderStatus.Filed => file,
            OrderStatus.NotFiled => [new WorkOrderCommand.RefuseCase()],
            OrderStatus.Dispatched => dispatch,
            OrderStatus.SignedFor => sign,
            OrderStatus.Handling => start,
            OrderStatus.Submitted => [.. start, new WorkOrderCommand.Submit()],
            OrderStatus.Confirmed => confirm,
            OrderStatus.Verifying => [.. confirm, new WorkOrderCommand.Verify()],
            OrderStatus.Closed when command is WorkOrderCommand.DecideAppeal => [.. close, new WorkOrderCommand.Appeal { Actor = "department-1" }],
            OrderStatus.Closed => close,
            OrderStatus.Returned => [.. dispatch, new WorkOrderCommand.Return()],
            OrderStatus.Suspended => [.. dispatch, new WorkOrderCommand.Suspend { Until = run.Now.AddDays(30) }],
            OrderStatus.Merged => [new WorkOrderCommand.Merge { Into = "order-zzzzzzzzzzzzz" }],
            OrderStatus.Cancelled => [new WorkOrderCommand.Cancel()],
            _ => [],
        });
    }

    private static WorkOrderCommand Filled(WorkOrderCommand command) => command switch
    {
        WorkOrderCommand.AssignTo => OrderRun.Assign("truck-2", "cleaner-2"),
        WorkOrderCommand.SignFor => new WorkOrderCommand.SignFor { Responder = "cleaner-1" },
        WorkOrderCommand.Decline => new WorkOrderCommand.Decline { Responder = "truck-1" },
        WorkOrderCommand.Suspend => new WorkOrderCommand.Suspend { Until = OrderRun.Cst("2025-07-01 09:00") },
        WorkOrderCommand.Merge => new WorkOrderCommand.Merge { Into = "order-zzzzzzzzzzzzz" },
        WorkOrderCommand.Rate => new WorkOrderCommand.Rate { Actor = "citizen-1", Stars = 5 },
        WorkOrderCommand.AlertEnded => new WorkOrderCommand.AlertEnded { Alert = "alert-1" },
        _ => command,
    };

    private static void CompareWithApproved(string name, string received)
    {
        var approved = SeedFiles.TestPath($"WorkOrders/Approved/{name}");
        var expected = File.Exists(approved) ? File.ReadAllText(approved).ReplaceLineEndings("\n") : "";
        if (expected != received)
        {
            File.WriteAllText(approved + ".received", received);
        }

        Assert.True(expected == received, $"The table changed. Compare {approved} with the .received file beside it; if the change is meant, put it in its place.");
    }
}
