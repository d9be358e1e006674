using CityActors.Alerts;
using CityActors.Commits;
using CityActors.Deadlines;
using CityActors.Drill;
using CityActors.Facts;
using CityActors.Reactions;
using CityActors.Responders;
using CityActors.WorkOrders;
using Microsoft.Extensions.Options;

namespace CityActors.Places.Tests;

/// <summary>The actor of a drill's responder, behind the rules of its responder.</summary>
public sealed class DrillActorRulesTests
{
    private const string Key = "resp-430103002-officer-03";
    private const string Order = "order-1";
    private const string Alarm = "term-1.gas.main.1";
    private static readonly DateTimeOffset Noon = new(2026, 1, 5, 4, 0, 0, TimeSpan.Zero);
    private static readonly GeoPoint Site = new(112.9950, 28.1150);
    private readonly ResponderRules responders = new();
    private DrillActorRules rules = new(Options.Create(new DrillOptions { DeclinedPercent = 0 }));
    private ResponderState responder = new();
    private DrillActorState state = new();

    [Fact]
    public void FromOfferToFinish_TakesEachStepAfterTheOrdersWord()
    {
        Offer(Noon);
        var sign = Assert.Single(Step());
        Assert.Equal((Key, DrillStep.Sign), (sign.Actor, state.Tasks[0].Step));
        Assert.Empty(rules.Deadlines(Key, state));

        var acknowledged = Assert.IsType<AlertsActedOn>(Assert.Single(Word(sign, OrderEvents.SignedFor, OrderStatus.SignedFor)));
        Assert.Equal([Alarm], acknowledged.Alerts);
        Assert.Equal(sign.At, acknowledged.Command.At);
        Assert.IsType<AlertCommand.Acknowledge>(acknowledged.Command);
        Assert.Equal(sign.At.AddSeconds(200), Assert.Single(rules.Deadlines(Key, state)).At);

        var start = Assert.Single(Step());
        var begun = Word(start, OrderEvents.Started, OrderStatus.Handling);
        var arrived = Assert.IsType<ResponderArrived>(begun[0]);
        Assert.Equal((Key, Site, start.At), (arrived.Responder, arrived.Position, arrived.At));
        Assert.IsType<AlertCommand.OnSite>(Assert.IsType<AlertsActedOn>(begun[1]).Command);

        var submit = Assert.Single(Step());
        Release(); // The order lets it go as the work is handed in; its own word comes after.
        Assert.Empty(Word(submit, OrderEvents.Submitted, OrderStatus.Submitted));

        var finish = Step();
        Assert.Equal(["drill-department", "drill-supervisor"], finish.Select(command => command.Actor));
        Assert.Equal([submit.At.AddSeconds(30), submit.At.AddSeconds(30)], finish.Select(command => command.At));
        Assert.Empty(state.Tasks);
        Assert.Empty(rules.Deadlines(Key, state));
        Assert.Equal(4, state.Steps);
    }

    [Fact]
    public void AnotherCommandsWord_IsNotItsOwn()
    {
        Offer(Noon);
        var sign = Assert.Single(Step());

        Word(sign with { CommandId = "by-hand" }, OrderEvents.SignedFor, OrderStatus.SignedFor);
        Assert.True(state.Tasks[0].IsTaken);
    }

    [Fact]
    public void Declining_IsDoneWithIt()
    {
        rules = new DrillActorRules(Options.Create(new DrillOptions { DeclinedPercent = 100 }));
        Offer(Noon);
        var decline = Assert.IsType<WorkOrderCommand.Decline>(Assert.Single(Step()));

        Assert.Empty(Word(decline, OrderEvents.Declined, OrderStatus.Dispatched));
        Release();
        Assert.Empty(state.Tasks);
    }

    [Fact]
    public void Released_BeforeItHandedIn_DoesNothingMore()
    {
        Offer(Noon);
        Release();
        Assert.Empty(rules.Deadlines(Key, state));

        Offer(Noon.AddMinutes(5));
        Assert.Equal(Noon.AddMinutes(5), Assert.Single(state.Tasks).Offer.At);
    }

    [Theory]
    [InlineData(OrderStatus.SignedFor, true, DrillStep.Start, 0)] // Signed by somebody for it.
    [InlineData(OrderStatus.Suspended, true, DrillStep.Sign, 1)] // Tried again.
    [InlineData(OrderStatus.Submitted, true, null, 0)] // Done by others.
    [InlineData(OrderStatus.Dispatched, false, null, 0)] // Another's by now.
    internal void Refused_GoesOnTriesAgainOrGivesUp(OrderStatus status, bool isIts, DrillStep? next, int tries)
    {
        Offer(Noon);
        React(Refusal(Assert.Single(Step()), status, isIts));

        Assert.Equal(next, state.TaskOf(Order)?.Step);
        Assert.Equal(tries, state.TaskOf(Order)?.Tries ?? 0);
        Assert.Equal(next is null ? 0 : 1, rules.Deadlines(Key, state).Count());
    }

