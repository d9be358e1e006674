using CityActors.Commits;
using CityActors.Deadlines;
using CityActors.Facts;
using CityActors.Responders;
using CityActors.WorkOrders;
using Microsoft.Extensions.Options;

namespace CityActors.Places.Tests;

public sealed class ResponderRulesTests
{
    private const string Key = "resp-430103002-officer-03";
    private const string Order = "order-1";
    private static readonly DateTimeOffset Noon = new(2026, 1, 5, 4, 0, 0, TimeSpan.Zero);
    private static readonly GeoPoint Site = new(112.9950, 28.1150);
    private readonly ResponderRules rules = new(Options.Create(new DrillOptions { DeclinedPercent = 0 }));
    private ResponderState state = new();

    private ResponderCard Card => state.Card!;

    [Fact]
    public void Put_NewChangedAndTheSame_TellsTheDispatchOfItsDistrictAndTheOneLeft()
    {
        Assert.Equal(["dispatch-430103"], Changed(Put(NewCard())).Dispatch);
        Assert.Equal((Key, 1), (Card.Id, Card.Version));
        Offer(Noon);

        var (same, reply) = ResponderRules.Put(Key, state, NewCard());
        Assert.False(same.IsChange);
        Assert.Same(state.Card, reply);

        var moved = Changed(Put(NewCard() with { Area = "430104" }));
        Assert.Equal(["dispatch-430104", "dispatch-430103"], moved.Dispatch);
        Assert.Equal([Order], moved.Responder.Orders);
        Assert.Equal(["dispatch-430104"], Changed(Put(NewCard() with { Area = "430104", Name = "Other" })).Dispatch);
    }

    [Fact]
    public void CrewChanged_OfferedAndReleased_ChangesItsOrdersAndTellsNoDispatch()
    {
        Put(NewCard());
        var offered = Changed(Offer(Noon));
        Assert.Equal([Order], offered.Responder.Orders);
        Assert.Empty(offered.Dispatch);
        Assert.Empty(rules.Deadlines(Key, state));

        Assert.Empty(Changed(Release()).Responder.Orders);
        Assert.Equal(3, Card.Version);
        Offer(Noon.AddMinutes(5));
        Assert.Equal([Order], Card.Orders);
    }

    [Fact]
    public void React_NotRegistered_ChangesNothing()
    {
        Assert.Empty(React(new CrewChanged { Subject = Order, Version = 1, At = Noon, Area = "430103", Offers = [new(Key, Assignment(Noon))] }));
        Assert.Null(state.Card);
    }

