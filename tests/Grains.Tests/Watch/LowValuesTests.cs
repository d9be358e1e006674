using System.Text;
using CityActors.Alerts;
using CityActors.Observations;
using CityActors.Packs;
using CityActors.Terminals;
using CityActors.Tests.Alerts;

namespace CityActors.Tests.Watch;

/// <summary>A pack whose danger is a low value: a fan that stands still.</summary>
public sealed class LowValuesTests
{
    private static readonly DateTimeOffset T0 = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(3, 0.2)]
    [InlineData(0.2, 3)]
    public void TwoValuesOfOneInstant_TheLowerCounts_AndTheTextSaysAbove(double first, double second)
    {
        var fan = new EntityRun<TerminalState>("term-fan-1", SeedThings.Rules(SeedThings.Packs.With(Fan())), new TerminalState
        {
            Registration = new TerminalRegistration { Card = EntityRun<TerminalState>.Card("term-fan-1", "terminal", "fan") },
        });
        fan.Observe(EntityRun<TerminalState>.Logged([Air(0, 4), Air(1, first), Air(1, second), Air(2, 0.2), Air(3, 4), Air(10, 4)]), size: 1);
        Assert.Equal(1, fan.State.NotJudged!.Conflict);
        Assert.Equal([AlertState.Open, AlertState.Cleared], fan.Alerts.Select(static fact => fact.Alert.State));
        Assert.Equal(T0.AddMinutes(1), fan.Alert.OpenedAt);
        Assert.Equal("above 1 m/s for 5 min", fan.Alert.Reason);
    }

    private static Observation Air(double minute, double value) => new() { Entity = "term-fan-1", Kind = "air-speed", At = T0.AddMinutes(minute), Value = value };

    private static PackFiles Fan()
    {
        var files = new Dictionary<string, string>
        {
            ["pack.json"] = """{ "pack": "fan", "version": "1.0", "format": 1, "name": { "en": "Fan", "zh": "风机" } }""",
            ["things.json"] = """
                { "observations": [ { "kind": "air-speed", "shape": "scalar", "unit": "m/s", "range": [0, 60], "name": { "en": "Air speed", "zh": "风速" } } ],
                  "things": [ { "kind": "fan", "grain": "terminal", "observes": ["air-speed"], "every": "1 minutes", "name": { "en": "Fan", "zh": "风机" } } ] }
                """,
            ["watch.json"] = """
                { "rules": [ { "rule": "fan-slow", "of": "fan.air-speed", "uses": "threshold", "direction": "down", "levels": [ { "level": 1, "from": 0.5, "until": 1 } ], "off-delay": "5 minutes", "finds": { "alert": "fan-slow" } } ],
                  "alerts": [ { "alert": "fan-slow", "priority": "medium", "ticketless": { "en": "Tried here only.", "zh": "仅供测试。" }, "name": { "en": "Fan stands", "zh": "风机停转" },
                    "text": { "en": "{value} {unit}.", "zh": "{value} {unit}，风机停转。" } } ] }
                """,
        };
        var pack = PackReader.Read(files.ToDictionary(static file => file.Key, static file => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(file.Value)), out var faults);
        Assert.Empty(faults);
        Assert.Empty(PackCheck.Run(pack!, SeedThings.Packs));
        return pack!;
    }
}
