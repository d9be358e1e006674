using CityActors.Deadlines;
using CityActors.Districts;
using CityActors.Observations;

namespace CityActors.Silo.Demo;

/// <summary>What the demo's sources say in a stretch of time: pure, so that the script can be tested without waiting.</summary>
internal sealed class DemoReadings(DemoScript script, DateTimeOffset start)
{
    private readonly DemoBackground background = script.Background;
    private readonly DemoQuietHomes quiet = script.QuietHomes;

    /// <summary>What was observed before the feed began.</summary>
    public IEnumerable<Observation> History() =>
    [
        .. background.Homes.SelectMany((home, i) =>
            Times(start.AddSeconds(-background.HistorySeconds), start, background.HistoryIntervalSeconds).Select(at => Usual(home, i, at))),
        .. quiet.Homes.SelectMany(QuietHistory),
    ];

    /// <summary>What is observed in the second that begins so many seconds after the start.</summary>
    public IEnumerable<Observation> At(int second)
    {
        var now = start.AddSeconds(second);
        var (round, into) = Math.DivRem(second, script.RepeatSeconds);
        var incidents = script.Incidents.SelectMany(incident => incident switch
        {
            DemoTrack track => Of(track, round, into, now),
            DemoCurve curve => Of(curve, round, into - curve.AtSeconds, now),
            _ => [],
        });
        return second % background.LiveIntervalSeconds == 0 ? Background(into, now).Concat(incidents) : incidents;
    }

    /// <summary>The reports made in that second.</summary>
    public IEnumerable<(DemoReport Report, int Round)> ReportsAt(int second) => script.Incidents.OfType<DemoReport>()
        .Where(report => second % script.RepeatSeconds == report.AtSeconds)
        .Select(report => (report, second / script.RepeatSeconds));

    private static Observation Power(string home, DateTimeOffset at, double watts) =>
        new() { Entity = home, Kind = ObservationKinds.Power, At = at, Value = Math.Max(0, Math.Round(watts, 1)) };

    private static double Noise(string source, DateTimeOffset at, double width) =>
        ((2 * new NamedRandom(at.UtcTicks, source).Unit()) - 1) * width;

    /// <summary>From a time on to before another.</summary>
    private static IEnumerable<DateTimeOffset> Times(DateTimeOffset from, DateTimeOffset to, int everySeconds)
    {
        for (var at = from; at < to; at = at.AddSeconds(everySeconds))
        {
            yield return at;
        }
    }

    private static IEnumerable<Observation> Of(DemoTrack track, int round, int into, DateTimeOffset now)
    {
        return into switch
        {
            _ when into == track.AtSeconds =>
                [Seen(TrackPhase.Start, now.AddSeconds(-track.StartedSecondsBefore)), Seen(TrackPhase.Update, now)],
            _ when into == track.EndsAtSeconds => [Seen(TrackPhase.End, now)],
            _ when into > track.AtSeconds && into < track.EndsAtSeconds && (into - track.AtSeconds) % track.UpdateEverySeconds == 0 =>
                [Seen(TrackPhase.Update, now)],
            _ => [],
        };

        Observation Seen(TrackPhase phase, DateTimeOffset at) => new()
        {
            Entity = track.Entities[round % track.Entities.Count],
            Kind = track.Kind,
            At = at,
            Zone = track.Zone,
            Track = $"{track.Name}-{round}",
            Phase = phase,
            Confidence = track.Confidence,
        };
    }

    private static IEnumerable<Observation> Of(DemoCurve curve, int round, int into, DateTimeOffset now) =>
        curve.IsDrawing(into) && into % curve.EverySeconds == 0
            ? [new() { Entity = curve.Entities[round % curve.Entities.Count], Kind = curve.Kind, At = now, Value = Math.Round(curve.ValueAt(into), 3) }]
            : [];

    private Observation Usual(string home, int number, DateTimeOffset at)
    {
        var local = (at - TimeSpan.FromSeconds(1)).ToOffset(WorkCalendar.Offset);
        var slot = (int)(local.TimeOfDay.TotalMinutes / 15);
        var mean = script.Profiles[number % script.Profiles.Count].SlotMeanWatts[slot];
        return Power(home, at, mean + Noise(home, at, background.NoiseWatts));
    }

    private Observation Quiet(string home, DateTimeOffset at) => Power(home, at, quiet.QuietWatts + Noise(home, at, quiet.NoiseWatts));

    private DateTimeOffset LastActive(int k) => start.AddSeconds(-(quiet.QuietSecondsAtStart - (k * quiet.StepSeconds)));

    private IEnumerable<Observation> QuietHistory(string home, int k)
    {
        var last = LastActive(k);
        return
        [
            .. Times(last.AddSeconds(-quiet.HistorySeconds), last, quiet.HistoryIntervalSeconds).Select(at => Usual(home, k, at)),
            Power(home, last, quiet.LastActiveWatts),
            .. Times(last.AddSeconds(quiet.HistoryIntervalSeconds), start, quiet.HistoryIntervalSeconds).Select(at => Quiet(home, at)),
        ];
    }

    private IEnumerable<Observation> Background(int into, DateTimeOffset now)
    {
        var drawn = script.Incidents.OfType<DemoCurve>().Where(curve => curve.IsDrawing(into - curve.AtSeconds)).SelectMany(curve => curve.Entities);
        return
        [
            .. background.Homes.Select((home, i) => Usual(home, i, now)),
            .. quiet.Homes.Select((home, k) => QuietNow(home, k, now)),
            .. background.Terminals.ExceptBy(drawn, terminal => terminal.Entity).Select(terminal => new Observation
            {
                Entity = terminal.Entity,
                Kind = terminal.Kind,
                At = now,
                Value = Math.Max(0, terminal.Value + Noise(terminal.Entity, now, terminal.Noise)),
            }),
        ];
    }

    private Observation QuietNow(string home, int k, DateTimeOffset now)
    {
        var sinceActive = (int)(now - LastActive(k)).TotalSeconds;
        var isUp = sinceActive >= quiet.QuietForSeconds && sinceActive % quiet.QuietForSeconds < quiet.LiveIntervalSeconds;
        return isUp ? Power(home, now, quiet.LastActiveWatts) : Quiet(home, now);
    }
}
