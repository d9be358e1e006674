using CityActors.Alerts;
using CityActors.Facts;
using CityActors.Observations;
using CityActors.Packs;
using CityActors.Packs.Switches;
using CityActors.Terminals;
using CityActors.Tests.Alerts;

namespace CityActors.Tests.Watch;

/// <summary>Terminals while packs are switched and parameters set: everything holds from its instant, and nothing from before.</summary>
public sealed class SwitchedTerminalTests
{
    private const string Id = "term-1";
    private static readonly DateTimeOffset T0 = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Off_EndsWhatIsOpen_AndFindsNothing_UntilItIsOnAgain()
    {
        var run = Run(Off("fire", 30), On("fire", 60));
        Send(run, (0, 12), (10, 12), (20, 12), (40, 20), (50, 12), (55, 3));
        Assert.Equal(["Open 0", "Cleared 30 pack off"], Told(run));
        Send(run, (65, 12), (66, 3), (70, 3));
        Assert.Equal(["Open 0", "Cleared 30 pack off", "Open 65", "Cleared 68 below 8 %LEL for 2 min"], Told(run, tick: 80));
    }

    [Fact]
    public void OnAgain_WhatHolds_IsJudgedFromThatInstant()
    {
        var run = Run(Off("fire", 30), On("fire", 60));
        Send(run, (0, 3), (40, 12));
        run.Tick(T0.AddMinutes(59));
        Assert.Empty(Told(run));
        Assert.Equal(T0.AddMinutes(60), run.NextDue);
        Assert.Equal(["Open 60"], Told(run, tick: 60));
    }

    /// <summary>A device that fell silent while its pack was off is a data gap from the instant at which it is on again, and its last value stands for nothing.</summary>
    [Fact]
    public void OnAgain_OfASilentDevice_IsADataGapAndNoAlert()
    {
        var run = Run(Off("fire", 30), On("fire", 180));
        Send(run, (40, 12));
        run.Tick(T0.AddMinutes(200));
        var alert = Assert.Single(run.Alerts).Alert;
        Assert.Equal((AlertKinds.DataGap, T0.AddMinutes(180)), (alert.Kind, alert.OpenedAt));
    }

    [Fact]
    public void Off_ElsewhereOrOfAnotherPack_ChangesNothing()
    {
        var run = Run(Off("fire", 30, "430103003"), Off("rain", 30));
        Send(run, (0, 12), (40, 12));
        Assert.Equal(["Open 0"], Told(run));
    }

    [Theory]
    [InlineData("", "Open 30")]
    [InlineData("430103002", "Open 30")]
    [InlineData(Id, "Open 30")]
    [InlineData("430103003", "")]
    [InlineData("term-2", "")]
    public void Limit_Lowered_JudgesTheStandingValueFromItsInstant(string place, string expected)
    {
        var run = Run(Set("fire", "gas-limit", place, 30, new(6, null)));
        Send(run, (0, 7), (20, 7), (45, 7));
        Assert.Equal(expected.Length == 0 ? [] : [expected], Told(run));
    }

    [Fact]
    public void Limit_Raised_EndsTheEpisodeAfterItsDelay()
    {
        var run = Run(Set("fire", "gas-limit", "", 30, new(20, null)));
        Send(run, (0, 12), (20, 12), (45, 12));
        Assert.Equal(["Open 0", "Cleared 32 below 18 %LEL for 2 min"], Told(run));
    }

    [Fact]
    public void GapAfter_OfEveryDevice_IsAParameterOfTheBase()
    {
        var run = Run(Set("base", "gap-after", "430103", 30, new(null, "3 hours")));
        Send(run, (0, 3));
        run.Tick(T0.AddMinutes(179));
        Assert.Empty(run.Alerts);
        run.Tick(T0.AddMinutes(180));
        Assert.Equal(AlertKinds.DataGap, Assert.Single(run.Alerts).Alert.Kind);
    }

    [Fact]
    public void Priority_IsThePacks_UnlessTheCitySetIt()
    {
        Assert.Equal(AlertPriority.Low, new AlertOptions().PriorityOf(AlertKinds.Gas, AlertPriority.Low));
        Assert.Equal(AlertPriority.High, new AlertOptions().PriorityOf(AlertKinds.Gas));
        Assert.Equal(AlertPriority.Medium, new AlertOptions().PriorityOf("noise"));
        var set = new AlertOptions();
        set.Priorities[AlertKinds.Gas] = AlertPriority.Medium;
        Assert.Equal(AlertPriority.Medium, set.PriorityOf(AlertKinds.Gas, AlertPriority.Low));
    }

