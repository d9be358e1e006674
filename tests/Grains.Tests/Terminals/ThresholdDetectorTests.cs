using System.Globalization;
using CityActors.Alerts;
using CityActors.Observations;
using CityActors.Terminals;

namespace CityActors.Tests.Terminals;

public sealed class ThresholdDetectorTests
{
    private static readonly DateTimeOffset T0 = new(2026, 1, 5, 6, 45, 0, TimeSpan.Zero);

    // Threshold 10, dead-band 2, on-delay 2 min, off-delay 5 min, every 5 min: a gap after 60 min.
    private static readonly ThresholdDetector Delayed = Make(TimeSpan.FromMinutes(2));

    // The same without on-delay.
    private static readonly ThresholdDetector Prompt = Make(TimeSpan.Zero);

    /// <summary>A script is <c>minute=value</c>, a bare minute being a tick; the expected text is <c>minute act kind</c>.</summary>
    [Theory]
    [InlineData("below", "0=3 5=9.9 10=4", "")]
    [InlineData("on-delay judged by a tick at its own time", "0=3 5=10 9", "7 open gas")]
    [InlineData("on-delay judged by the next reading", "0=3 5=12 10=12", "7 open gas")]
    [InlineData("short peak", "0=3 5=12 6=3 20", "")]
    [InlineData("dead-band keeps it open", "0=12 5=12 10=9 15=8 20=8 30", "2 open gas")]
    [InlineData("off-delay ends it", "0=12 5=12 10=7.9 14 15 20=3", "2 open gas; 15 clear gas")]
    [InlineData("off-delay broken by a rise", "0=12 5=12 10=7 13=9 20=7 24 25", "2 open gas; 25 clear gas")]
    [InlineData("silence is a data gap", "0=3 59 60 70=3", "60 open data-gap; 70 clear data-gap")]
    [InlineData("silence keeps the episode open", "0=12 5=12 100=12 105=3 110", "2 open gas; 65 open data-gap; 100 clear data-gap; 110 clear gas")]
    [InlineData("late and repeated readings", "0=3 5=3 4=20 5=20 9", "")]
    public void Level_Script_GivesEpisodes(string name, string script, string expected) => Check(Delayed, name, script, expected);

    [Theory]
    [InlineData("at once", "0=10", "0 open gas")]
    [InlineData("one episode", "0=10 1=30 2=50", "0 open gas")]
    public void Level_WithoutOnDelay_IsJudgedAtOnce(string name, string script, string expected) => Check(Prompt, name, script, expected);

    [Fact]
    public void Readings_SentTwiceAndTicked_GiveTheSame()
    {
        var random = new Random(3);
        for (var round = 0; round < 200; round++)
        {
            var minute = 0;
            var readings = Enumerable.Range(0, 60).Select(_ => (At: T0.AddMinutes(minute += 1 + (random.Next(20) == 0 ? 80 : random.Next(6))), Value: 20 * random.NextDouble())).ToList();
            var state = new LevelState();
            var noisy = new LevelState();
            var (findings, noisyFindings) = (new List<Finding>(), new List<Finding>());
            foreach (var (at, value) in readings)
            {
                var step = Delayed.Observe(state, at, value);
                (state, _) = step;
                findings.AddRange(step.Findings);
                var tick = Delayed.Tick(noisy, at.AddSeconds(-1 - random.Next(59)));
                var first = Delayed.Observe(tick.Next, at, value);
                var again = Delayed.Observe(first.Next, at, value);
                noisy = again.Next;
                noisyFindings.AddRange([.. tick.Findings, .. first.Findings, .. again.Findings]);
                Assert.True(Delayed.NextDue(state) > at);
            }

            Assert.Equal(findings, noisyFindings);
            Assert.Equal(state, noisy);
        }
    }

    private static ThresholdDetector Make(TimeSpan onDelay) => new(
        new Kinds().Find(ObservationKinds.GasLevel)!, new ThresholdRule(10, 2, onDelay, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(5)));

    private static void Check(ThresholdDetector detector, string name, string script, string expected)
    {
        var state = new LevelState();
        var said = new List<string>();
        foreach (var word in script.Split(' '))
        {
            var parts = word.Split('=');
            var at = T0.AddMinutes(int.Parse(parts[0], CultureInfo.InvariantCulture));
            var step = parts.Length == 1 ? detector.Tick(state, at) : detector.Observe(state, at, double.Parse(parts[1], CultureInfo.InvariantCulture));
            state = step.Next;
            said.AddRange(step.Findings.Select(static finding =>
                $"{(finding.At - T0).TotalMinutes:0} {(finding.Act == FindingAct.Open ? "open" : "clear")} {finding.Kind}"));
        }

        Assert.True(string.Join("; ", said) == expected, $"{name}: {string.Join("; ", said)}");
    }
}
