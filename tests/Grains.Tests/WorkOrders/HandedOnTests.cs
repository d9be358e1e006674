using CityActors.Alerts;
using CityActors.Cases;
using CityActors.Drill;
using CityActors.Facts;
using CityActors.Packs;
using CityActors.Places;
using CityActors.Reactions;
using CityActors.Tests.Watch;
using Microsoft.Extensions.Options;
using static CityActors.WorkOrders.WorkOrderCommand;

namespace CityActors.WorkOrders;

/// <summary>Orders that go to another department or level, that need more time, that are overdue for long, and that people are asked about after their end.</summary>
public sealed class HandedOnTests
{
    private const string Overdue = "2025-06-03 14:00";

    [Fact]
    public void Transfer_ToAnotherDepartment_WaitsThereForADispatch_WithAWholeLimit()
    {
        var run = Dispatched();
        var wanted = run.Of<ResponderWanted>().Length;
        run.At("2025-06-03 10:00").Done(new Transfer { Department = "greening" });
        Assert.Equal((OrderStatus.Filed, "greening", "dispatch"), (run.Summary.Status, run.Summary.Department, run.Summary.DueClock));
        Assert.Empty(run.Summary.Responders);
        Assert.Null(run.Clock("handling"));
        Assert.Equal(wanted + 1, run.Of<ResponderWanted>().Length);
        Assert.Equal("greening 430103002001001", run.Lines[^1].Subject);

        run.Done(OrderRun.Assign("truck-2", "cleaner-2"));
        Assert.Equal((OrderStatus.Dispatched, "greening"), (run.Summary.Status, run.Summary.Department));
        Assert.Equal(OrderRun.Cst("2025-06-03 10:00"), run.Clock("handling")!.RunningSince);
    }

    [Fact]
    public void Transfer_ToAnotherLevel_KeepsTheTimeLeft_AndComesBackDown()
    {
        var run = Dispatched();
        run.At("2025-06-03 10:00").Done(new Transfer { Level = AreaLevel.District });
        Assert.Equal("430103", run.Summary.Area);
        Assert.Equal("430103002001001", run.Summary.Cell);
        Assert.Null(run.Clock("handling")!.DueAt);

        run.At("2025-06-03 10:05").Done(new Transfer { Level = AreaLevel.Community });
        Assert.Equal("430103002001", run.Summary.Area);
        run.At("2025-06-03 10:10").Done(new Transfer { Level = AreaLevel.Cell });
        Assert.Null(run.Summary.Area);
        run.Done(OrderRun.Assign("truck-2"));
        Assert.NotNull(run.Clock("handling")!.DueAt);
        Assert.True(run.Clock("handling")!.Spent > TimeSpan.Zero);
    }

    [Fact]
    public void Transfer_ToWhoHasIt_OrToNobody_IsRefused()
    {
        var run = Dispatched();
        Assert.Equal("same-owner", run.Do(new Transfer()).Refusal?.Code);
        Assert.Equal("same-owner", run.Do(new Transfer { Department = run.Summary.Department, Level = AreaLevel.Cell }).Refusal?.Code);
        Assert.Equal("unknown-department", run.Do(new Transfer { Department = "moon" }).Refusal?.Code);
        Assert.Equal("not-allowed", OrderRun.Reported().Do(new Transfer { Level = AreaLevel.City }).Refusal?.Code);
    }

    [Fact]
    public void RepeatedTransfer_GetsItsFirstAnswer()
    {
        var run = Dispatched();
        var first = run.Do(new Transfer { CommandId = "up", Level = AreaLevel.District });
        run.Done(new Transfer { Level = AreaLevel.Street }, new Supervise());
        var (decision, again) = run.By.Apply(OrderRun.Id, run.Order, new Transfer { CommandId = "up", Level = AreaLevel.District, Actor = "officer-1", At = run.Now, Reason = "because" });
        Assert.False(decision.IsChange);
        Assert.Equivalent(first.Order, again.Order, strict: true);
        Assert.Equal(("430103", null), (again.Order!.Area, again.Order.Supervision));
    }

