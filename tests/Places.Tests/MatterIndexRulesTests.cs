using System.Runtime.CompilerServices;
using CityActors.Packs;
using CityActors.Alerts;
using CityActors.Commits;
using CityActors.Facts;
using CityActors.WorkOrders;
using Microsoft.Extensions.Options;

namespace CityActors.Places.Tests;

public sealed class MatterIndexRulesTests
{
    private const string Key = "matters-430103";
    private const string Cell = "430103002001007";
    private const string Waste = "event.environment.exposed-waste";
    private static readonly GeoPoint Here = new(112.9897, 28.1127);
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 6, 45, 0, TimeSpan.Zero);
    internal static readonly Catalogue Catalogue = new(PackFolder.ReadAll(Seed()));
    private static readonly (string A, string B, string C) Orders = (OrderIds.Of("a"), OrderIds.Of("b"), OrderIds.Of("c"));

    private readonly MatterIndexRules rules = new(Catalogue, Options.Create(new CorrelationOptions()));
    private readonly List<CityFact> facts = [];
    private MatterIndexState state = new();

    [Fact]
    public void Claim_FirstAndJoined_EachLeadsToTheMattersOrderOnce()
    {
        var first = Claim("a");
        var joined = Claim("b", east: 10);

        Assert.Equal((Orders.A, true), (first.Order, first.IsFirst));
        Assert.Equal((Orders.A, "a", "a"), (joined.Order, joined.MatterId, joined.First!.Id));
        Assert.Equal([(Orders.A, 1L, "a"), (Orders.A, 2L, "b")], facts.Cast<MatterClaimed>().Select(static fact => (fact.Subject, fact.Version, fact.Report.Id)));
        Assert.All(facts, static fact => Assert.Equal((Cell, true), (fact.Area, fact.IsInternal)));
        Assert.Equal(joined, Claim("b", east: 10));
        Assert.Equal(2, facts.Count);
    }

    [Fact]
    public void Claim_AcrossThe180thMeridian_JoinsTheMatter()
    {
        var border = new GeoPoint(179.99999, 10);
        Claim("a", from: border);

        Assert.Equal(Orders.A, Claim("b", east: 10, from: border).Order);
    }

    [Fact]
    public void AlertOpened_BecomesAReport_AndAHomesTellsNothing()
    {
        React(Opened("cam-1.fire-lane-blocked.lane.1", AlertKinds.FireLaneBlocked) with { Privacy = Privacy.Public });
        React(Opened("home-1.inactivity.main.1", AlertKinds.Inactivity));
        React(Opened("home-1.inactivity.main.1", AlertKinds.Inactivity));

        var (lane, home) = (((MatterClaimed)facts[0]).Report, ((MatterClaimed)facts[1]).Report);
        Assert.Equal(2, facts.Count);
        Assert.Equal(("event.emergency.fire-lane-blocked", ReportChannel.Sensing, "cam-1.fire-lane-blocked.lane.1", Cell), (lane.Category, lane.Channel, lane.Alert, lane.Cell));
        Assert.Equal("a red car 红色轿车", lane.Text);
        Assert.Equal("See alert home-1.inactivity.main.1. 详见告警 home-1.inactivity.main.1。", home.Text);
        Assert.True(home.Drill);
        Assert.Single(state.Open.ByKey); // A home's matter is its own: nobody joins it.
    }

    [Fact]
    public void Order_Ended_ItsMatterIsJoinedNoMore()
    {
        Claim("a");
        React(Ended(Orders.A));
        Assert.True(Claim("b", east: 1, minutes: 1).IsFirst);
        Assert.Equal(Orders.B, Claim("b").Order);
    }

    [Fact]
    public void Merge_CrossingOnes_TheSecondIsRefused()
    {
        Assert.Equal(Orders.B, Merge(Orders.A, Orders.B).Command!.Into);
        Assert.Equal("merge-circle", Merge(Orders.B, Orders.A).Refusal!.Code);
        var granted = Assert.Single(facts.OfType<MatterMerged>());
        Assert.Equal((Orders.A, Orders.B, "430103"), (granted.Subject, granted.Command.Into, granted.Area));
    }

    [Fact]
    public void Merge_IntoAMergedOne_LeadsToTheOneThatGoesOn()
    {
        Merge(Orders.B, Orders.C);
        Assert.Equal(Orders.C, Merge(Orders.A, Orders.B).Command!.Into);
        Assert.Equal(Orders.C, ((MatterMerged)facts[^1]).Command.Into);
        Assert.Equal("merge-circle", Merge(Orders.C, Orders.A).Refusal!.Code);
        Assert.Equal("merged-already", Merge(Orders.A, Orders.C, "another").Refusal!.Code);
        Assert.Equal("merge-target", Merge(Orders.C, Orders.C).Refusal!.Code);
        Assert.Equal("merge-target", Merge(Orders.C, "nothing").Refusal!.Code);
    }

    [Fact]
    public void Merge_TheSameCommandAgain_GetsTheSameAnswerAndNoFact()
    {
        var first = Merge(Orders.A, Orders.B, "mine");
        Merge(Orders.B, Orders.C);
        facts.Clear();
        Assert.Equal(first, Merge(Orders.A, Orders.B, "mine"));
        Assert.Empty(facts);
    }

    [Theory]
    [InlineData("officer-1", "into c")]
    [InlineData("officer-2", "into b")]
    public void Merge_WithTheIdOfAnother_IsNoRepeat(string caller, string asked)
    {
        Assert.NotNull(Merge(Orders.A, Orders.B, "mine", new CommandSource("officer-1", "into b")).Command);

        Assert.Equal("merged-already", Merge(Orders.A, Orders.C, "mine", new CommandSource(caller, asked)).Refusal!.Code);
        Assert.Equal("merged-already", Merge(Orders.A, Orders.C, "mine").Refusal!.Code);
    }

    [Fact]
    public void Merge_OrderRefuses_TheEdgeGoesAgain()
    {
        var granted = Merge(Orders.A, Orders.B, "mine").Command!;
        React(Refused(Orders.A, granted with { CommandId = "another" }));
        Assert.Equal("merge-circle", Merge(Orders.B, Orders.A).Refusal!.Code);
        React(Refused(Orders.A, granted));
        Assert.Null(Merge(Orders.B, Orders.A).Refusal);
    }

    [Fact]
    public void Merge_IntoAnEndedOne_IsRefusedUntilItIsTakenUpAgain()
    {
        React(Ended(Orders.B));
        Assert.Equal("bad-target", Merge(Orders.A, Orders.B).Refusal!.Code);
        React(new OrderChanged { Subject = Orders.B, Version = 9, At = Start, Area = Cell, Order = Summary(Orders.B, OrderStatus.Filed), Entry = new OrderEntry { Version = 9, At = Start, Actor = "officer-1", What = "reopened", Status = OrderStatus.Filed } });
        Assert.Null(Merge(Orders.A, Orders.B).Refusal);
    }

    [Fact]
    public void MergedMatter_IsStillJoined_AndLeadsToTheRootUntilThatEnds()
    {
        Claim("a");
        Claim("c", east: 500);
        Merge(Orders.A, Orders.B);
        Merge(Orders.B, Orders.C);

        var joined = Claim("a2", east: 5);
        Assert.Equal((Orders.C, "a", false), (joined.Order, joined.MatterId, joined.IsFirst));
        Assert.Null(joined.First); // The root gets it from the merged order.
        Assert.Equal(Orders.C, facts[^1].Subject);
        Assert.Equal(Orders.A, Claim("a").Order); // A repeat gets the answer it got: whoever has the report handed it on.

        React(Ended(Orders.C));
        Assert.Empty(state.Open.ByKey);
    }

    [Fact]
    public void HandedOver_WithoutAGrant_IsLearntButNoCircleIs()
    {
        React(HandedOver(Orders.A, Orders.B));
        React(HandedOver(Orders.B, Orders.A));
        Assert.Equal((Orders.B, Orders.B), (state.RootOf(Orders.A), state.RootOf(Orders.B)));
        React(HandedOver(Orders.B, Orders.C));
        React(HandedOver(Orders.A, Orders.C));
        Assert.Equal((Orders.C, Orders.C), (state.RootOf(Orders.A), state.RootOf(Orders.B)));
    }

    [Fact]
    public void EveryLetter_HeardAgain_ChangesNothing()
    {
        CityFact[] letters = [Opened("cam-1.fire-lane-blocked.lane.1", AlertKinds.FireLaneBlocked), HandedOver(Orders.A, Orders.B), Refused(Orders.A, new WorkOrderCommand.Merge { Into = Orders.C, CommandId = "x" })];
        foreach (var letter in letters)
        {
            React(letter);
        }

        facts.Clear();
        var before = state;
        foreach (var letter in letters)
        {
            React(letter);
        }

        Assert.Same(before, state);
        Assert.Empty(facts);
    }

    [Fact]
    public void OneClaim_AmongThousands_WritesTheRowsThatChangedAndTheyReadTheSame()
    {
        for (var i = 0; i < 6_000; i++)
        {
            Claim($"r{i:0000}", east: i % 70 * 100, minutes: i / 10.0);
        }

        var serializer = new StateSerializer();
        var before = state;
        Claim("last", east: 10_000, minutes: 601);
        var writes = MatterIndexRules.Rows.SelectMany(kind => kind.Difference(before, state, serializer)).ToArray();
        Assert.Equal(["given/last", "open/last"], writes.Where(static write => write.Payload is not null).Select(static write => write.Name).Order(StringComparer.Ordinal));
        Assert.InRange(writes.Length, 3, 10); // One answer and a few matters are forgotten.

        var whole = MatterIndexRules.Rows.SelectMany(kind => kind.Difference(new MatterIndexState(), state, serializer));
        var fromOld = MatterIndexRules.Rows.SelectMany(kind => kind.Difference(new MatterIndexState(), before, serializer)).ToDictionary(static row => row.Name, StringComparer.Ordinal);
        foreach (var write in writes)
        {
            _ = write.Payload is null ? fromOld.Remove(write.Name) : (fromOld[write.Name] = write) is null;
        }

        Assert.Equal(whole.Select(Text).Order(StringComparer.Ordinal), fromOld.Values.Select(Text).Order(StringComparer.Ordinal));
        Assert.DoesNotContain("r0", System.Text.Encoding.UTF8.GetString(serializer.Serialize(state)), StringComparison.Ordinal); // The head stays small.
    }

    private static string Text(RowWrite row) => $"{row.Name} {System.Text.Encoding.UTF8.GetString(row.Payload!.Value.Span)}";

    private MatterClaim Claim(string id, double east = 0, double minutes = 0, GeoPoint? from = null)
    {
        var report = new OrderReport { Id = id, Category = Waste, Channel = ReportChannel.Citizen, At = Start.AddMinutes(minutes), Position = Geography.Offset(from ?? Here, east, 0), Cell = Cell };
        var (decision, claim) = rules.Claim(state, new MatterReport { Id = id, Category = Waste, Position = report.Position, At = report.At, Cell = Cell, Report = report });
        Take(decision);
        return claim;
    }

    private MergeReply Merge(string order, string into, string id = "", CommandSource? source = null)
    {
        var (decision, reply) = rules.Merge(Key, state, order, new WorkOrderCommand.Merge { Into = into, CommandId = id.Length > 0 ? id : $"{order} {into}", Actor = "officer-1", At = Start, Source = source });
        Take(decision);
        return reply;
    }

    private void React(CityFact fact) => Take(rules.React(Key, state, fact, Start));

    private void Take(Decision<MatterIndexState> decision)
    {
        Assert.Equal(decision.IsChange, !ReferenceEquals(decision.Next, state));
        state = decision.Next;
        facts.AddRange(decision.Facts);
    }

    private static AlertChanged Opened(string id, string kind) => new()
    {
        Subject = id,
        Version = 1,
        At = Start,
        Area = Cell,
        Alert = new Alert
        {
            Id = id,
            Entity = id[..id.IndexOf('.', StringComparison.Ordinal)],
            Kind = kind,
            Zone = "main",
            Episode = 1,
            State = AlertState.Open,
            Priority = AlertPriority.High,
            OpenedAt = Start,
            ChangedAt = Start,
            Explanation = new Explanation("a red car", "红色轿车", "rule"),
            Cell = Cell,
            Position = Here,
            Version = 1,
            Drill = true,
        },
    };

    private static OrderEnded Ended(string order) => new() { Subject = order, Version = 8, At = Start, Area = Cell, Actor = "officer-1" };

    private static ReportsHandedOver HandedOver(string order, string into) => new() { Subject = order, Version = 8, At = Start, Area = Cell, Into = into, Reports = [] };

    private static CommandRefused Refused(string order, WorkOrderCommand.Merge merge) => new() { Subject = order, Version = 8, At = Start, Area = Cell, Command = merge, Code = "not-allowed", Order = Summary(order, OrderStatus.Submitted) };

    private static OrderSummary Summary(string id, OrderStatus status) => new() { Id = id, Status = status, Category = Waste, Channel = ReportChannel.Citizen, Cell = Cell, Position = Here, ReportedAt = Start, ChangedAt = Start };

    private static string Seed([CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "seeds", "packs");
}
