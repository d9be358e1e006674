using CityActors.Dispatch;
using CityActors.Responders;
using CityActors.WorkOrders;
using static CityActors.Places.Tests.DispatchTown;

namespace CityActors.Places.Tests;

public sealed class DispatchRulesTests
{
    [Theory]
    [InlineData(200, 0, 200)]
    [InlineData(200, 1, 200)]
    [InlineData(200, 199, 200)]
    [InlineData(200, 200, 400)]
    [InlineData(7_000, 10, 6_000)] // Noon lies 1 second into a multiple of 7.
    [InlineData(0, 123, 123)]
    public void Deadlines_SomebodyAsks_ARoundAtTheNextMultipleOfTheDelay(int delay, int asked, int due)
    {
        var town = new DispatchTown(new DispatchOptions { RoundDelay = TimeSpan.FromMilliseconds(delay) });
        town.Request(Need("order-1") with { At = Noon.AddMilliseconds(asked) });

        var round = Assert.Single(town.Deadlines);
        Assert.Equal(new("round", Noon.AddMilliseconds(due)), round);
        Assert.Equal(0, delay == 0 ? 0 : round.At.UtcTicks % TimeSpan.FromMilliseconds(delay).Ticks);
    }

    [Fact]
    public void Round_OfSomeTime_TakesTheNeedsBeforeIt()
    {
        var town = new DispatchTown();
        town.Upsert(Card("resp-1", 10) with { Capacity = 5 });
        town.Request(Need("order-1"));
        town.Request(Need("order-2") with { At = Noon.AddMilliseconds(199) });
        town.Request(Need("order-3") with { At = Noon.AddMilliseconds(200) });
        town.RunTo(Noon.AddMilliseconds(200));
        Assert.Equal(["order-1", "order-2"], town.Answers.Select(answer => answer.Order));

        town.RunTo(Noon.AddMilliseconds(400));
        Assert.Equal(["order-1", "order-2", "order-3"], town.Answers.Select(answer => answer.Order));
        Assert.Equal([1, 2, 3], town.Answers.Select(answer => answer.Version));
    }

    [Fact]
    public void Round_WithoutDelay_TakesTheNeedsOfItsTime()
    {
        var town = new DispatchTown(new DispatchOptions { RoundDelay = TimeSpan.Zero });
        town.Upsert(Card("resp-1", 10));
        town.Request(Need("order-1"));
        town.RunTo(Noon);

        Assert.Equal(["resp-1"], town.Holders("order-1"));
    }

    [Fact]
    public void Deadlines_OfTheStoredState_AreTheSame()
    {
        var town = Crowded(needs: 30, responders: 20);
        town.RunTo(Noon.AddMinutes(1));
        town.Request(Need("order-new", minutes: 1));
        var before = town.Deadlines;
        town.Restart();

        Assert.Equal(before, town.Deadlines);
        Assert.Equal(2, before.Count); // The round, and the oldest of twenty offers.
    }

    [Fact]
    public void Round_OfAThousandNeeds_ServesEachOnceAndWaitsForTheRest()
    {
        var town = Crowded(needs: 1_000, responders: 200);
        town.Fire("round", Noon.AddSeconds(1));

        Assert.Equal(1_000, town.Answers.Count);
        Assert.Equal(200, town.State.Needs.Values.Count(need => !need.IsOpen()));
        Assert.Equal(800, town.State.Index.Waiting.Count);
        Assert.All(town.State.Pool.Keys, responder => Assert.Equal(1, town.State.Load(responder)));

        town.Line("order-0000", OrderEvents.Closed, Noon.AddSeconds(2));
        Assert.Equal(800, town.State.Index.Asking.Count);
        town.RunTo(Noon.AddSeconds(3));
        Assert.Equal(1_001, town.Answers.Count);
        Assert.Equal(799, town.State.Index.Waiting.Count);
    }

    [Fact]
    public void Released_ManyOrders_KeepsTheLastOnes()
    {
        var town = Crowded(needs: 600, responders: 1);
        for (var i = 599; i >= 0; i--)
        {
            town.Line($"order-{i:0000}", OrderEvents.Cancelled, Noon.AddMinutes(1));
        }

        Assert.Equal(500, town.State.Released.Count);
        Assert.Equal("order-0499", town.State.Released.Keys.Last());
        Assert.Empty(town.State.Needs);
    }

    [Fact]
    public void View_OfTheDistrict_CountsThoseFreeAndNamesThoseWaiting()
    {
        var town = new DispatchTown();
        town.Upsert(Card("resp-1", 10));
        town.Upsert(Card("resp-2", 10) with { Skills = [Skills.Medic] });
        town.Upsert(Card("resp-3", 10) with { Reachable = false });
        town.Request(Need("order-1"));
        town.Request(Need("order-2"));
        town.RunTo(Noon.AddSeconds(1));

        var view = DispatchRules.View(town.State, town.Now);
        Assert.Equal((3, 1), (view.Responders, view.Free));
        Assert.Equal(["order-2"], view.Waiting.Select(need => need.Order));
    }

    private static DispatchTown Crowded(int needs, int responders)
    {
        var town = new DispatchTown();
        for (var i = 0; i < responders; i++)
        {
            town.Upsert(Card($"resp-{i:000}", 10 * i));
        }

        for (var i = 0; i < needs; i++)
        {
            town.Request(Need($"order-{i:0000}"));
        }

        return town;
    }
}
