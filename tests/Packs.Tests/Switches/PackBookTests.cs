using System.Text;
using Xunit;

namespace CityActors.Packs.Switches;

/// <summary>What is on where, from what was booked; held against a plain look at each instant.</summary>
public sealed class PackBookTests
{
    private const string District = "430103";
    private const string Community = "430103002001";
    private const string Cell = "430103002001001";
    private static readonly DateTimeOffset T0 = new(2027, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly PackSet Packs = PackFolder.ReadAll(Path.Combine(SeedPacks.Seeds, "packs"));

    [Fact]
    public void AllOn_IsOnEverywhereAndAlways()
    {
        var book = PackBook.AllOn(Packs);
        Assert.All(Packs.All, pack => Assert.Equal([new PackSpan(DateTimeOffset.MinValue, pack.Digest)], book.Spans(pack.Name, Cell)));
        Assert.Equal(Packs.All.Select(static pack => pack.Digest), book.Packs.All.Select(static pack => pack.Digest));
        Assert.Null(book.DigestOn("tides", Cell, T0));
    }

    [Fact]
    public void Spans_TheLatestInstantCounts_WhateverTheAreas()
    {
        var book = Book(Off(3, Community), On(5, District), Off(4, ""), Off(9, "430103003"));
        Assert.Equal([(DateTimeOffset.MinValue, true), (T0.AddDays(3), false), (T0.AddDays(5), true)], Told(book, Cell));
        Assert.Equal([(DateTimeOffset.MinValue, true), (T0.AddDays(4), false), (T0.AddDays(5), true)], Told(book, "430103004"));
        Assert.Equal([(DateTimeOffset.MinValue, true), (T0.AddDays(4), false)], Told(book, "430102"));
    }

    [Fact]
    public void Spans_OfOneInstant_TheLastBookedCounts() => Assert.Equal([(DateTimeOffset.MinValue, true), (T0.AddDays(1), false)], Told(Book(On(1, ""), Off(1, District)), Cell));

    /// <summary>The end of an order counts only while the pack is on by it.</summary>
    [Fact]
    public void Spans_AnOrderEnds_UnlessAnotherFollowed()
    {
        Assert.Equal([(DateTimeOffset.MinValue, false), (T0.AddDays(1), true), (T0.AddDays(5), false)], Told(Begun(Ordered(1, 5)), Cell));
        Assert.Equal([(DateTimeOffset.MinValue, false), (T0.AddDays(1), true), (T0.AddDays(9), false)], Told(Begun(Ordered(1, 5), Ordered(3, 9)), Cell));
    }

    [Fact]
    public void Off_CancelsWhatIsBookedLater_InItsAreasOnly()
    {
        var book = Book(On(5, ""), Off(9, Community), On(12, "430103003"));
        var off = book.Cancelling(Off(1, District));
        Assert.Equal(book.Acts.Skip(Packs.All.Count).Select(static act => act.Number), off.Cancels);
        var then = With(book, off);
        Assert.Equal([(DateTimeOffset.MinValue, true), (T0.AddDays(1), false)], Told(then, Cell));
        Assert.Equal([(DateTimeOffset.MinValue, true), (T0.AddDays(1), false)], Told(then, "430103003001"));
        Assert.Equal([(DateTimeOffset.MinValue, true)], Told(then, "430102"));
        var left = Assert.Single(then.Booked("air", T0.AddDays(2)));
        Assert.Equal((T0.AddDays(5), "", District), (left.Act.From, Assert.Single(left.Areas), Assert.Single(left.NotIn)));

        // What is cancelled is not cancelled again, and what is booked after that comes.
        Assert.Null(then.Cancelling(Off(2, Community)).Cancels);
        Assert.Equal([left.Act.Number], then.Cancelling(Off(2, "4301")).Cancels);
        Assert.Equal([(DateTimeOffset.MinValue, true), (T0.AddDays(1), false), (T0.AddDays(6), true)], Told(With(then, On(6, Community)), Cell));
        Assert.Null(book.Cancelling(Off(12, "")).Cancels);
    }

    [Fact]
    public void Off_CancelsAnOrderToCome_WithItsEnd()
    {
        var book = Begun(Ordered(3, 9));
        Assert.Equal([(DateTimeOffset.MinValue, false)], Told(With(book, book.Cancelling(Off(1, District))), Cell));
        Assert.Empty(With(book, book.Cancelling(Off(1, ""))).Booked("air", T0.AddDays(1)));
    }

    /// <summary>Whatever was booked before, a place in which a pack was switched off stays off until something is booked anew.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Off_Random_StaysOff(int seed)
    {
        var random = new Random(seed);
        string[] areas = ["", "4301", District, "430103002", Community, "430103003", "430102"];
        for (var round = 0; round < 500; round++)
        {
            var book = Begun();
            for (var i = random.Next(1, 10); i > 0; i--)
            {
                book = With(book, random.Next(3) switch
                {
                    0 => Ordered(random.Next(10), random.Next(11, 20)),
                    1 => On(random.Next(20), areas[random.Next(areas.Length)]),
                    _ => book.Cancelling(Off(random.Next(20), areas[random.Next(areas.Length)])),
                });
            }

            var off = book.Cancelling(Off(random.Next(20), areas[random.Next(areas.Length)]));
            var then = With(book, off);
            foreach (var place in areas.Where(static area => area.Length > 0).Append(Cell))
            {
                Assert.Equal(book.Spans("air", place).Where(span => span.From < off.From), then.Spans("air", place).Where(span => span.From < off.From));
                Assert.True(!off.Covers(place) || then.Spans("air", place)[^1].Digest is null);
                Assert.True(off.Covers(place) || book.Spans("air", place).SequenceEqual(then.Spans("air", place)));
            }

            Assert.DoesNotContain(then.Booked("air", off.From), booked => booked.Touches(off.Areas!));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Spans_Random_AreThoseOfAPlainLook(int seed)
    {
        var random = new Random(seed);
        string[] areas = ["", "4301", District, "430103002", Community, "430103003", "430102"];
        for (var round = 0; round < 500; round++)
        {
            var acts = Enumerable.Range(0, random.Next(1, 12)).Select(_ => random.Next(2) == 0 ? On(random.Next(20), areas[random.Next(areas.Length)]) : Off(random.Next(20), areas[random.Next(areas.Length)])).ToArray();
            var book = Begun(acts);
            for (var day = -1; day < 22; day++)
            {
                var at = T0.AddDays(day);
                var last = acts.Where(act => act.From <= at && act.Areas!.Any(area => Cell.StartsWith(area, StringComparison.Ordinal))).Select(static (act, place) => (act, place)).OrderBy(static pair => (pair.act.From, pair.place)).LastOrDefault().act;
                Assert.Equal(last?.Act == PackActKind.On, book.DigestOn("air", Cell, at) is not null);
            }

            var spans = book.Spans("air", Cell);
            Assert.All(spans.Zip(spans.Skip(1)), static pair => Assert.True(pair.First.From < pair.Second.From && pair.First.Digest != pair.Second.Digest));
        }
    }

    [Theory]
    [InlineData(PackActKind.Off, "base", "", "needed")]
    [InlineData(PackActKind.Off, "base", Community, "needed")]
    [InlineData(PackActKind.Off, "air", "", null)]
    [InlineData(PackActKind.Off, "tides", "", "unknown-pack")]
    [InlineData(PackActKind.Off, "air", "43010x", "bad-area")]
    [InlineData(PackActKind.Retire, "air", "", "still-on")]
    public void WhyNot_WhileAllIsOn(PackActKind kind, string pack, string area, string? code) =>
        Assert.Equal(code, SwitchRules.WhyNot(PackBook.AllOn(Packs), Act(kind, 1, area, pack), T0)?.Code);

    [Fact]
    public void WhyNot_NeedsAndTheirPlaces()
    {
        var book = Book(Off(1, Community));
        Assert.Null(SwitchRules.WhyNot(book, Act(PackActKind.On, 2, Community, "air"), T0));
        Assert.Equal("too-early", SwitchRules.WhyNot(book, On(2, ""), T0.AddDays(3))?.Code);
        Assert.Equal("unknown-version", SwitchRules.WhyNot(book, On(2, "") with { Digest = "0" }, T0)?.Code);

        // 'base' goes in one community as soon as all that need it there are off; then they may not come back.
        var without = Packs.All.Where(static pack => pack.Manifest.Needs.ContainsKey("base")).Aggregate(PackBook.AllOn(Packs), (all, pack) => With(all, Act(PackActKind.Off, 1, Community, pack.Name)));
        var off = Act(PackActKind.Off, 2, Community, "base");
        Assert.Null(SwitchRules.WhyNot(without, off, T0));
        Assert.Equal("needed", SwitchRules.WhyNot(without, off with { From = T0.AddHours(1) }, T0)?.Code);
        var refusal = SwitchRules.WhyNot(With(without, off), Act(PackActKind.On, 3, "", "air"), T0);
        Assert.Equal("need-off", refusal?.Code);
        Assert.Contains(Community, refusal!.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void WhyNot_AnotherVersionElsewhere_OrNoOrder()
    {
        var next = Version("\"version\": \"1.2\"", "\"version\": \"1.3\"");
        var book = PackBook.AllOn(Packs).With(Act(PackActKind.Install, 0, "", "air") with { Number = 100, Digest = next.Digest, Areas = null }, next);
        Assert.Equal("one-version", SwitchRules.WhyNot(book, On(1, District) with { Digest = next.Digest }, T0)?.Code);
        Assert.Null(SwitchRules.WhyNot(book, On(1, "") with { Digest = next.Digest }, T0));
        Assert.Equal("1.2", book.Packs.Find("air")!.Manifest.Version);
        Assert.Equal("1.3", With(book, On(1, "") with { Digest = next.Digest }).Packs.Find("air")!.Manifest.Version);

        var ordered = Version("\"switch\": \"free\"", "\"switch\": \"order\"");
        book = book.With(Act(PackActKind.Install, 0, "", "air") with { Number = 101, Digest = ordered.Digest, Areas = null }, ordered);
        var on = On(1, "") with { Digest = ordered.Digest };
        Assert.Equal("order-needed", SwitchRules.WhyNot(book, on, T0)?.Code);
        Assert.Equal("order-needed", SwitchRules.WhyNot(book, on with { Order = new("a drill", T0) }, T0)?.Code);
        Assert.Null(SwitchRules.WhyNot(book, on with { Order = new("a drill", T0.AddDays(9)) }, T0));
    }

    [Theory]
    [InlineData("""{ "city": "x", "on": [ { "pack": "tides" } ] }""", "C1 x.json:1 $.on[0]: There is no pack 'tides'")]
    [InlineData("""{ "city": "x", "on": [ { "pack": "air", "version": "0.9" } ] }""", "C1 x.json:1 $.on[0]: 'air' is there in version 1.2")]
    [InlineData("""{ "city": "x", "on": [ { "pack": "orders" }, { "pack": "air" } ] }""", "C1 x.json:1 $.on[1]: 'air' needs 'base'")]
    [InlineData("""{ "city": "x", "off": [] }""", "S2 x.json:1 $.off: 'off' is no word here")]
    [InlineData("""{ "city": "x" }""", "S1 x.json:1 $: Something is missing: give on")]
    public void City_ThatIsWrong_IsToldByLine(string text, string says)
    {
        var content = Encoding.UTF8.GetBytes(text);
        var spec = CitySpec.Read(content, "x.json", out var faults);
        spec?.Acts(content, "x.json", Packs, T0, out faults);
        Assert.StartsWith(says, faults[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void City_OfTheSeeds_BeginsWithoutAFault()
    {
        var content = File.ReadAllBytes(Path.Combine(SeedPacks.Seeds, "cities", "tianxin.json"));
        var acts = CitySpec.Read(content, "tianxin.json", out _)!.Acts(content, "tianxin.json", Packs, T0, out var faults);
        Assert.Empty(faults);
        Assert.Equal(Packs.All.Select(static pack => pack.Name), acts.Select(static act => act.Pack).Order(StringComparer.Ordinal));
    }

    private static PackFiles Version(string what, string by) => PackReader.Read(SeedPacks.Read("air").Replace("pack.json", what, by), out _)!;

    private static List<(DateTimeOffset, bool)> Told(PackBook book, string area) => [.. book.Spans("air", area).Select(static span => (span.From, span.Digest is not null))];

    private static PackBook Book(params PackAct[] acts) => acts.Aggregate(PackBook.AllOn(Packs), With);

    /// <summary>A city in which the pack is off at first.</summary>
    private static PackBook Begun(params PackAct[] acts) => acts.Aggregate(new PackBook([], Packs.All.ToDictionary(static pack => pack.Digest)), With);

    private static PackBook With(PackBook book, PackAct act) => book.With(act with { Number = book.Number + 1 });

    private static PackAct On(int day, string area) => Act(PackActKind.On, day, area, "air");

    private static PackAct Off(int day, string area) => Act(PackActKind.Off, day, area, "air");

    private static PackAct Ordered(int day, int until) => On(day, "") with { Order = new PackOrder("a drill", T0.AddDays(until)) };

    private static PackAct Act(PackActKind kind, int day, string area, string pack) => new(0, kind, pack, T0.AddDays(day), "duty-officer", T0, "why") { Digest = kind == PackActKind.On ? Packs.Find(pack)!.Digest : null, Areas = kind == PackActKind.Retire ? null : [area] };
}
