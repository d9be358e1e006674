using CityActors.Dispatch;
using CityActors.Responders;

namespace CityActors.Places.Tests;

public sealed class ResponderChoiceTests
{
    private const string Officer = Skills.GridOfficer;
    private static readonly GeoPoint Here = new(112.9897, 28.1127);
    private static readonly DateTimeOffset Noon = new(2026, 1, 5, 4, 0, 0, TimeSpan.Zero);
    private static readonly DispatchOptions Options = new();
    private static readonly Dictionary<string, string> Nobody = [];

    [Fact]
    public void Choose_TwoFree_TakesTheNearestAndShowsBothDistances()
    {
        var choice = Choose(Member("resp-a", 180), Member("resp-b", 1_240));

        Assert.Equal("resp-a", choice.Responder);
        Assert.Equal("resp-a chosen: nearest free grid officer, 180 m; next resp-b 1,240 m (farther)", choice.English);
        Assert.Equal("选派 resp-a：最近的空闲网格员，180 米；其次 resp-b，1,240 米（较远）", choice.Chinese);
        Assert.Equal([("resp-a", 180.0, "chosen"), ("resp-b", 1240.0, "farther")], Shown(choice));
    }

    [Fact]
    public void Choose_TheChosenMovedFiveKilometres_TakesTheOtherAndShowsBothDistances()
    {
        var choice = Choose(Member("resp-a", 5_180), Member("resp-b", 1_240));

        Assert.Equal("resp-b", choice.Responder);
        Assert.Equal([("resp-b", 1240.0, "chosen"), ("resp-a", 5180.0, "farther")], Shown(choice));
        Assert.Contains("next resp-a 5,180 m", choice.English, StringComparison.Ordinal);
    }

    [Fact]
    public void Choose_BusyOffShiftUnreachableAndDeclined_AreNeverChosenAndAreShownWhy()
    {
        var busy = Member("resp-busy", 10, load: 1);
        var off = Member("resp-off", 20, card => card with { ShiftStart = new(20, 0), ShiftEnd = new(8, 0) });
        var away = Member("resp-away", 30, card => card with { Reachable = false });
        var declined = Member("resp-declined", 40);
        var choice = Choose([busy, off, away, declined, Member("resp-far", 4_000)], new() { ["resp-declined"] = "declined" });

        Assert.Equal("resp-far", choice.Responder);
        Assert.Equal(["busy", "off-shift", "unreachable", "declined", "chosen"], choice.Candidates.Select(c => c.Verdict));
    }

    [Fact]
    public void Choose_LargePool_ShowsTheNearestTheChosenAndTheNextAsIfAllWereSorted()
    {
        var random = new Random(7);
        for (var round = 0; round < 200; round++)
        {
            PoolMember[] pool = [.. Enumerable.Range(0, random.Next(1, 60)).Select(number =>
                Member($"resp-{number:00}", 10 * random.Next(0, 120), card => card with { Reachable = random.Next(3) > 0, Capacity = 5 }, load: random.Next(0, 6)))];
            var choice = Choose(pool);
            var byDistance = pool.Select(member => (member.Card.Id, Metres: Metres(member), IsFree: member.Card.Reachable && member.Load < 5)).OrderBy(static one => one.Metres).ThenBy(static one => one.Id, StringComparer.Ordinal).ToList();
            var next = byDistance.Find(one => one.IsFree && one.Id != choice.Responder).Id;
            string[] must = choice.Responder.Length == 0 ? [] : [choice.Responder, .. next is null ? Array.Empty<string>() : [next]];
            var others = byDistance.Where(one => !must.Contains(one.Id)).Take(5 - must.Length).Select(static one => one.Id);

            Assert.Equal(byDistance.Exists(static one => one.IsFree), choice.Responder.Length > 0);
            Assert.Equal(byDistance.Select(static one => one.Id).Intersect(must.Concat(others)), choice.Candidates.Select(static candidate => candidate.Responder));
        }

        static double Metres(PoolMember member) => Math.Round(Geography.DistanceMetres(member.Card.Position, Here), 1);
    }

    [Fact]
    public void Choose_NobodyFree_SaysWhy()
    {
        var choice = Choose(Member("resp-a", 10, load: 1), Member("resp-b", 20, load: 1), Member("resp-c", 30, card => card with { Reachable = false }));

        Assert.Equal("", choice.Responder);
        Assert.Equal("No grid officer is free: 2 busy, 1 unreachable; waiting.", choice.English);
        Assert.Equal("暂无空闲网格员：2 人任务已满，1 人联系不上；等待中。", choice.Chinese);
        Assert.Equal(3, choice.Candidates.Count);
    }

    [Fact]
    public void Choose_NobodyServes_SaysSo()
    {
        var choice = Choose(Member("resp-a", 10, card => card with { Area = "430103009" }), Member("resp-b", 10, card => card with { Skills = [Skills.Medic] }));

        Assert.Equal("No grid officer serves this area; waiting.", choice.English);
        Assert.Empty(choice.Candidates);
    }

    [Fact]
    public void Choose_AreaIsTheNeedsOrAboveIt_Serves()
    {
        string[] areas = ["430103", "430103002", "430103002001", "430103002001007"];
        foreach (var area in areas)
        {
            Assert.Equal("resp-a", Choose(Member("resp-a", 10, card => card with { Area = area })).Responder);
        }

        Assert.Equal("", Choose(Member("resp-a", 10, card => card with { Area = "430103002002" })).Responder);
    }

