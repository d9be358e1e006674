using System.Globalization;
using System.IO.Compression;
using System.Text;
using CityActors.Cases;
using CityActors.Deadlines;
using CityActors.Figures;
using CityActors.Packs.Figures;
using CityActors.Packs.Format;
using CityActors.Packs;
using CityActors.Tests.Cases;

namespace CityActors.Tests.Figures;

/// <summary>What cases, orders and alerts add to figures, and how figures are shown.</summary>
public sealed class FigureTests(ITestOutputHelper output)
{
    /// <summary>The rows of a whole city's requests with both dates: late by "after", and by "at that instant is late", each to the case.</summary>
    [Fact]
    public void Share_OverRequestsOfACity_IsLateToTheCase()
    {
        var file = Path.Combine(SeedFiles.Path("."), "..", "..", "shared", "data", "baltimore_311", "311.csv.gz");
        Assert.SkipUnless(File.Exists(file), $"NOT MEASURED: the requests in {file} are not there.");
        var rows = Requests(file).ToList();
        Assert.Equal(5_447, rows.Count);
        var pack = RequestPack();
        Assert.Empty(PackCheck.Run(pack, new PackSet([])));
        var run = new CaseRun(pack);
        var parts = new List<FigurePart>();
        foreach (var (id, _, due, closed) in rows)
        {
            var state = run[run.Begin("request", id, new { due, closed })];
            parts.AddRange(pack.Indicators.Indicators.SelectMany(spec => PartsOf(pack, spec, state)));
        }

        foreach (var (indicator, late, isLate) in new (string, int, Func<(string Id, DateTimeOffset Created, DateTimeOffset Due, DateTimeOffset Closed), bool>)[]
        {
            ("late-after", 973, static row => row.Closed > row.Due),
            ("late-at-the-instant", 1_072, static row => row.Closed >= row.Due),
        })
        {
            var own = parts.Where(part => part.Indicator == indicator).ToList();
            var sum = own.Aggregate(default(FigureSum), static (sum, part) => sum + part.Sum);
            Assert.Equal((late, 5_447, 0, 0), (sum.Count, sum.Of, sum.Exempt, sum.Excluded));
            Assert.Equal(rows.Where(isLate).Select(static row => CaseIds.Of("request", row.Id)).Order(StringComparer.Ordinal), own.Where(static part => part.Counts).Select(static part => part.Subject).Order(StringComparer.Ordinal));
            output.WriteLine($"{indicator}: {sum.Count} of {sum.Of}.");
        }
    }

    public static TheoryData<string> WithExamples => new(PackFolder.ReadAll(SeedFiles.Path("packs")).All.Where(static pack => pack.Indicators.Indicators.Any(static one => one.Examples.Count > 0)).Select(static pack => pack.Name));

    [Fact]
    public void PacksWithCases_AllHaveFiguresWithExamples() =>
        Assert.Subset(WithExamples.Select(static row => row.Data).ToHashSet(), PackFolder.ReadAll(SeedFiles.Path("packs")).All.Where(static pack => pack.Cases.Count > 0).Select(static pack => pack.Name).Append("rings").ToHashSet());

    [Theory]
    [MemberData(nameof(WithExamples))]
    public void Examples_OfThePacksThatShip_ComeOutAsTheySay(string name)
    {
        var pack = CaseRun.Seed(name);
        Assert.NotEmpty(pack.Indicators.Indicators);
        Assert.Empty(new HistoryPlay(pack, new PackSet([]), SeedFiles.Calendar()).Run());

        // And a wrong expectation is told, not passed over.
        var first = pack.Indicators.Indicators[0];
        var wrong = pack with { Indicators = pack.Indicators with { Indicators = [first with { Examples = [first.Examples[0] with { Expect = first.Examples[0].Expect with { Of = 99 } }] }] } };
        Assert.Contains("comes to", Assert.Single(new HistoryPlay(wrong, new PackSet([]), SeedFiles.Calendar()).Run()).What, StringComparison.Ordinal);
    }

