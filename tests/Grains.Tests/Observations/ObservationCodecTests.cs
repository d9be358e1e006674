using CityActors.Observations;

namespace CityActors.Tests.Observations;

public sealed class ObservationCodecTests
{
    private static readonly DateTimeOffset At = new(2025, 10, 13, 0, 15, 0, TimeSpan.Zero);

    [Fact]
    public void EveryKind_ReadsWhatItWrote()
    {
        var buffer = new byte[ObservationCodec.LongestItem];
        foreach (var kind in KindTable.All)
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
            var length = ObservationCodec.Encode(seen, buffer);
            Assert.Equal(seen, ObservationCodec.Decode(buffer.AsSpan(0, length), seen.Entity));
            Assert.Equal(seen.At, ObservationCodec.AtOf(buffer));
        }
    }

    [Fact]
    public void Mark_OfAnImplausibleReading_StaysOne()
    {
        var buffer = new byte[ObservationCodec.LongestItem];
        var seen = new Observation { Entity = "term-1", Kind = "gas", At = At, Value = -9999, IsImplausible = true };
        Assert.Equal(seen, ObservationCodec.Decode(buffer.AsSpan(0, ObservationCodec.Encode(seen, buffer)), seen.Entity));
    }

    [Fact]
    public void Erase_TellsWhoseItWasAndNothingElse()
    {
        var buffer = new byte[ObservationCodec.LongestItem];
        var seen = new Observation { Entity = "cam-1", Kind = "fire-lane", At = At, Zone = "lane-1", Track = "t-1", Phase = TrackPhase.Start, Confidence = 0.5 };
        var item = buffer.AsSpan(0, ObservationCodec.Encode(seen, buffer));

        ObservationCodec.Erase(item);

        Assert.Equal(new Observation { Entity = "cam-1", Kind = "fire-lane", At = DateTimeOffset.UnixEpoch }, ObservationCodec.Decode(item, seen.Entity));
        Assert.DoesNotContain("lane-1", System.Text.Encoding.UTF8.GetString(item), StringComparison.Ordinal);
    }
}