    [Fact]
    public void Drill_FromOfferToFinish_TakesEachStepAfterTheOrdersWord()
    {
        Put(NewCard() with { Drill = true });
        Offer(Noon);
        var sign = Assert.Single(Step());
        Assert.Equal((Key, DrillStep.Sign), (sign.Actor, state.Tasks[0].Step));
        Assert.Empty(rules.Deadlines(Key, state));

        Assert.Empty(Word(sign, OrderEvents.SignedFor, OrderStatus.SignedFor));
        var signedAt = sign.At;
        Assert.Equal(signedAt.AddSeconds(200), Assert.Single(rules.Deadlines(Key, state)).At);

        var start = Assert.Single(Step());
        var moved = Changed(Word(start, OrderEvents.Started, OrderStatus.Handling));
        Assert.Equal((Site, start.At), (moved.Responder.Position, moved.Responder.SeenAt));
        Assert.Equal(["dispatch-430103"], moved.Dispatch);

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
    public void Drill_AnotherCommandsWord_IsNotItsOwn()
    {
        Put(NewCard() with { Drill = true });
        Offer(Noon);
        var sign = Assert.Single(Step());

        Assert.Empty(Word(sign with { CommandId = "by-hand" }, OrderEvents.SignedFor, OrderStatus.SignedFor));
        Assert.True(state.Tasks[0].IsTaken);
    }

    [Fact]
    public void Drill_Declines_AndIsDone()
    {
        var declining = new ResponderRules(Options.Create(new DrillOptions { DeclinedPercent = 100 }));
        Put(NewCard() with { Drill = true });
        state = declining.React(Key, state, Crew(Noon), Noon).Next;
        var decline = Assert.IsType<WorkOrderCommand.Decline>(Assert.Single(Step()));

        Release();
        Assert.Empty(Word(decline, OrderEvents.Declined, OrderStatus.Dispatched));
        Assert.Empty(state.Tasks);
    }

    [Theory]
    [InlineData(OrderStatus.SignedFor, true, DrillStep.Start, 0)] // Signed by somebody for it.
    [InlineData(OrderStatus.Suspended, true, DrillStep.Sign, 1)] // Tried again.
    [InlineData(OrderStatus.Submitted, true, null, 0)] // Done by others.
    [InlineData(OrderStatus.Dispatched, false, null, 0)] // Another's by now.
    internal void Drill_Refused_GoesOnTriesAgainOrGivesUp(OrderStatus status, bool isIts, DrillStep? next, int tries)
    {
        Put(NewCard() with { Drill = true });
        Offer(Noon);
        var sign = Assert.Single(Step());
        React(Refusal(sign, status, isIts));

        Assert.Equal(next, state.TaskOf(Order)?.Step);
        Assert.Equal(tries, state.TaskOf(Order)?.Tries ?? 0);
        Assert.Equal(next is null ? 0 : 1, rules.Deadlines(Key, state).Count());
    }

    [Fact]
    public void Drill_RefusedTwentyTimes_GivesUp()
    {
        Put(NewCard() with { Drill = true });
        Offer(Noon);
        var tries = 0;
        for (; state.Tasks.Count > 0; tries++)
        {
            var before = state.Tasks[0].At;
            var sign = Assert.Single(Step());
            React(Refusal(sign, OrderStatus.Suspended, isIts: true));
            Assert.Equal(before.AddSeconds(30), state.Tasks.Select(task => task.At).DefaultIfEmpty(before.AddSeconds(30)).Single());
        }

        Assert.Equal(21, tries);
    }

    [Fact]
    public void Drill_NoSuchOrder_GivesUp()
    {
        Put(NewCard() with { Drill = true });
        Offer(Noon);
        var sign = Assert.Single(Step());
        React(Refusal(sign, OrderStatus.Dispatched, isIts: true) with { Order = null });

        Assert.Empty(state.Tasks);
    }

    private static ResponderChanged Changed(IReadOnlyList<CityFact> facts) => Assert.IsType<ResponderChanged>(Assert.Single(facts));

    private static ResponderCard NewCard() => new()
    {
        Id = "",
        Name = "Officer",
        Skills = [Skills.GridOfficer],
        Area = "430103002",
        Position = new GeoPoint(112.9897, 28.1127),
        SeenAt = Noon,
    };

    private static Assignment Assignment(DateTimeOffset at) => new() { Order = Order, Skill = Skills.GridOfficer, At = at, DistanceMetres = 800 };

    private static CrewChanged Crew(DateTimeOffset at) =>
        new() { Subject = Order, Version = 1, At = at, Area = "430103002001007", Offers = [new(Key, Assignment(at))], Released = ["resp-other"] };

    private static OrderSummary Summary(OrderStatus status) => DispatchTown.Summary(Order, status, Noon) with { Position = Site, Drill = true };

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

    private IReadOnlyList<CityFact> Put(ResponderCard card) => Adopt(ResponderRules.Put(Key, state, card).Decision);

    private IReadOnlyList<CityFact> Offer(DateTimeOffset at) => React(Crew(at));

    private IReadOnlyList<CityFact> Release() =>
        React(new CrewChanged { Subject = Order, Version = 2, At = Noon.AddMinutes(1), Area = "430103002001007", Released = [Key] });

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
        var deadline = new Deadline($"responder/{Key}", due.Name, due.At);
        var step = Assert.IsType<DrillStepTaken>(Assert.Single(Adopt(rules.Due(Key, state, deadline, due.At))));
        Assert.False(rules.Due(Key, state, deadline, due.At).IsChange);
        Assert.Equal(($"{Key}/{Order}", Order, due.At, Card.Area), (step.Subject, step.Order, step.At, step.Area));
        return step.Commands;
    }

    // Takes a letter, and the same again, which must change nothing.
    private IReadOnlyList<CityFact> React(CityFact fact)
    {
        var facts = Adopt(rules.React(Key, state, fact, Noon));
        Assert.False(rules.React(Key, state, fact, Noon).IsChange);
        return facts;
    }

    private IReadOnlyList<CityFact> Adopt(Decision<ResponderState> decision)
    {
        state = decision.Next;
        return decision.Facts;
    }
}
