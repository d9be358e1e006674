using CityActors.WorkOrders;
using CityActors.Commits;

namespace CityActors.Places.Tests;

public sealed class CorrelationRulesTests
{
    private const string WestCell = "430103002001007";
    private const string EastCell = "430103002001008";
    private static readonly GeoPoint Border = new(112.9897, 28.1127);
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 6, 45, 0, TimeSpan.Zero);

    private readonly Index rules = new(new MatterIndexState(), new CorrelationOptions());

    [Fact]
    public void Claim_TenMetresAcrossACellBorder_IsOneMatterOfTheFirstCell()
    {
        var first = rules.Claim(Report("a", -5, cell: WestCell), out _);
        var second = rules.Claim(Report("b", 5, minutes: 3, cell: EastCell), out _);

        Assert.Equal(new MatterClaim("a", WestCell, true, 0) { Order = OrderIds.Of("a") }, first);
        Assert.Equal(("a", WestCell, false, 10.0), (second.MatterId, second.Cell, second.IsFirst, second.DistanceMetres));
    }

    [Theory]
    [InlineData(49.9, 0, "litter", true)]
    [InlineData(50.2, 0, "litter", false)]
    [InlineData(0, 10, "litter", true)]
    [InlineData(0, 10.1, "litter", false)]
    [InlineData(0, -10, "litter", true)]
    [InlineData(0, -10.1, "litter", false)]
    [InlineData(0, 0, "smoke", false)]
    public void Claim_AtTheLimits_JoinsWithinAndNotBeyond(double east, double minutes, string category, bool joins)
    {
        rules.Claim(Report("a", 0), out _);

        Assert.Equal(joins, !rules.Claim(Report("b", east, minutes, category), out _).IsFirst);
    }

    [Fact]
    public void Claim_EachReportWithinTheWindowOfTheLast_KeepsTheMatterGoing()
    {
        rules.Claim(Report("a", 0), out _);
        for (var i = 1; i <= 10; i++)
        {
            Assert.Equal("a", rules.Claim(Report($"b{i}", 0, minutes: 9 * i), out _).MatterId);
        }
    }

    [Theory]
    [InlineData(19_990, 0, true)]
    [InlineData(20_020, 0, false)]
    [InlineData(-19_990, 360, true)]
    [InlineData(0, 360.1, false)]
    [InlineData(0, -360.1, false)]
    public void Claim_CategoryWithAReachOfItsOwn_JoinsWithinThatAndNotBeyond(double east, double minutes, bool joins)
    {
        var wide = new MergeReach(20_000, TimeSpan.FromHours(6));
        rules.Claim(Report("a", 0), out _, wide);
        for (var i = 0; i < 200; i++)
        {
            rules.Claim(Report($"other-{i}", i * 100, category: "smoke"), out _); // So many squares, or few, must not matter.
        }

        Assert.Equal(joins, !rules.Claim(Report("b", east, minutes), out _, wide).IsFirst);
    }

    [Fact]
    public void Claim_LongAfter_ForgetsTheMattersOfAShortReachAndKeepsThoseOfALong()
    {
        var wide = new MergeReach(20_000, TimeSpan.FromHours(6));
        rules.Claim(Report("wide", 0), out _, wide);
        rules.Claim(Report("near", 0, category: "smoke"), out _);
        rules.Claim(Report("later", 0, minutes: 71, category: "smoke"), out _);

        Assert.Null(rules.State.Open.Find("near"));
        Assert.Equal("wide", rules.Claim(Report("joins", 100, minutes: 300), out _, wide).MatterId);
        rules.Claim(Report("much-later", 0, minutes: 300 + 421, category: "smoke"), out _);
        Assert.Equal(["much-later"], rules.State.Open.ByKey.Keys);
    }

    [Fact]
    public void Claim_SeveralMattersNear_TakesTheNearestThenTheLowestId()
    {
        rules.Claim(Report("b", 60), out _);
        rules.Claim(Report("a", -60), out _);
        rules.Claim(Report("far", 130), out _);

        Assert.Equal("b", rules.Claim(Report("nearer-b", 11), out _).MatterId);
        Assert.Equal("a", rules.Claim(Report("nearer-a", -11), out _).MatterId);
    }

    [Fact]
    public void Claim_EquallyFar_TakesTheLowestId()
    {
        rules.Claim(Report("z", 0, north: 51), out _);
        rules.Claim(Report("y", 0, north: 51, category: "smoke"), out _);
        var twin = new Index(
            new MatterIndexState().With(Open("q", Border)).With(Open("p", Border)),
            new CorrelationOptions());

        Assert.Equal("p", twin.Claim(Report("r", 10), out _).MatterId);
    }

    [Fact]
    public void Claim_MayNotMerge_IsItsOwnMatterAndNobodyJoinsIt()
    {
        rules.Claim(Report("a", 0), out _);
        var own = rules.Claim(Report("b", 0) with { MayMerge = false }, out _);
        rules.Close("a");

        Assert.True(own.IsFirst);
        Assert.Equal("c", rules.Claim(Report("c", 0), out _).MatterId);
    }

    [Fact]
    public void Claim_SameReportAgain_AnswersTheSameEvenAfterTheMatterEnded()
    {
        rules.Claim(Report("a", 0), out _);
        var joined = rules.Claim(Report("b", 10), out _);
        rules.Close("a");
        rules.Claim(Report("later", 0, minutes: 3 * 24 * 60), out _);

        var again = rules.Claim(Report("b", 10), out var changed);

        Assert.False(changed);
        Assert.Equal(joined with { First = null }, again);
        Assert.True(rules.Claim(Report("a", 0), out _).IsFirst);
        Assert.Equal("later", rules.Claim(Report("new", 0, minutes: (3 * 24 * 60) + 1), out _).MatterId);
    }

    [Fact]
    public void Claim_AfterTheMatterEnded_IsANewMatter()
    {
        rules.Claim(Report("a", 0), out _);
        Assert.True(rules.Close("a"));
        Assert.False(rules.Close("a"));

        Assert.True(rules.Claim(Report("b", 0, minutes: 1), out _).IsFirst);
    }

    [Fact]
    public void Claim_ReportInTheName_IsHandedToWhoJoins()
    {
        var order = new WorkOrders.OrderReport
        {
            Id = "a",
            Category = "litter",
            Channel = WorkOrders.ReportChannel.Citizen,
            At = Start,
            Position = Border,
            Cell = WestCell,
        };
        Assert.Null(rules.Claim(Report("a", 0) with { Report = order }, out _).First);

        Assert.Same(order, rules.Claim(Report("b", 0), out _).First);
    }

    [Fact]
    public void Snapshot_ReadAgain_AnswersAlike()
    {
        rules.Claim(Report("a", 0), out _);
        rules.Claim(Report("b", 10), out _);
        var again = new Index(Stored(rules.State), new CorrelationOptions());

        Assert.Equal(rules.Claim(Report("b", 10), out _), again.Claim(Report("b", 10), out _));
        Assert.Equal(rules.Claim(Report("c", 20), out _), again.Claim(Report("c", 20), out _));
    }

    [Fact]
    public void State_AfterManyReports_StaysBounded()
    {
        var options = new CorrelationOptions { MaxRemembered = 100 };
        var bounded = new Index(new MatterIndexState(), options);
        for (var i = 0; i < 2_000; i++)
        {
            bounded.Claim(Report($"r{i:0000}", i % 50 * 200, minutes: i), out _);
        }

        var state = bounded.State;
        Assert.Equal(100, state.Given.Count);
        Assert.InRange(state.Open.Count, 1, 71);
    }

    [Fact]
    public void Claims_InAnyOrder_MakeTheSameGroupsOfReportsTakenTogether()
    {
        var reports = Enumerable.Range(0, 60)
            .Select(i => Report($"r{i:00}", (i % 6 * 300) + (i / 6 * 2), minutes: i / 6))
            .ToArray();
        var expected = Groups(reports);

        for (var seed = 0; seed < 50; seed++)
        {
            new Random(seed).Shuffle(reports);
            Assert.Equal(expected, Groups(reports));
        }
    }

    [Fact]
    public void Claims_AgreeWithAPlainSearch()
    {
        var random = new Random(7);
        var plain = new List<(MatterReport First, DateTimeOffset Earliest, DateTimeOffset Latest)>();
        var options = new CorrelationOptions();
        for (var i = 0; i < 3_000; i++)
        {
            var report = Report($"r{i:0000}", random.NextDouble() * 600, i / 40.0, random.Next(2) == 0 ? "x" : "y", north: random.NextDouble() * 600);
            var best = plain
                .Select((matter, index) => (matter, index, distance: Geography.DistanceMetres(matter.First.Position, report.Position)))
                .Where(x => x.matter.First.Category == report.Category && x.distance <= options.RadiusMetres && report.At <= x.matter.Latest + options.Window)
                .OrderBy(x => x.distance)
                .ThenBy(x => x.matter.First.Id, StringComparer.Ordinal)
                .FirstOrDefault();
            var claim = rules.Claim(report, out _);
            if (best.matter.First is null)
            {
                plain.Add((report, report.At, report.At));
                Assert.True(claim.IsFirst);
            }
            else
            {
                plain[best.index] = (best.matter.First, best.matter.Earliest, report.At);
                Assert.Equal(best.matter.First.Id, claim.MatterId);
            }
        }
    }

    private static string[] Groups(MatterReport[] reports)
    {
        var rules = new Index(new MatterIndexState(), new CorrelationOptions());
        return
        [
            .. reports
                .GroupBy(report => rules.Claim(report, out _).MatterId)
                .Select(group => string.Join(' ', group.Select(report => report.Id).Order(StringComparer.Ordinal)))
                .Order(StringComparer.Ordinal),
        ];
    }

    // Through the rows that are stored, as a restart reads it.
    private static MatterIndexState Stored(MatterIndexState state)
    {
        var serializer = new StateSerializer();
        var head = serializer.Deserialize<MatterIndexState>(serializer.Serialize(state))!;
        return MatterIndexRules.Rows.Aggregate(head, (read, kind) => kind.Fill(
            read,
            kind.Difference(new MatterIndexState(), state, serializer).Select(static row => new StoredRow(row.Name, row.Payload!.Value)),
            serializer));
    }

    private static OpenMatter Open(string id, GeoPoint at) => new(id, "litter", at, Earliest: Start, Latest: Start, WestCell);

    private static MatterReport Report(string id, double east, double minutes = 0, string category = "litter", string cell = WestCell, double north = 0) => new()
    {
        Id = id,
        Category = category,
        Position = Geography.Offset(Border, east, north),
        At = Start + TimeSpan.FromMinutes(minutes),
        Cell = cell,
    };

    /// <summary>An index that goes on from decision to decision.</summary>
    private sealed class Index(MatterIndexState state, CorrelationOptions options)
    {
        public MatterIndexState State { get; private set; } = state;

        public MatterClaim Claim(MatterReport report, out bool changed, MergeReach? own = null)
        {
            var before = State;
            (State, var claim) = CorrelationRules.Claim(State, report, own, options);
            changed = !ReferenceEquals(before, State);
            return claim;
        }

        public bool Close(string matter)
        {
            var before = State;
            State = State.Without(matter);
            return !ReferenceEquals(before, State);
        }
    }
}