    /// <summary>Booked while it runs: what was judged stays, and the rest is judged by what holds.</summary>
    /// <summary>A latched episode outlasts what began it, until an officer or its order ends it; what holds then begins another.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Latched_EndedByPeople_IsReadyForTheNext(bool byOrder)
    {
        var run = Of(SeedThings.Rules(PackRun.With("fire", "watch.json", "\"uses\": \"threshold\", \"levels\": [ { \"level\": 1, \"from\": \"$gas-limit\"", "\"uses\": \"threshold\", \"latch\": true, \"levels\": [ { \"level\": 1, \"from\": \"$gas-limit\"")));
        Send(run, (0, 12), (10, 3), (20, 12), (30, 3));
        Assert.Equal(["Open 0"], Told(run, tick: 35));
        End(35);
        run.Restart();
        Send(run, (40, 4), (50, 12), (60, 12));
        Assert.Equal(["Open 0", "Cleared 35 ", "Open 50"], Told(run, tick: 65));
        End(65);
        Send(run, (70, 12));
        Assert.Equal(["Open 0", "Cleared 35 ", "Open 50", "Cleared 65 ", "Open 70"], Told(run, tick: 75));

        void End(int minute)
        {
            if (byOrder)
            {
                run.React(new OrderEnded { Subject = "order-1", Version = 1, At = T0.AddMinutes(minute), Area = "430103002001001", Alerts = [run.Alert.Id], Actor = "duty-officer", Reason = "safe" });
            }
            else
            {
                run.Handle(new AlertCommand.Safe { Actor = "duty-officer", At = T0.AddMinutes(minute) });
            }
        }
    }