    [Fact]
    public void Case_AsItGoesOn_MovesFromOneKeyToAnother_AndIsInOneOnly()
    {
        var pack = CaseRun.Seed("mediation");
        var run = new CaseRun(pack);
        var id = run.Begin("dispute", "d", new { place = new { longitude = 112.97, latitude = 28.19, area = "430103002001001" }, story = "x", kind = "neighbours" }, ("applicant", ["hu"]), ("respondent", ["li"]));
        FigurePart Of(string indicator) => Assert.Single(PartsOf(pack, pack.Indicators.Indicators.Single(one => one.Indicator == indicator), run[id]));
        Assert.Equal(("[\"neighbours\",\"\"]", false, false), (Of("mediations-ended").Cut, Of("mediations-ended").Counts, Of("mediations-ended").IsExempt));
        Assert.Empty(PartsOf(pack, pack.Indicators.Indicators.Single(static one => one.Indicator == "settled"), run[id]));

        Assert.Null(run.Act(id, "clerk", "accept", new { level = "hard" }, roles: "intake-clerk"));
        Assert.Equal("[\"neighbours\",\"hard\"]", Of("mediations-ended").Cut);
        Assert.Equal("430103", Of("mediations-ended").Area); // A hard one goes to the district.
        Assert.Null(run.Act(id, "hu", "withdraw"));
        Assert.True(Of("mediations-ended").Counts);
        Assert.Equal((new DateOnly(2026, 3, 2), false), (Of("settled").Day, Of("settled").Counts));
    }

    [Fact]
    public void Indicator_OfWhatAnOlderVersionLacks_ExcludesTheCaseAndSaysSo()
    {
        var pack = CaseRun.Seed("mediation");
        var run = new CaseRun(pack);
        var id = run.Begin("matter", "m", new { place = new { longitude = 112.97, latitude = 28.19, area = "430103002001001" }, story = "x" }, ("asker", ["hu"]));
        var later = pack.Indicators.Indicators[0] with { Of = "case.clock.second-look == \"none\"" };
        Assert.Equal(new FigureSum(0, 0, 0, 1, 0, 0, 0), Assert.Single(PartsOf(pack, later, run[id])).Sum);
    }

    [Theory]
    [InlineData("\"child\": \"rescue\", \"reached\": \"at-scene\"", "\"child\": \"rescue\", \"reached\": \"at-home\"", "the part 'rescue' has no state 'at-home'; there are called, ")]
    [InlineData("\"child\": \"rescue\", \"reached\": \"at-scene\"", "\"child\": \"tow\", \"reached\": \"at-scene\"", "no part 'tow' is under way")]
    [InlineData("\"child\": \"rescue\", \"reached\": \"at-scene\"", "\"child\": \"rescue\", \"reached\": \"delivered\"", "no part 'rescue' is under way")]
    public void History_OfAPartThatCannotGetThere_IsTold(string what, string by, string told)
    {
        var pack = CaseRun.Seed("road", (file, text) => file == "indicators.json" ? text.Replace(what, by, StringComparison.Ordinal) : text);
        Assert.Contains(new HistoryPlay(pack, new PackSet([]), SeedFiles.Calendar()).Run(), fault => fault.Path == "$.histories.crossing" && fault.What.Contains(told, StringComparison.Ordinal));
    }

    [Fact]
    public void Figure_ShowsWhatItIsMadeOf_RawBesideExempt()
    {
        var spec = Share();
        var shown = FigureAnswer.Of(spec, new FigureSum(Raw: 10, RawCount: 6, Exempt: 2, Excluded: 1, Count: 5, 0, 0));
        Assert.Equal((0.625m, 5, 8, 2, 1, 0.6m, 6, 10), (shown.Value, shown.Numerator, shown.Denominator, shown.Exempt, shown.Excluded, shown.RawValue, shown.RawNumerator, shown.RawDenominator));
        Assert.Null(FigureAnswer.Of(spec, default).Value);
        Assert.False(FigureAnswer.Of(spec, default).IsHidden);
    }

    [Fact]
    public void Figure_OverFew_IsHidden_AndSoIsTheOneThatWouldTellIt()
    {
        var spec = Share() with { Small = 10 };
        FigureSum Of(long all) => new(all, all / 2, 0, 0, all / 2, 0, 0);
        Assert.True(FigureAnswer.Of(spec, Of(9)).IsHidden);
        Assert.False(FigureAnswer.Of(spec, Of(10)).IsHidden);
        Assert.False(FigureAnswer.Of(spec, Of(0)).IsHidden);
        Assert.True(FigureAnswer.Of(spec, new FigureSum(20, 5, 15, 0, 2, 0, 0)).IsHidden); // 5 of it are not exempt.
        Assert.Equal([true, true, false], FigureAnswer.Beside(spec, [Of(4), Of(12), Of(30)]).Select(static one => one.IsHidden));
        Assert.Equal([true, true, false], FigureAnswer.Beside(spec, [Of(4), Of(5), Of(30)]).Select(static one => one.IsHidden));
        Assert.Equal([false, false], FigureAnswer.Beside(spec, [Of(12), Of(30)]).Select(static one => one.IsHidden));
    }