    [Fact]
    public void Extension_AskedFor_IsDecidedByAnother_Once()
    {
        var run = Dispatched();
        var due = run.Clock("handling")!.DueAt;
        run.Done(new AskExtension { Actor = "desk-1" });
        Assert.Equal("asked-before", run.Do(new AskExtension { Actor = "desk-2" }).Refusal?.Code);
        Assert.Equal("same-person", run.Do(new Extend { Actor = "desk-1" }).Refusal?.Code);
        Assert.Equal("same-person", run.Do(new Extend { Actor = "desk-1", Granted = false }).Refusal?.Code);
        run.Done(new Extend { Actor = "officer-2" });
        Assert.True(run.Clock("handling")!.DueAt > due);
        Assert.Null(run.Clock("consent"));
        Assert.Equal(1, run.Summary.Extensions);
        run.Done(new Extend { Actor = "desk-1" }); // Nobody has asked this time: who accepts decides.
        Assert.Equal("extended-twice", run.Do(new AskExtension { Actor = "desk-1" }).Refusal?.Code);
    }

    [Fact]
    public void Extension_NobodyDecides_IsRefusedWithItsTime()
    {
        var run = OrderRun.Reported("part.utility.street-lamp-out").Done(new FileCase(), OrderRun.Assign("one"), new Extend(), new Extend { CommandId = "e" });
        var later = OrderRun.Reported("part.utility.street-lamp-out").Done(new FileCase(), OrderRun.Assign("one"), new AskExtension { Actor = "desk-1" });
        later.FallDue(later.Now.AddDays(4));
        var line = Assert.Single(later.Lines, static line => line.What == OrderEvents.ExtensionRefused);
        Assert.Equal((CaseDraft.System, later.Now.AddDays(3)), (line.Actor, line.At));
        Assert.DoesNotContain("consent", later.Summary.Overdue);
        Assert.Equal(2, run.Summary.Extensions);
    }

    [Fact]
    public void Supervision_ByHand_GoesUpOneLevelAtATime()
    {
        var run = Dispatched().Done(new Supervise());
        Assert.Equal(("district", "district"), (run.Summary.Supervision, run.Lines[^1].Subject));
        Assert.Equal("city", run.Done(new Supervise()).Summary.Supervision);
        Assert.Equal("supervised-before", run.Do(new Supervise()).Refusal?.Code);
        Assert.Equal("reason-required", run.By.Apply(OrderRun.Id, run.Order, new Supervise { Actor = "a", At = run.Now }).Reply.Refusal?.Code);
    }

    [Fact]
    public void Supervision_OfWhatStaysOverdue_GoesUpByItself_AsSet()
    {
        var run = Dispatched(By(("district-after", "60 minutes"), ("city-after", "120 minutes")));
        run.FallDue(OrderRun.Cst(Overdue).AddDays(1));
        var overdue = run.Lines.Single(static line => line.What == "handling-overdue").At;
        Assert.Equal([(overdue.AddMinutes(60), "district"), (overdue.AddMinutes(180), "city")], run.Lines.Where(static line => line.What == OrderEvents.Supervised).Select(static line => (line.At, line.Subject)));
        Assert.Equal(["handling"], run.Summary.Overdue);
        Assert.All(run.Lines.Where(line => line.At > overdue), line => Assert.Equal("handling", line.DueClock)); // What is late, not when somebody else hears of it.
        Assert.True(run.Summary.IsEscalated);

        var inTime = Dispatched(By(("district-after", "60 minutes"))).At(Overdue).Done(new SignFor { Responder = "truck-1" }, new Start(), new Submit(), new Confirm());
        inTime.FallDue(inTime.Now.AddMinutes(10));
        Assert.Null(inTime.Summary.Supervision);
        Assert.DoesNotContain(Dispatched().Lines, static line => line.What == OrderEvents.Supervised);
    }

    [Fact]
    public void Warning_ComesOnce_BeforeTheLimitEnds_AndAnewWhereThatIsPutOff()
    {
        var run = Dispatched(By(("warn-before", "0.25")), "part.utility.manhole-cover");
        var due = run.Summary.DueAt!.Value;
        Assert.Equal("handling", run.Summary.DueClock);
        run.FallDue(due.AddTicks(-1));
        var warned = Assert.Single(run.Lines, static line => line.What == "handling-due-soon");
        Assert.Equal((due.AddMinutes(-30), due, "handling"), (warned.At, warned.DueAt!.Value, warned.DueClock));

        run.Now = due.AddMinutes(-5);
        run.Done(new Extend());
        var longer = run.Summary.DueAt!.Value;
        Assert.True(longer > due);
        run.FallDue(longer);
        Assert.Equal([due.AddMinutes(-30), longer.AddMinutes(-30)], run.Lines.Where(static line => line.What == "handling-due-soon").Select(static line => line.At));
        Assert.Single(run.Lines, static line => line.What == "handling-overdue");
    }

