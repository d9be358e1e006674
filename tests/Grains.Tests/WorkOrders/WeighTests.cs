using CityActors.Dispatch;
using CityActors.WorkOrders.Coded;
using static CityActors.WorkOrders.WorkOrderCommand;

namespace CityActors.WorkOrders;

/// <summary>What an order says it would answer is what it answers.</summary>
public sealed class WeighTests
{
    private static readonly string[] Actors = ["officer-1", "officer-2", "citizen-1", "truck-1"];
    private static readonly string[] Trucks = ["truck-1", "truck-2", "cleaner-1", "cleaner-2"];

    /// <summary>Orders on random ways through their lives: each command is answered as was said, with every member that could be asked for.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Weigh_OrdersInEveryState_AgreesWithTheAnswer(int seed)
    {
        var random = new Random(seed);
        var seen = new HashSet<(OrderStatus Status, string Command, string Code)>();
        for (var life = 0; life < 60; life++)
        {
            var run = new OrderRun();
            run.Report("report-1", channel: random.Next(4) == 0 ? ReportChannel.Sensing : ReportChannel.Citizen);
            for (var step = 0; step < 25; step++)
            {
                run.Now = run.Now.AddMinutes(random.Next(40)).AddDays(random.Next(20) == 0 ? 40 : 0);
                seen.UnionWith(Compare(run, Actors[random.Next(Actors.Length)]));
                run.Do(Any(random, run));
            }
        }

        Assert.Equal(Enum.GetValues<OrderStatus>().Except([OrderStatus.None]).Order(), seen.Select(static one => one.Status).Distinct().Order());
        Assert.All(WorkOrderTable.Kinds.Where(static kind => kind is not AlertEnded).Concat(WorkOrderTable.LaterKinds).Select(WorkOrderTable.NameOf), name => Assert.Contains(seen, one => one.Command == name && one.Code.Length == 0));
        Assert.Superset(new HashSet<string> { "not-allowed", "no-rater", "not-its-responder", "signed-before", "suspended-before", "overdue", "rated-before", "appealed-before", "no-appeal", "same-reviewer" }, seen.Select(static one => one.Code).ToHashSet(StringComparer.Ordinal));
    }

    [Fact]
    public void Weigh_LeavesTheOrderAsItIs_AndNamesEveryCommandOnce()
    {
        var run = OrderRun.Reported();
        var before = run.Order;

        var weighed = OrderRun.Rules.Weigh(OrderRun.Id, run.Order, new CommandGiver("officer-1", "", run.Now.AddDays(3)))!;

        Assert.Same(before, run.Order);
        Assert.Equal(run.Summary.Version, weighed.Version);
        Assert.Equal(
            WorkOrderTable.Kinds.Where(static kind => kind is not AlertEnded).Concat(WorkOrderTable.LaterKinds).Select(WorkOrderTable.NameOf),
            weighed.Commands.Select(static one => WorkOrderTable.NameOf(one.Command)));
        Assert.All(weighed.Commands.Where(static one => one.Refusal is not null), static one => Assert.NotEmpty(one.Refusal!.Chinese));
        Assert.Null(OrderRun.Rules.Weigh(OrderRun.Id, new WorkOrder(), new CommandGiver("officer-1", "", run.Now)));
    }

    private static IEnumerable<(OrderStatus Status, string Command, string Code)> Compare(OrderRun run, string actor)
    {
        var weighed = OrderRun.Rules.Weigh(OrderRun.Id, run.Order, new CommandGiver(actor, "", run.Now))!;
        foreach (var (command, refusal) in weighed.Commands)
        {
            var answers = Valid(run, command).Select(valid => OrderRun.Rules.Apply(OrderRun.Id, run.Order, valid with
            {
                CommandId = "a-new-one",
                Actor = actor,
                At = run.Now,
                Reason = "seen on site",
            }).Reply.Refusal?.Code ?? "").ToArray();
            var said = refusal?.Code ?? "";
            Assert.True(
                said.Length == 0 ? answers.Contains("") : answers.All(code => code.Length > 0) && answers.Contains(said),
                $"{WorkOrderTable.NameOf(command)} by {actor} while {run.Summary.Status}: said '{said}', answered {string.Join(" or ", answers)}");
            yield return (run.Summary.Status, WorkOrderTable.NameOf(command), said);
        }
    }

    // As somebody would give it who knows the order and what there is in town.
    private static IEnumerable<WorkOrderCommand> Valid(OrderRun run, WorkOrderCommand command) => command switch
    {
        AssignTo => [OrderRun.Assign("truck-2", "cleaner-2")],
        SignFor sign => Trucks.Append("").Select(responder => sign with { Responder = responder }),
        Decline decline => Trucks.Append("").Select(responder => decline with { Responder = responder }),
        Suspend suspend => [suspend with { Until = run.Now.AddDays(90) }],
        Merge merge => [merge with { Into = "order-zzzzzzzzzzzzz" }],
        DecideAppeal => [new DecideAppeal { Granted = true }, new DecideAppeal()],
        Rate rate => [rate with { Stars = 1 }],
        _ => [command],
    };

    private static WorkOrderCommand Any(Random random, OrderRun run)
    {
        var kinds = WorkOrderTable.AllowedIn(run.Summary.Status).Where(kind => kind is not (Cancel or Merge or RefuseCase) || random.Next(kind is RefuseCase ? 2 : 8) == 0).ToArray();
        var onward = kinds.Where(static kind => kind is Check or FileCase or RefuseCase or SignFor or Start or Submit or Confirm or Verify or Close or Appeal or DecideAppeal or Rate).ToArray();
        kinds = onward.Length > 0 && random.Next(3) > 0 ? onward : kinds;
        var command = kinds.Length == 0 ? new Check() : kinds[random.Next(kinds.Length)];
        var responder = run.Order.Crew is [var first, ..] && random.Next(2) == 0 ? first.Responder : Trucks[random.Next(Trucks.Length)];
        return command switch
        {
            AssignTo => random.Next(4) switch
            {
                0 => new AssignTo(),
                1 => new AssignTo { Choices = [new DispatchChoice { Skill = "cleaner", Responder = "" }] },
                _ => OrderRun.Assign("truck-1", "cleaner-1"),
            },
            SignFor sign => sign with { Responder = responder },
            Decline decline => decline with { Responder = responder },
            Suspend suspend => suspend with { Until = run.Now.AddDays(2) },
            Merge merge => merge with { Into = "order-zzzzzzzzzzzzz" },
            DecideAppeal => new DecideAppeal { Granted = random.Next(2) == 0, Actor = Actors[random.Next(2)] },
            Rate rate => rate with { Stars = 4, Actor = "citizen-1" },
            _ => command,
        };
    }
}