    [Fact]
    public void Ranks_OfEqualFigures_AreShared_ComparedBeforeTheyAreRounded()
    {
        var spec = Share();
        FigureAnswer Of(long count, long of) => FigureAnswer.Of(spec, new FigureSum(of, count, 0, 0, count, 0, 0));
        Assert.Equal([2, 1, 2, null, 4], FigureAnswer.Ranks(spec, [Of(1, 2), Of(3, 4), Of(50, 100), Of(0, 0), Of(1, 3)]));
        Assert.Equal([1, 2], FigureAnswer.Ranks(spec, [Of(333_333_334, 1_000_000_000), Of(1_000_000_000, 3_000_000_001)]));
        Assert.Equal([3, 4, 2, null, 1], FigureAnswer.Ranks(spec with { Better = IndicatorBetter.Low }, [Of(1, 2), Of(3, 4), Of(49, 100), Of(0, 0), Of(1, 3)]));
    }

    [Fact]
    public void Target_AgainstTheYearBefore_IsMeasuredByItsChange()
    {
        var spec = Share() with { Is = IndicatorKind.Count, Count = null, Better = IndicatorBetter.Low };
        FigureAnswer Of(long count) => FigureAnswer.Of(spec, new FigureSum(count, count, 0, 0, count, 0, 0));
        var target = new TargetSpec
        {
            Target = "fewer-accidents",
            Name = new LocalText("Accidents down 30 %", "事故下降30%"),
            Indicator = "accidents",
            Against = TargetAgainst.YearBefore,
            Aim = -0.3m,
            Score = [new ScoreSpec { UpTo = -0.3m, Points = 10 }, new ScoreSpec { UpTo = 0, Points = 5 }, new ScoreSpec { Points = -5 }],
        };
        Assert.Equal((-0.3m, true, 10), Shown(TargetAnswer.Of(target, spec, Of(70), Of(100))));
        Assert.Equal((-0.29m, false, 5), Shown(TargetAnswer.Of(target, spec, Of(71), Of(100))));
        Assert.Equal((0.01m, false, -5), Shown(TargetAnswer.Of(target, spec, Of(101), Of(100))));
        Assert.Equal((null, null, null), Shown(TargetAnswer.Of(target, spec, Of(70), Of(0))));
        static (decimal?, bool?, decimal?) Shown(TargetAnswer answer) => (answer.Now, answer.IsMet, answer.Points);
    }

    [Fact]
    public void Sums_OfParts_AreTheTotal_InWhateverOrder()
    {
        var random = new Random(7);
        var parts = Enumerable.Range(0, 2_000).Select(i => new FigurePart("x", 1, $"s-{i}", 0, new DateOnly(2026, 1, 1).AddDays(random.Next(60)), $"4301{random.Next(10):D2}{random.Next(1000):D3}", "[]", random.Next(2) == 0, random.Next(5) == 0, random.Next(9) == 0, random.Next(1_000_000), CasePrivacy.Public)).ToList();
        static FigureSum Add(IEnumerable<FigurePart> some) => some.Aggregate(default(FigureSum), static (sum, part) => sum + part.Sum);
        var total = Add(parts);
        Assert.Equal(total, parts.GroupBy(static part => part.Area[..6]).Select(Add).Aggregate(default(FigureSum), FigureSum.Add));
        Assert.Equal(total, parts.OrderBy(static part => part.Day).GroupBy(static part => part.Day.Month).Select(Add).Aggregate(default(FigureSum), FigureSum.Add));
        Assert.True(total.Raw >= total.Of && total.RawCount >= total.Count);
        Assert.Equal(2_000, total.Raw + total.Excluded);
    }

    private static IndicatorSpec Share() => new() { Indicator = "x", Version = 1, Name = new LocalText("X", "某率"), Over = "orders", When = "begun", Count = "order.exempt" };

