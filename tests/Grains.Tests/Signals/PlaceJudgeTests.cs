using CityActors.Facts;
using CityActors.Packs.Format;
using CityActors.Places;
using CityActors.Signals;

namespace CityActors.Tests.Signals;

/// <summary>How rules stand, against a plain count of everything that was ever told.</summary>
public sealed class PlaceJudgeTests
{
    private static readonly DateTimeOffset Start = SignalTown.Start;
    private static readonly string[] Names = ["dark", "silent"];

    [Theory]
    [InlineData(PlaceMode.Share, 0.5, null)]
    [InlineData(PlaceMode.Share, null, 0.34)]
    [InlineData(PlaceMode.Any, null, null)]
    [InlineData(PlaceMode.All, null, null)]
    public void Stand_OfRandomSignals_IsThatOfAPlainCount(PlaceMode mode, double? least, double? most)
    {
        var random = new Random(11);
        var shown = 0;
        for (var run = 0; run < 300; run++)
        {
            var rule = Rule(mode, least, most, leastMembers: random.Next(1, 5), near: mode == PlaceMode.All && random.Next(2) == 0 ? 250 : null);
            var members = Enumerable.Range(0, random.Next(1, 12)).Select(static i => new PlaceMember($"t-{i}", i % 5 == 4 ? "other" : "thing", "430103002001001", Geography.Offset(new GeoPoint(112.97, 28.19), i * 100, 0))).ToList();
            var watched = members.ConvertAll(static card => new WatchedMember(card, []));
            var told = new List<SignalChanged>();
            var at = Start;
            for (var step = 0; step < 60; step++)
            {
                at += TimeSpan.FromMinutes(random.Next(1, 20));
                var member = random.Next(members.Count);
                var changed = new SignalChanged
                {
                    Subject = "signal",
                    Version = step,
                    At = at,
                    Area = "",
                    Member = members[member].Id,
                    Signal = Names[random.Next(2)],
                    Since = random.Next(3) == 0 ? null : at - TimeSpan.FromMinutes(random.Next(0, 30)),
                };
                told.Add(changed);
                watched[member] = watched[member].With(changed);
                var from = random.Next(4) == 0 ? at - TimeSpan.FromMinutes(random.Next(30, 200)) : default(DateTimeOffset?);

                var stand = PlaceJudge.Stand(rule, watched, at, from);

                Assert.Equal(Naive(rule, members, told, at, from), stand.IsShown);
                shown += stand.IsShown ? 1 : 0;
            }
        }

        Assert.InRange(shown, 300, 17_000);
    }

    [Fact]
    public void SmallCells_AreJudgedInTheSmallestAreaWithEnoughMembers()
    {
        var random = new Random(5);
        for (var run = 0; run < 500; run++)
        {
            var rule = Rule(PlaceMode.Share, 0.5, null, leastMembers: 5, near: null);
            var cells = Enumerable.Range(0, random.Next(1, 20))
                .Select(_ => $"43010300{random.Next(1, 3)}00{random.Next(1, 4)}{random.Next(1, 9):000}").Distinct()
                .ToDictionary(static code => code, _ => new PlaceStand { Members = random.Next(1, 5) }, StringComparer.Ordinal);
            foreach (var code in cells.Keys.ToArray())
            {
                cells[code] = cells[code] with { Holding = random.Next(0, cells[code].Members + 1) };
            }

            var judged = SmallCells.Judge(rule, cells);

            foreach (var code in cells.Keys)
            {
                var area = new[] { 12, 9, 6 }.Select(digits => code[..digits]).FirstOrDefault(prefix => Of(prefix).Sum(static stand => stand.Members) >= 5);
                var isShown = area is not null && cells[code].Holding > 0 && 2 * Of(area).Sum(static stand => stand.Holding) >= Of(area).Sum(static stand => stand.Members);
                Assert.Equal((isShown, area ?? ""), judged.GetValueOrDefault(code, (false, "")));
            }

            IEnumerable<PlaceStand> Of(string prefix) => cells.Where(entry => entry.Key.StartsWith(prefix, StringComparison.Ordinal)).Select(static entry => entry.Value);
        }
    }

    // From the history alone: who holds what at a time, and who held something lately.
    private static bool Naive(PlaceRule rule, List<PlaceMember> members, List<SignalChanged> told, DateTimeOffset at, DateTimeOffset? from)
    {
        var window = from ?? at - rule.Within;
        var counted = members.Where(static member => member.Kind == "thing").ToList();
        var fresh = counted.SelectMany(member => Now(member, at)).Where(held => held.Since >= window).ToList();
        var holding = counted.Count(member => Now(member, at).Max(static held => (DateTimeOffset?)held.Since) >= window);
        var old = counted.Count(member => Now(member, at).Any() && !(Now(member, at).Max(static held => held.Since) >= window));
        var judged = rule.Mode == PlaceMode.Share && rule.Most is null ? counted.Count - old : counted.Count;
        if (judged < rule.LeastMembers || holding == 0)
        {
            return false;
        }

        return rule.Mode switch
        {
            PlaceMode.Any => true,
            PlaceMode.All => fresh.Exists(one => Names.All(name => counted.SelectMany(member => Now(member, at)).Any(other =>
                other.Signal == name && Holds(other.Member) && (other.Since - one.Since).Duration() <= rule.Within
                && (rule.Near is null || Geography.DistanceMetres(one.Member.Position, other.Member.Position) <= rule.Near)))),
            _ when rule.Most is { } most => Lately() <= most * judged,
            _ => holding >= rule.Least * judged,
        };

        bool Holds(PlaceMember member) => Now(member, at).Any(held => held.Since >= window);

        int Lately() => counted.Count(member => Names.Any(name =>
        {
            var of = told.Where(changed => changed.Member == member.Id && changed.Signal == name).ToList();
            return of.Count > 0 && (of[^1].Since is not null || Ended(of) >= window);
        }));

        IEnumerable<(PlaceMember Member, string Signal, DateTimeOffset Since)> Now(PlaceMember member, DateTimeOffset time) =>
            from name in Names
            let last = told.LastOrDefault(changed => changed.Member == member.Id && changed.Signal == name && changed.At <= time)
            where last?.Since is not null
            select (member, name, last.Since!.Value);
    }

    private static DateTimeOffset? Ended(List<SignalChanged> of)
    {
        var on = of.FindLastIndex(static changed => changed.Since is not null);
        return on < 0 || on == of.Count - 1 ? null : of[on + 1].At;
    }

    private static PlaceRule Rule(PlaceMode mode, double? least, double? most, int leastMembers, double? near) => new()
    {
        Pack = "test",
        Name = "rule",
        Level = AreaLevel.Cell,
        Mode = mode,
        Of = Names,
        Members = new HashSet<string>(["thing"], StringComparer.Ordinal),
        Least = (decimal?)least,
        Most = (decimal?)most,
        LeastMembers = leastMembers,
        Within = TimeSpan.FromMinutes(60),
        Near = near,
    };
}