    [Fact]
    public void Warning_OfAPausedClock_WaitsWithIt()
    {
        var run = Dispatched(By(("warn-before", "0.25")), "part.utility.manhole-cover");
        run.At("2025-06-03 10:00").Done(new Return());
        run.FallDue(OrderRun.Cst("2025-06-05 12:00"));
        Assert.DoesNotContain(run.Lines, static line => line.What == "handling-due-soon");
        run.At("2025-06-05 14:00").Done(OrderRun.Assign("truck-2"));
        run.FallDue(run.Summary.DueAt!.Value);
        Assert.Equal(run.Lines.Single(static line => line.What == "handling-overdue").At.AddMinutes(-30), run.Lines.Single(static line => line.What == "handling-due-soon").At);
    }

    [Fact]
    public void Revisit_OfContentPeople_IsNoted_AndOfOthers_FilesItAgain()
    {
        var run = Closed();
        run.Done(new Revisit { Satisfied = true });
        Assert.Equal((OrderStatus.Closed, OrderEvents.Revisited), (run.Summary.Status, run.Lines[^1].What));
        var (_, reply) = run.By.Apply(OrderRun.Id, run.Order, new Revisit { Actor = "a", At = run.Now });
        Assert.Equal("reason-required", reply.Refusal?.Code);
        var wanted = run.Of<ResponderWanted>().Length;
        run.Done(new Revisit { Satisfied = false });
        Assert.Equal((OrderStatus.Filed, OrderEvents.Reopened, null), (run.Summary.Status, run.Lines[^1].What, run.Summary.EndedAt));
        Assert.Equal(wanted + 1, run.Of<ResponderWanted>().Length);
        Assert.Equal("not-allowed", run.Do(new Revisit { Satisfied = true }).Refusal?.Code);
    }

    /// <summary>Whoever was sent is free again, whatever the word is of the line that says so.</summary>
    [Fact]
    public void Lines_ThatLetACrewGo_AreHeardByDispatch()
    {
        var known = Dispatched().Of<OrderChanged>()[^1];
        var words = OrderRun.Program.Commands.Where(command => LetsGo(command.Then, command.Spec.To)).Select(static command => command.What)
            .Concat(OrderRun.Program.Events.Where(happening => LetsGo(happening.Then, happening.Spec.To)).Select(static happening => happening.Spec.Says!)).Distinct().ToArray();
        Assert.Contains(OrderEvents.Transferred, words);
        Assert.All(words, what => Assert.Contains(ReactionTable.Of(known with { Entry = known.Entry with { What = what } }), static target => target.StartsWith("dispatch/", StringComparison.Ordinal)));
    }

    [Fact]
    public void Everything_IsWeighed_AsItWouldBeDone()
    {
        var weighed = OrderRun.Rules.Weigh(OrderRun.Id, Dispatched().Order, new CommandGiver("officer-1", "", OrderRun.Cst("2025-06-03 10:00")))!;
        Refusal? Of<T>() => weighed.Commands.Single(static one => one.Command is T).Refusal;
        Assert.Equal((null, null, null, "not-allowed"), (Of<Transfer>()?.Code, Of<AskExtension>()?.Code, Of<Supervise>()?.Code, Of<Revisit>()?.Code));
    }

    private static OrderRun Dispatched(WorkOrderRules? by = null, string category = "event.environment.exposed-waste") =>
        new OrderRun { By = by ?? OrderRun.Rules }.Begun(category).Done(new FileCase(), OrderRun.Assign("truck-1", "cleaner-1"));

    private static OrderRun Closed() => Dispatched().Done(new SignFor { Responder = "truck-1" }, new Start(), new Submit(), new Confirm(), new Close());

    private static bool LetsGo(IEnumerable<CompiledEffect> effects, string? to) =>
        (to is not null && OrderRun.Program.IsEnd(to)) || effects.Any(static effect => effect.Spec.Release == "crew" || LetsGo(effect.Then, null) || LetsGo(effect.Else, null));

    // As a city has set them.
    private static WorkOrderRules By(params (string Parameter, string Value)[] set)
    {
        var pack = SeedThings.Packs.Find("orders")!;
        var parameters = new SortedDictionary<string, Packs.Format.ParameterSpec>(pack.Manifest.Parameters, StringComparer.Ordinal);
        foreach (var (name, value) in set)
        {
            parameters[name] = parameters[name] with { Default = decimal.TryParse(value, System.Globalization.CultureInfo.InvariantCulture, out var number) ? new PackValue(number, null) : new PackValue(null, value) };
        }

        return new(new PackCaseTypes(pack with { Manifest = pack.Manifest with { Parameters = parameters } }, OrderRun.Catalogue), OrderRun.Catalogue, OrderRun.Calendar, Options.Create(new DrillOptions()));
    }
}
