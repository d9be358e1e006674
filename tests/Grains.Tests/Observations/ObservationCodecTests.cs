using CityActors.Observations;

namespace CityActors.Tests.Observations;

public sealed class ObservationCodecTests
{
    private static readonly ObservationCodec Codec = new(new Kinds());

    private static readonly DateTimeOffset At = new(2025, 10, 13, 0, 15, 0, TimeSpan.Zero);

    [Fact]
    public void EveryKind_ReadsWhatItWrote()
    {
        var buffer = new byte[ObservationCodec.LongestItem];
        foreach (var kind in new Kinds().All)
        {
            var seen = new Observation
            {
                Entity = $"{kind.EntityPrefix}1",
                Kind = kind.Name,
                At = At,
                Value = 1.5,
                Zone = "消防通道",
                Track = kind.IsTrack ? "t-1" : "",
                Phase = kind.IsTrack ? TrackPhase.Update : TrackPhase.None,
                Confidence = kind.IsTrack ? 0.25 : 1,
                FalsePositive = kind.IsTrack,
            };
            var length = Codec.Encode(seen, buffer);
            Assert.Equal(seen, Codec.Decode(buffer.AsSpan(0, length), seen.Entity));
            Assert.Equal(seen.At, ObservationCodec.AtOf(buffer));
        }
    }

    [Fact]
    public void Mark_OfAnImplausibleReading_StaysOne()
    {
        var buffer = new byte[ObservationCodec.LongestItem];
        var seen = new Observation { Entity = "term-1", Kind = "gas", At = At, Value = -9999, IsImplausible = true };
        Assert.Equal(seen, Codec.Decode(buffer.AsSpan(0, Codec.Encode(seen, buffer)), seen.Entity));
    }

    [Fact]
    public void Erase_TellsWhoseItWasAndNothingElse()
    {
        var buffer = new byte[ObservationCodec.LongestItem];
        var seen = new Observation { Entity = "cam-1", Kind = "fire-lane", At = At, Zone = "lane-1", Track = "t-1", Phase = TrackPhase.Start, Confidence = 0.5 };
        var item = buffer.AsSpan(0, Codec.Encode(seen, buffer));

        ObservationCodec.Erase(item);

        Assert.Equal(new Observation { Entity = "cam-1", Kind = "fire-lane", At = DateTimeOffset.UnixEpoch }, Codec.Decode(item, seen.Entity));
        Assert.DoesNotContain("lane-1", System.Text.Encoding.UTF8.GetString(item), StringComparison.Ordinal);
    }

    [Fact]
    public void Decode_KindOfAPack_WhateverItsNumber_GivesWhatWasEncoded()
    {
        var kinds = new Kinds();
        var codec = new ObservationCodec(kinds);
        var buffer = new byte[ObservationCodec.LongestItem];
        foreach (var (number, name) in ((int, string)[])[(9, "pm25"), (255, "last-of-a-byte"), (256, "first-of-two"), (65_535, "last")])
        {
            kinds.Add(number, new KindFacts(name, "term-", "µg/m³", IsTrack: false));
            var seen = new Observation { Entity = "term-1", Kind = name, At = DateTimeOffset.UnixEpoch.AddHours(7), Value = 12.5, Zone = "main" };
            var item = buffer.AsSpan(0, codec.Encode(seen, buffer));
            Assert.Equal(seen, codec.Decode(item, seen.Entity));
            Assert.Equal((name, "term-1"), (codec.KindOf(item).Name, System.Text.Encoding.UTF8.GetString(ObservationCodec.EntityOf(item))));
            ObservationCodec.Erase(item);
            Assert.Equal((name, 0.0, ""), (codec.Decode(item, "term-1").Kind, codec.Decode(item, "term-1").Value, codec.Decode(item, "term-1").Zone));
        }
    }

    [Fact]
    public void Kinds_NumberOrNameOfAnother_IsRefused()
    {
        var kinds = new Kinds();
        kinds.Add(9, new KindFacts("pm25", "term-", "µg/m³", IsTrack: false));
        Assert.Throws<InvalidOperationException>(() => kinds.Add(10, new KindFacts("pm25", "term-", "µg/m³", IsTrack: false)));
        Assert.Throws<InvalidOperationException>(() => kinds.Add(9, new KindFacts("wind", "term-", "m/s", IsTrack: false)));
        Assert.Throws<InvalidOperationException>(() => kinds.Add(3, new KindFacts("wind", "term-", "m/s", IsTrack: false)));
        Assert.Throws<InvalidDataException>(() => kinds.Of(10));
        kinds.Add(9, new KindFacts("pm25", "term-", "µg/m³", IsTrack: false) { Range = new(0, 2_000) });
        Assert.Equal(2_000, kinds.Of(9).Range.Most);
        Assert.Equal(10, kinds.All.Count);
    }
}