    [Fact]
    public void RefusedTwentyTimes_GivesUp()
    {
        Offer(Noon);
        var tries = 0;
        for (; state.Tasks.Count > 0; tries++)
        {
            var before = state.Tasks[0].At;
            React(Refusal(Assert.Single(Step()), OrderStatus.Suspended, isIts: true));
            Assert.Equal(before.AddSeconds(30), state.Tasks.Select(task => task.At).DefaultIfEmpty(before.AddSeconds(30)).Single());
        }

        Assert.Equal(21, tries);
    }

    [Fact]
    public void NoSuchOrder_GivesUp()
    {
        Offer(Noon);
        React(Refusal(Assert.Single(Step()), OrderStatus.Dispatched, isIts: true) with { Order = null });

        Assert.Empty(state.Tasks);
    }

    [Fact]
    public void ReactionTable_RespondersOfNoDrill_HaveNoActor()
    {
        Put();
        var changed = Changed(Crew(Noon));
        var sign = new WorkOrderCommand.SignFor { CommandId = $"drill-{Order}", Actor = Key };

        Assert.Equal([$"responder-actor/{Key}"], ReactionTable.Of(changed));
        Assert.Empty(ReactionTable.Of(changed with { Responder = changed.Responder with { Drill = false } }));
        Assert.Equal([$"responder-actor/{Key}"], ReactionTable.Of(Refusal(sign, OrderStatus.Submitted, isIts: true)));
        Assert.Empty(ReactionTable.Of(Refusal(sign with { CommandId = "by-hand" }, OrderStatus.Submitted, isIts: true)));
    }

    private static OrderSummary Summary(OrderStatus status) =>
        DispatchTown.Summary(Order, status, Noon) with { Position = Site, Drill = true, Reports = ["report-1", Alarm] };

    private static CrewChanged Crew(DateTimeOffset at) => new()
    {
        Subject = Order,
        Version = 1,
        At = at,
        Area = "430103002001007",
        Offers = [new(Key, new Assignment { Order = Order, Skill = Skills.GridOfficer, At = at, DistanceMetres = 800 })],
        Released = ["resp-other"],
    };

    private static CommandRefused Refusal(WorkOrderCommand command, OrderStatus status, bool isIts) => new()
    {
        Subject = Order,
        Version = 1,
        At = command.At,
        Area = "430103002001007",
        Command = command,
        Code = "not-allowed",
        Order = Summary(status) with { Responders = isIts ? [Key] : [] },
    };

    private void Offer(DateTimeOffset at)
    {
        Put();
        Assert.Empty(React(Changed(Crew(at))));
    }

    private void Release() => Assert.Empty(React(Changed(
        new CrewChanged { Subject = Order, Version = 2, At = Noon.AddMinutes(1), Area = "430103002001007", Released = [Key] })));

    private void Put()
    {
        var (decision, _) = ResponderRules.Put(Key, responder, new ResponderCard
        {
            Id = "",
            Name = "Officer",
            Skills = [Skills.GridOfficer],
            Area = "430103002",
            Position = new GeoPoint(112.9897, 28.1127),
            SeenAt = Noon,
            Drill = true,
        });
        responder = decision.Next;
    }

    /// <summary>What the responder says once it has heard of its crew.</summary>
    private ResponderChanged Changed(CrewChanged crew)
    {
        var decision = responders.React(Key, responder, crew, Noon);
        responder = decision.Next;
        return Assert.IsType<ResponderChanged>(Assert.Single(decision.Facts));
    }

    // The order's word; its responders may have gone home with it.
    private IReadOnlyList<CityFact> Word(WorkOrderCommand command, string what, OrderStatus status) => React(new OrderChanged
    {
        Subject = Order,
        Version = 2,
        At = command.At,
        Area = "430103002001007",
        Order = Summary(status),
        Entry = new OrderEntry { Version = 2, At = command.At, Actor = command.Actor, What = what, Status = status, CommandId = command.CommandId },
    });

    private IReadOnlyList<WorkOrderCommand> Step()
    {
        var due = Assert.Single(rules.Deadlines(Key, state));
        var deadline = new Deadline($"responder-actor/{Key}", due.Name, due.At);
        var step = Assert.IsType<DrillStepTaken>(Assert.Single(Adopt(rules.Due(Key, state, deadline, due.At))));
        Assert.False(rules.Due(Key, state, deadline, due.At).IsChange);
        Assert.Equal(($"{Key}/{Order}", Order, due.At, "430103002"), (step.Subject, step.Order, step.At, step.Area));
        return step.Commands;
    }

    // Takes a letter, and the same again, which must change nothing.
    private IReadOnlyList<CityFact> React(CityFact fact)
    {
        var facts = Adopt(rules.React(Key, state, fact, Noon));
        Assert.False(rules.React(Key, state, fact, Noon).IsChange);
        return facts;
    }

    private IReadOnlyList<CityFact> Adopt(Decision<DrillActorState> decision)
    {
        state = decision.Next;
        return decision.Facts;
    }
}