    private static IEnumerable<FigurePart> PartsOf(PackFiles pack, IndicatorSpec spec, CaseState state)
    {
        var source = FigureSource.Parse(spec.Over)!.Value;
        if (state.Terms!.Type != source.Type)
        {
            return [];
        }

        var program = CaseProgram.Of(pack, source.Type);
        return CityIndicators.OfCase(CaseFigure.Of(program, state.Id, state.Terms, state.History, SeedFiles.Calendar()), IndicatorProgram.Of(spec, IndicatorProgram.ScopeOf(program, source.IsOfLines)));
    }

    private static IEnumerable<(string Id, DateTimeOffset Created, DateTimeOffset Due, DateTimeOffset Closed)> Requests(string file)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(file), CompressionMode.Decompress), Encoding.UTF8);
        reader.ReadLine();
        var number = 0;
        while (reader.ReadLine() is { } line)
        {
            number++;
            var cells = Cells(line);
            if (cells[7].Length > 0 && cells[8].Length > 0)
            {
                yield return ($"{cells[0]}-{number}", At(cells[4]), At(cells[7]), At(cells[8]));
            }
        }

        static DateTimeOffset At(string text) => new(DateTime.ParseExact(text, "MM/dd/yyyy hh:mm:ss tt", CultureInfo.InvariantCulture), TimeSpan.Zero);
    }

    private static List<string> Cells(string line)
    {
        var (cells, cell, isQuoted) = (new List<string>(), new StringBuilder(), false);
        foreach (var letter in line)
        {
            switch (letter)
            {
                case '"':
                    isQuoted = !isQuoted;
                    break;
                case ',' when !isQuoted:
                    cells.Add(cell.ToString());
                    cell.Clear();
                    break;
                default:
                    cell.Append(letter);
                    break;
            }
        }

        cells.Add(cell.ToString());
        return cells;
    }

    private static PackFiles RequestPack()
    {
        var files = new Dictionary<string, string>
        {
            ["pack.json"] = """{"pack": "requests", "version": "1.0", "format": 1, "name": {"en": "Requests", "zh": "市民诉求"}}""",
            ["roles.json"] = """{"roles": [{"role": "clerk", "name": {"en": "Clerk", "zh": "办事员"}, "held-by": ["officer"]}]}""",
            ["cases/request.json"] = """
                {"case": "request", "id": "request", "class": "internal", "name": {"en": "Request", "zh": "诉求"}, "owner": {"area": "city", "unit": "office"},
                 "fields": {"due": {"is": "instant", "need": "begin", "name": {"en": "Due", "zh": "应办时间"}}, "closed": {"is": "instant", "need": "begin", "name": {"en": "Closed", "zh": "办结时间"}}},
                 "states": {"open": {"start": true, "name": {"en": "Open", "zh": "办理中"}, "waits": {"en": "for the clerk", "zh": "待办事员处理"}}, "closed-case": {"end": "closed", "name": {"en": "Closed", "zh": "已办结"}}},
                 "commands": [{"do": "close", "from": ["open"], "to": "closed-case", "by": ["clerk"], "name": {"en": "Close", "zh": "办结"}}]}
                """.Replace("\"open\"", "\"pending\"", StringComparison.Ordinal),
            ["indicators.json"] = """
                {"indicators": [
                   {"indicator": "late-after", "version": 1, "over": "cases:request", "when": "begun", "count": "closed > due", "better": "low", "name": {"en": "Late after", "zh": "逾期率"}, "examples": [{"histories": ["late", "at-the-instant"], "expect": {"count": 1, "of": 2}}]},
                   {"indicator": "late-at-the-instant", "version": 1, "over": "cases:request", "when": "begun", "count": "closed >= due", "better": "low", "name": {"en": "Late at the instant", "zh": "到期即逾期率"}, "examples": [{"histories": ["late", "at-the-instant"], "expect": {"count": 2, "of": 2}}]}],
                 "histories": {
                   "late": {"case": "request", "begun": "2026-03-02T09:00", "fields": {"due": "2026-03-02T10:00:00Z", "closed": "2026-03-02T10:00:01Z"}},
                   "at-the-instant": {"case": "request", "begun": "2026-03-02T09:00", "fields": {"due": "2026-03-02T10:00:00Z", "closed": "2026-03-02T10:00:00Z"}}}}
                """,
        };
        var pack = PackReader.Read(files.ToDictionary(static file => file.Key, static file => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(file.Value)), out var faults);
        Assert.Empty(faults);
        return pack!;
    }
}
