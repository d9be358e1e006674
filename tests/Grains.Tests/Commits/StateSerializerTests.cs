using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Serialization;

namespace CityActors.Commits;

public sealed class StateSerializerTests
{
    private readonly StateSerializer _serializer = new();

    private enum Stage
    {
        Reported,
        Closed,
    }

    [Fact]
    public void Serialize_AllKinds_IsPlainJsonAndComesBack()
    {
        var state = new Everything
        {
            Name = "张三 <1号>",
            Stage = Stage.Closed,
            At = new DateTimeOffset(2025, 10, 10, 17, 30, 0, TimeSpan.FromHours(8)),
            Wait = TimeSpan.FromMinutes(90),
            Level = double.NaN,
            Nothing = null,
            Facts = [new Opened("a"), new Cleared(3)],
        };
        var json = _serializer.Serialize(state);

        Assert.Equal(
            """{"name":"张三 <1号>","stage":"Closed","at":"2025-10-10T17:30:00+08:00","wait":"01:30:00","level":"NaN","nothing":null,"facts":[{"type":"opened","by":"a"},{"type":"cleared","after":3}],"byStage":{},"zones":[],"counts":{}}""",
            Encoding.UTF8.GetString(json));
        var read = _serializer.Deserialize<Everything>(json)!;
        Assert.Equal(json, _serializer.Serialize(read));
        Assert.Equal([new Opened("a"), new Cleared(3)], read.Facts);
    }

    [Fact]
    public void Serialize_HashTables_StandInTheOrderOfTheirKeys()
    {
        var keys = Enumerable.Range(0, 200).Select(i => $"key-{i}").ToArray();
        var forwards = Fill(keys);
        var backwards = Fill([.. keys.Reverse()]);
        var json = _serializer.Serialize(forwards);

        Assert.Equal(json, _serializer.Serialize(backwards));
        Assert.Equal(json, _serializer.Serialize(_serializer.Deserialize<Everything>(json)));
        Assert.Contains("\"byStage\":{\"Reported\":\"r\",\"Closed\":\"c\"}", Encoding.UTF8.GetString(json), StringComparison.Ordinal);
    }

    [Fact]
    public void Deserialize_UnknownAndMissingProperties_AreTolerated()
    {
        var read = _serializer.Deserialize<Everything>("""{"later":{"x":1},"facts":[{"by":"a","type":"opened"}]}"""u8)!;
        Assert.Equal("", read.Name);
        Assert.Equal([new Opened("a")], read.Facts);
    }

    private static Everything Fill(string[] keys)
    {
        var state = new Everything();
        foreach (var key in keys)
        {
            state.Counts = state.Counts.Add(key, key.Length);
            state.Zones.Add(key);
        }

        state.ByStage[Stage.Closed] = "c";
        state.ByStage[Stage.Reported] = "r";
        return state;
    }

    [JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
    [JsonDerivedType(typeof(Opened), "opened")]
    [JsonDerivedType(typeof(Cleared), "cleared")]
    private abstract record Fact;

    private sealed record Opened(string By) : Fact;

    private sealed record Cleared(int After) : Fact;

    private sealed class Everything
    {
        public string Name { get; set; } = "";

        public Stage Stage { get; set; }

        public DateTimeOffset At { get; set; }

        public TimeSpan Wait { get; set; }

        public double Level { get; set; }

        public string? Nothing { get; set; }

        public IList<Fact> Facts { get; set; } = [];

        public Dictionary<Stage, string> ByStage { get; set; } = [];

        public HashSet<string> Zones { get; set; } = [];

        public ImmutableDictionary<string, int> Counts { get; set; } = ImmutableDictionary<string, int>.Empty;
    }
}
