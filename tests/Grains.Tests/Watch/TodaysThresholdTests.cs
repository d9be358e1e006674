using CityActors.Alerts;
using CityActors.Observations;
using CityActors.Terminals;
using CityActors.Watch;

namespace CityActors.Tests.Watch;

/// <summary>One level and a silence find what the detector of the terminals finds, at the same instants.</summary>
public sealed class TodaysThresholdTests
{
    private static readonly DateTimeOffset T0 = new(2026, 1, 5, 6, 45, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(ObservationKinds.WaterLevel, 1)]
    [InlineData(ObservationKinds.GasLevel, 2)]
    [InlineData(ObservationKinds.Rain, 3)]
    public void RandomReadings_GiveTheSameTurns(string kind, int seed)
    {
        var random = new Random(seed);
        var (total, gaps, leaps, chattering) = (0, 0, 0, 0);
        for (var round = 0; round < 2_000; round++)
        {
            var rule = AnyRule(random);
            var readings = AnyReadings(random, kind, rule);
            var (expected, states) = Today(kind, rule, readings);
            var told = Watched(kind, rule, readings);

            Assert.True(expected.SequenceEqual(told), $"round {round} with {rule}:\n{string.Join('\n', expected)}\nbut\n{string.Join('\n', told)}");
            total += told.Count(static turn => !turn.StartsWith("next", StringComparison.Ordinal));
            gaps += told.Count(static turn => turn.StartsWith(AlertKinds.DataGap, StringComparison.Ordinal));
            leaps += states.Count(static state => state.Leap is not null);
            chattering += states.Count(static state => state.Chatter?.Calm > TimeSpan.Zero);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{kind}: {total} turns, {gaps} of gaps; {leaps} readings that leapt, {chattering} while it chattered.");
        Assert.True(total > 2_000 && gaps > 200 && chattering > 200);
        Assert.Equal(kind != ObservationKinds.GasLevel, leaps > 200);
    }

    private static ThresholdRule AnyRule(Random random)
    {
        TimeSpan Any(params double[] minutes) => TimeSpan.FromMinutes(minutes[random.Next(minutes.Length)]);
        return new ThresholdRule(10, random.Next(3), Any(0, 0, 2, 5, 60), Any(0, 1, 5, 60, 90), Any(5, 15, 30));
    }

    private static List<(DateTimeOffset At, double? Value)> AnyReadings(Random random, string kind, ThresholdRule rule)
    {
        var readings = new List<(DateTimeOffset, double?)>();
        var (at, value, calm) = (T0, 5.0, random.Next(2, 30));
        for (var i = 0; i < 80; i++)
        {
            at = at.AddMinutes(random.Next(25) == 0 ? random.Next(40, 200) : random.Next(100) < 5 ? 0 : random.Next(1, 7));
            value = random.Next(calm) == 0 ? 20 * random.NextDouble() : value;
            var leapt = random.Next(12) == 0 ? 1_000 * random.Next(1, 3) : random.Next(20) == 0 ? -3 : (double?)null;
            readings.Add((random.Next(40) == 0 ? at.AddMinutes(-10) : at, random.Next(10) == 0 ? null : Math.Round(leapt ?? value, 1)));
        }

        return readings;
    }

    private static (List<string> Findings, List<LevelState> States) Today(string kind, ThresholdRule rule, List<(DateTimeOffset At, double? Value)> readings)
    {
        var (detector, state, findings, states) = (new ThresholdDetector(new Kinds().Find(kind)!, rule), new LevelState(), new List<string>(), new List<LevelState>());
        foreach (var (at, value) in readings)
        {
            var step = value is { } measured ? detector.Observe(state, at, measured) : detector.Tick(state, at);
            state = step.Next;
            states.Add(state);
            findings.AddRange(step.Findings.Select(static found => $"{found.Kind} {found.Act} {found.At:O}"));
            findings.Add($"next {detector.NextDue(state):O} {detector.IsSilenceDue(state)}");
        }

        return (findings, states);
    }

    private static List<string> Watched(string kind, ThresholdRule rule, List<(DateTimeOffset At, double? Value)> readings)
    {
        var number = new Kinds().NumberOf(kind);
        var watcher = new Watcher(
        [
            new LevelsRule
            {
                Of = number, Levels = [new WatchLevel(1, rule.Threshold, rule.Threshold - rule.DeadBand)], OnDelay = rule.OnDelay, OffDelay = rule.OffDelay,
                Cooldown = ThresholdRule.Cooldown, MostAnHour = ThresholdRule.MostAnHour,
            },
            new SilenceRule { Of = number, After = DataGap.Limit(rule.Interval, ThresholdRule.GapAfter) },
        ], static kind => new Kinds().Of(kind).Step);
        var (memory, told) = (WatchMemory.Unknown, new List<string>());
        foreach (var (at, value) in readings)
        {
            var turns = new List<Turn>();
            memory = value is { } measured ? watcher.Observe(memory, number, at, measured, turns) : watcher.Tick(memory, at, turns);
            told.AddRange(turns.Select(turn =>
                $"{(turn.Rule == 0 ? ThresholdDetector.AlertKindOf(kind) : AlertKinds.DataGap)} {(turn.Act == TurnAct.Begin ? FindingAct.Open : FindingAct.Clear)} {turn.At:O}"));
            told.Add($"next {watcher.NextDue(memory):O} {watcher.IsSilenceDue(memory)}");
        }

        return told;
    }
}