    [Theory]
    [InlineData("08:00", "18:00", "07:59", false)]
    [InlineData("08:00", "18:00", "08:00", true)]
    [InlineData("08:00", "18:00", "17:59", true)]
    [InlineData("08:00", "18:00", "18:00", false)]
    [InlineData("20:00", "08:00", "23:00", true)]
    [InlineData("20:00", "08:00", "07:59", true)]
    [InlineData("20:00", "08:00", "08:00", false)]
    [InlineData("20:00", "08:00", "12:00", false)]
    [InlineData("00:00", "00:00", "03:00", true)]
    public void Shift_InChinaStandardTime_RunsFromStartToEnd(string start, string end, string local, bool isOn)
    {
        var culture = System.Globalization.CultureInfo.InvariantCulture;
        var card = Member("resp-a", 0).Card with { ShiftStart = TimeOnly.Parse(start, culture), ShiftEnd = TimeOnly.Parse(end, culture) };
        var utc = new DateTimeOffset(new DateTime(2026, 1, 5) + TimeOnly.Parse(local, culture).ToTimeSpan(), TimeSpan.FromHours(8)).ToUniversalTime();

        Assert.Equal(isOn, Shifts.IsOnShift(card, utc));
        var next = PoolMember.NextShiftStart(card, utc);
        Assert.InRange(next - utc, TimeSpan.FromTicks(1), TimeSpan.FromDays(1));
        Assert.Equal(card.ShiftStart, TimeOnly.FromTimeSpan(next.ToOffset(TimeSpan.FromHours(8)).TimeOfDay));
    }

    [Fact]
    public void Choose_EquallyNear_TakesWhoCarriesLess()
    {
        var choice = Choose(Member("resp-a", 100, card => card with { Capacity = 3 }, load: 2), Member("resp-b", 149, card => card with { Capacity = 3 }, load: 1));

        Assert.Equal("resp-b", choice.Responder);
        Assert.Equal("resp-b chosen: equally near grid officer, 149 m; next resp-a 100 m (carries more orders)", choice.English);
        Assert.Equal("loaded", choice.Candidates[0].Verdict);
    }

    [Fact]
    public void Choose_EquallyNearAndLoaded_TakesFromTheAreaThatKeepsMore()
    {
        var choice = Choose(
            Member("resp-a", 100, card => card with { Area = "430103002001" }),
            Member("resp-b", 120),
            Member("resp-c", 3_000));

        Assert.Equal("resp-b", choice.Responder);
        Assert.Equal("coverage", choice.Candidates[0].Verdict);
    }

    [Fact]
    public void Choose_BeyondANearTie_TakesTheNearestHoweverLoaded()
    {
        var choice = Choose(Member("resp-a", 1_000, card => card with { Capacity = 5 }, load: 4), Member("resp-b", 1_101));

        Assert.Equal("resp-a", choice.Responder);
        Assert.Equal("resp-b", Choose(Member("resp-a", 1_000, card => card with { Capacity = 5 }, load: 4), Member("resp-b", 1_099)).Responder);
    }

    [Fact]
    public void Choose_AllAlike_TakesTheLowestId()
    {
        Assert.Equal("resp-a", Choose(Member("resp-b", 100), Member("resp-a", 100)).Responder);
    }

    [Fact]
    public void Choose_ManyNearerBusyOnes_StillShowsTheChosenAndTheNext()
    {
        var members = Enumerable.Range(0, 9).Select(i => Member($"resp-{i}", 10 * i, load: 1))
            .Append(Member("resp-x", 2_000)).Append(Member("resp-y", 3_000)).Append(Member("resp-z", 4_000)).ToArray();
        var choice = Choose(members, []);

        Assert.Equal(["resp-0", "resp-1", "resp-2", "resp-x", "resp-y"], choice.Candidates.Select(c => c.Responder));
    }

    [Fact]
    public void Choose_PoolInAnyOrder_IsTheSame()
    {
        var members = Enumerable.Range(0, 40).Select(i => Member($"resp-{i:00}", 100 + (i % 7), load: i % 2, change: card => card with { Capacity = 2 })).ToArray();
        var expected = Choose(members, []);
        for (var seed = 0; seed < 20; seed++)
        {
            new Random(seed).Shuffle(members);
            var choice = Choose(members, []);
            Assert.Equal(expected.English, choice.English);
            Assert.Equal(expected.Candidates, choice.Candidates);
        }
    }

    private static (string, double, string)[] Shown(DispatchChoice choice) =>
        [.. choice.Candidates.Select(c => (c.Responder, c.DistanceMetres, c.Verdict))];

    private static DispatchChoice Choose(params PoolMember[] pool) => Choose(pool, Nobody);

    private static DispatchChoice Choose(PoolMember[] pool, Dictionary<string, string> excluded) => ResponderChoice.Choose(
        pool,
        Officer,
        new DispatchNeed { Order = "order-1", Skills = [Officer], Position = Here, At = Noon, Area = "430103002001007" },
        excluded,
        Noon,
        Options);

    private static PoolMember Member(string id, double metres, Func<ResponderCard, ResponderCard>? change = null, int load = 0)
    {
        var card = new ResponderCard
        {
            Id = id,
            Name = id,
            Skills = [Officer],
            Area = "430103002",
            Position = Geography.Offset(Here, metres, 0),
            Capacity = 1,
        };
        return new PoolMember(change?.Invoke(card) ?? card, load);
    }
}
