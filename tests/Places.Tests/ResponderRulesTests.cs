using CityActors.Commits;
using CityActors.Facts;
using CityActors.Responders;

namespace CityActors.Places.Tests;

public sealed class ResponderRulesTests
{
    private const string Key = "resp-430103002-officer-03";
    private const string Order = "order-1";
    private static readonly DateTimeOffset Noon = new(2026, 1, 5, 4, 0, 0, TimeSpan.Zero);
    private static readonly GeoPoint Site = new(112.9950, 28.1150);
    private readonly ResponderRules rules = new();
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
        Assert.Equal(Assignment(Noon), offered.Offer);

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
    public void Arrived_MovesItsCardAndTellsItsDispatch()
    {
        Put(NewCard());
        Offer(Noon);
        var moved = Changed(React(new ResponderArrived
        {
            Subject = $"{Key}/{Order}",
            Version = 2,
            At = Noon.AddMinutes(4),
            Area = "430103002",
            Responder = Key,
            Position = Site,
        }));

        Assert.Equal((Site, Noon.AddMinutes(4)), (moved.Responder.Position, moved.Responder.SeenAt));
        Assert.Equal(["dispatch-430103"], moved.Dispatch);
        Assert.Equal([Order], moved.Responder.Orders);
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

    private IReadOnlyList<CityFact> Put(ResponderCard card) => Adopt(ResponderRules.Put(Key, state, card).Decision);

    private IReadOnlyList<CityFact> Offer(DateTimeOffset at) => React(Crew(at));

    private IReadOnlyList<CityFact> Release() =>
        React(new CrewChanged { Subject = Order, Version = 2, At = Noon.AddMinutes(1), Area = "430103002001007", Released = [Key] });

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
