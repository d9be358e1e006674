using System.Collections.Immutable;
using CityActors.Cases;
using CityActors.Facts;
using CityActors.Reactions;
using CityActors.WorkOrders;
using Microsoft.Extensions.Options;

namespace CityActors.Places.Tests;

/// <summary>A work order that a case asks for goes into the city as a report does, and the case hears of its end.</summary>
public sealed class AskedOrderTests
{
    private const string Cell = "430103002001007";
    private const string Waste = "event.environment.exposed-waste";
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 6, 45, 0, TimeSpan.Zero);
    private readonly MatterIndexRules rules = new(MatterIndexRulesTests.Catalogue, Options.Create(new CorrelationOptions()));
    private readonly List<CityFact> facts = [];
    private MatterIndexState state = new();

    [Fact]
    public void Part_BecomesAReport_AndItsEndIsToldOnce()
    {
        var wanted = Wanted("order-a");
        Assert.Equal(["matter-index/matters-430103"], ReactionTable.Of(wanted));
        React(wanted);
        var report = Assert.IsType<MatterClaimed>(Assert.Single(facts)).Report;
        Assert.Equal((Waste, ReportChannel.Transfer, Cell, "A heap by the gate", "clerk"), (report.Category, report.Channel, report.Cell, report.Text, report.Reporter));
        React(wanted);
        Assert.Single(facts);

        React(Ended(OrderIds.Of("order-a"), OrderStatus.Cancelled));
        var reached = Assert.IsType<CaseReached>(facts[1]);
        Assert.Equal(("order-a", "matter-1", "referral", "cancelled", true, "double"), (reached.Subject, reached.Parent.Id, reached.Parent.As, reached.Status, reached.HasEnded, reached.Why));
        React(Ended(OrderIds.Of("order-a"), OrderStatus.Closed));
        Assert.Equal(2, facts.Count);
        Assert.True(state.Asked.Count == 0);
    }

    [Fact]
    public void Parts_OfOneMatter_ShareItsOrder_AndEachCaseHearsOfItsEnd()
    {
        React(Wanted("order-a"));
        React(Wanted("order-b", "matter-2"));
        React(Ended(OrderIds.Of("order-a"), OrderStatus.Closed));
        Assert.Equal(["matter-1 closed", "matter-2 closed"], facts.OfType<CaseReached>().Select(static fact => $"{fact.Parent.Id} {fact.Status}"));
    }

    [Fact]
    public void Part_OfAnOrderThatWasMerged_EndsWithTheOtherOne()
    {
        React(Wanted("order-a"));
        React(new ReportsHandedOver { Subject = OrderIds.Of("order-a"), Version = 3, At = Start, Area = Cell, Into = "order-other", Reports = [], EndedAlerts = [] });
        React(Ended("order-other", OrderStatus.Closed));
        Assert.Equal("closed", Assert.Single(facts.OfType<CaseReached>()).Status);
    }

    [Theory]
    [InlineData("event.nothing", Cell)]
    [InlineData(Waste, "430103002001")]
    public void Part_ThatNoOrderCanBe_HasNotBegun_AndSaysWhy(string category, string cell)
    {
        React(Wanted("order-a", category: category, cell: cell));
        var reached = Assert.IsType<CaseReached>(Assert.Single(facts));
        Assert.Equal(("not-begun", true), (reached.Status, reached.HasEnded));
        Assert.NotEmpty(reached.Why);
        Assert.True(state.Asked.Count == 0);
    }

    private static CaseWanted Wanted(string id, string parent = "matter-1", string category = Waste, string cell = Cell) => new()
    {
        Subject = $"child/{id}",
        Version = 1,
        At = Start,
        Area = Cell,
        Case = id,
        CaseType = "order",
        Beginning = new CaseBeginning
        {
            Id = id,
            Actor = "clerk",
            At = Start,
            Area = Cell,
            Parent = new CaseParent(parent, "referral"),
            Fields = ImmutableSortedDictionary<string, string>.Empty
                .Add("category", $"\"{category}\"").Add("text", "\"A heap by the gate\"").Add("place", $$"""{"longitude":112.9897,"latitude":28.1127,"area":"{{cell}}"}"""),
        },
    };

    private static OrderEnded Ended(string order, OrderStatus status) => new() { Subject = order, Version = 4, At = Start.AddHours(1), Area = Cell, Actor = "officer-1", Reason = "double", Status = status };

    private void React(CityFact fact)
    {
        var decision = rules.React("matters-430103", state, fact, Start);
        state = decision.Next;
        facts.AddRange(decision.Facts);
    }
}