    [Fact]
    public void Book_ThatGrows_LeavesWhatWasJudged()
    {
        var (rules, things) = SeedThings.Switched(Book());
        var run = Of(rules);
        Send(run, (0, 12), (10, 12));
        things.Use(Book(Off("fire", 30)));
        Assert.Equal(T0.AddMinutes(30), run.NextDue);
        Send(run, (40, 12));
        Assert.Equal(["Open 0", "Cleared 30 pack off"], Told(run));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void RandomSwitchesAndLimits_AreThoseOfAPlainLoop(int seed)
    {
        var (random, told) = (new Random(seed), 0);
        for (var round = 0; round < 60; round++)
        {
            var acts = AnyActs(random);
            List<(int Minute, double Value)> readings = [.. Enumerable.Range(0, 120).Where(_ => random.Next(5) > 0).Select(i => (5 * i, (double)random.Next(4, 26)))];
            var expected = Plain(acts, readings, until: 600);
            var one = Prompt(acts);
            Send(one, [.. readings]);
            Assert.Equal(expected, Short(one));
            told += expected.Count;

            // One by one, with restarts and ticks between.
            var other = Prompt(acts);
            foreach (var (number, reading) in readings.Index())
            {
                other.Observe([new LoggedObservation(10 * (number + 1), Seen(reading))]);
                other.Tick(T0.AddMinutes(reading.Minute + random.Next(5)));
                other.Restart();
            }

            Assert.Equal(expected, Short(other));
        }

        Assert.True(told > 700, $"{told} were told");
    }

    /// <summary>Readings that come late, across the instants at which something begins to hold, end as in order.</summary>
    [Fact]
    public void RandomSwitches_LateReadings_EndAsInOrder()
    {
        var random = new Random(3);
        for (var round = 0; round < 60; round++)
        {
            var acts = AnyActs(random);
            List<(int Minute, double Value)> readings = [.. Enumerable.Range(0, 60).Select(i => (5 * i, (double)random.Next(4, 26)))];
            var (inOrder, late) = (Run(acts), Run(acts));
            Send(inOrder, [.. readings]);
            for (var i = 0; i + 1 < readings.Count; i += 2)
            {
                if (random.Next(2) == 0)
                {
                    (readings[i], readings[i + 1]) = (readings[i + 1], readings[i]);
                }
            }

            Send(late, [.. readings]);
            late.Tick(T0.AddMinutes(300));
            inOrder.Tick(T0.AddMinutes(300));
            Assert.Equal(Final(inOrder), Final(late));
        }
    }

    // Every instant lies between two readings, so that no order of one instant is asked for.
    private static PackAct[] AnyActs(Random random)
    {
        var acts = new List<PackAct> { Set("fire", "cooldown", "", -1, new(null, "0 minutes")), Set("fire", "most-an-hour", "", -1, new(60, null)), Set("base", "gap-after", "", -1, new(null, "24 hours")) };
        for (var i = 0; i < 8; i++)
        {
            var minute = (5 * random.Next(1, 110)) + 2;
            acts.Add(random.Next(4) switch
            {
                0 => Off("fire", minute, random.Next(3) == 0 ? "430103003" : "430103002"),
                1 => On("fire", minute, random.Next(2) == 0 ? "" : "430103002001"),
                2 => Set("fire", "gas-limit", random.Next(2) == 0 ? "" : Id, minute, new(random.Next(5, 26), null)),
                _ => Set("fire", "gas-limit", "430103002", minute, new(random.Next(5, 26), null)),
            });
        }

        return [.. acts];
    }

    // Minute by minute: is the pack on, what is the limit, what is the last value? The delays of this terminal are 0.
    private static List<string> Plain(PackAct[] acts, List<(int Minute, double Value)> readings, int until)
    {
        var (told, isOpen, value) = (new List<string>(), false, default(double?));
        for (var minute = 0; minute < until && minute <= readings[^1].Minute; minute++)
        {
            value = readings.Any(reading => reading.Minute == minute) ? readings.Single(reading => reading.Minute == minute).Value : value;
            var at = T0.AddMinutes(minute);
            var isOn = acts.Where(act => act.From <= at && act.Pack == "fire" && act.Areas is [var area] && "430103002001001".StartsWith(area, StringComparison.Ordinal))
                .Select(static (act, place) => (act, place)).OrderBy(static pair => pair.act.From).ThenBy(static pair => pair.place).LastOrDefault().act?.Act != PackActKind.Off;
            var limit = acts.Where(act => act.From <= at && act.Parameter == "gas-limit").Select(static (act, place) => (act, place))
                .OrderBy(static pair => pair.act.For == Id ? 99 : pair.act.For!.Length).ThenBy(static pair => pair.act.From).ThenBy(static pair => pair.place).LastOrDefault().act?.Value?.Number ?? 10;
            var isNow = isOn && value is { } last && last >= (double)(isOpen ? limit - 2 : limit);
            if (isNow != isOpen)
            {
                told.Add($"{(isNow ? "Open" : "Cleared")} {minute}");
                isOpen = isNow;
            }
        }

        return told;
    }

    private static EntityRun<TerminalState> Run(params PackAct[] acts) => Of(SeedThings.Switched(Book(acts)).Rules);

    private static EntityRun<TerminalState> Prompt(PackAct[] acts) => Of(SeedThings.Switched(Book(acts)).Rules, TimeSpan.Zero);

    private static EntityRun<TerminalState> Of(TerminalRules rules, TimeSpan? offDelay = null)
    {
        var state = new TerminalState();
        rules.Register(state, new TerminalRegistration { Card = EntityRun<TerminalState>.Card(Id, "terminal", ObservationKinds.GasLevel), OffDelay = offDelay });
        return new EntityRun<TerminalState>(Id, rules, state);
    }

    private static PackBook Book(params PackAct[] acts)
    {
        var all = PackBook.AllOn(SeedThings.Packs);
        return acts.Aggregate(all, static (book, act) => book.With(act with { Number = book.Number + 1 }));
    }

    private static PackAct On(string pack, int minute, string area = "") => new(0, PackActKind.On, pack, T0.AddMinutes(minute), "duty-officer", T0, "") { Digest = SeedThings.Packs.Find(pack)!.Digest, Areas = [area] };

    private static PackAct Off(string pack, int minute, string area = "") => new(0, PackActKind.Off, pack, T0.AddMinutes(minute), "duty-officer", T0, "") { Areas = [area] };

    private static PackAct Set(string pack, string parameter, string place, int minute, PackValue value) =>
        new(0, PackActKind.Set, pack, T0.AddMinutes(minute), "duty-officer", T0, "") { Parameter = parameter, For = place, Value = value };

    private static Observation Seen((int Minute, double Value) reading) => new() { Entity = Id, Kind = ObservationKinds.GasLevel, At = T0.AddMinutes(reading.Minute), Value = reading.Value };

    private static void Send(EntityRun<TerminalState> run, params (int Minute, double Value)[] readings)
    {
        var first = run.State.Applied;
        run.Observe([.. readings.Select((reading, place) => new LoggedObservation(first + (10 * (place + 1)), Seen(reading)))]);
    }

    private static List<string> Told(EntityRun<TerminalState> run, int? tick = null)
    {
        if (tick is { } minute)
        {
            run.Tick(T0.AddMinutes(minute));
        }

        return [.. run.Alerts.Where(static changed => changed.Alert.Kind == AlertKinds.Gas).Select(static changed => Told(changed.Alert, withReason: true))];
    }

    private static List<string> Short(EntityRun<TerminalState> run) => [.. run.Alerts.Where(static changed => changed.Alert.Kind == AlertKinds.Gas).Select(static changed => Told(changed.Alert, withReason: false))];

    private static string Told(Alert alert, bool withReason) => $"{alert.State} {(int)(alert.ChangedAt - T0).TotalMinutes}{(withReason && alert.State == AlertState.Cleared ? $" {alert.Reason}" : "")}";

    private static List<string> Final(EntityRun<TerminalState> run) => [.. run.Alerts.GroupBy(static changed => changed.Alert.Id, static (_, same) => same.Last().Alert)
        .Where(static alert => alert.Reason != LateEvidence.Reason).Select(static alert => $"{alert.Kind} {alert.State} {alert.OpenedAt:O} {alert.ClearedAt:O}").Order(StringComparer.Ordinal)];
}
