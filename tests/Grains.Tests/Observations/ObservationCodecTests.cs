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
}
