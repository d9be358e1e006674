using CityActors.Deadlines;
using CityActors.Districts;
using CityActors.Observations;

namespace CityActors.Silo.Demo;

/// <summary>What the demo's sources say in a stretch of time: pure, so that the script can be tested without waiting.</summary>
internal sealed class DemoReadings(DemoScript script, DateTimeOffset start)
{
    /// <summary>What was observed before the feed began.</summary>
    public IEnumerable<Observation> History()
    {
        var background = script.Background;
        for (var i = 0; i < background.Homes.Count; i++)
        {
            for (var back = background.HistorySeconds; back > 0; back -= background.HistoryIntervalSeconds)
            {
                yield return Usual(background.Homes[i], i, start.AddSeconds(-back));
            }
        }

        for (var k = 0; k < script.QuietHomes.Homes.Count; k++)
        {
            foreach (var reading in QuietHistory(k))
            {
                yield return reading;
            }
        }
    }

    /// <summary>What is observed in the second that begins so many seconds after the start.</summary>
    public IEnumerable<Observation> At(int second)
    {
        var now = start.AddSeconds(second);
        if (second % script.Background.LiveIntervalSeconds == 0)
        {
            foreach (var reading in Background(second, now))
            {
                yield return reading;
            }
        }

        foreach (var incident in script.Incidents)
        {
            foreach (var seen in Of(incident, second, now))
            {
                yield return seen;
            }
        }
    }

    /// <summary>The reports made in that second.</summary>
    public IEnumerable<(DemoReport Report, int Round)> ReportsAt(int second) => script.Incidents.OfType<DemoReport>()
        .Where(report => second % script.RepeatSeconds == report.AtSeconds)
        .Select(report => (report, second / script.RepeatSeconds));

    private static Observation Power(string home, DateTimeOffset at, double watts) =>
        new() { Entity = home, Kind = ObservationKinds.Power, At = at, Value = Math.Max(0, Math.Round(watts, 1)) };

    private static double Noise(string source, DateTimeOffset at, double width) =>
        ((2 * new NamedRandom(at.UtcTicks, source).Unit()) - 1) * width;

    private static Observation Track(DemoTrack track, string camera, string id, TrackPhase phase, DateTimeOffset at) => new()
    {
        Entity = camera,
        Kind = track.Kind,
        At = at,
        Zone = track.Zone,
        Track = id,
        Phase = phase,
        Confidence = track.Confidence,
    };

    private Observation Usual(string home, int number, DateTimeOffset at)
    {
        var local = (at - TimeSpan.FromSeconds(1)).ToOffset(WorkCalendar.Offset);
        var slot = (int)(local.TimeOfDay.TotalMinutes / 15);
        var mean = script.Profiles[number % script.Profiles.Count].SlotMeanWatts[slot];
        return Power(home, at, mean + Noise(home, at, script.Background.NoiseWatts));
    }

    private DateTimeOffset LastActive(int k) => start.AddSeconds(-(script.QuietHomes.QuietSecondsAtStart - (k * script.QuietHomes.StepSeconds)));

    private IEnumerable<Observation> QuietHistory(int k)
    {
        var quiet = script.QuietHomes;
        var (home, last) = (quiet.Homes[k], LastActive(k));
        for (var back = quiet.HistorySeconds; back > 0; back -= quiet.HistoryIntervalSeconds)
        {
            yield return Usual(home, k, last.AddSeconds(-back));
        }

        yield return Power(home, last, quiet.LastActiveWatts);
        for (var at = last.AddSeconds(quiet.HistoryIntervalSeconds); at < start; at = at.AddSeconds(quiet.HistoryIntervalSeconds))
        {
            yield return Power(home, at, quiet.QuietWatts + Noise(home, at, quiet.NoiseWatts));
        }
    }

    private IEnumerable<Observation> Background(int second, DateTimeOffset now)
    {
        for (var i = 0; i < script.Background.Homes.Count; i++)
        {
            yield return Usual(script.Background.Homes[i], i, now);
        }

        for (var k = 0; k < script.QuietHomes.Homes.Count; k++)
        {
            var (quiet, home) = (script.QuietHomes, script.QuietHomes.Homes[k]);
            var sinceActive = (int)(now - LastActive(k)).TotalSeconds % quiet.QuietForSeconds;
            var isUp = sinceActive < quiet.LiveIntervalSeconds && now > LastActive(k).AddSeconds(quiet.QuietForSeconds - 1);
            yield return Power(home, now, isUp ? quiet.LastActiveWatts : quiet.QuietWatts + Noise(home, now, quiet.NoiseWatts));
        }

        foreach (var terminal in script.Background.Terminals)
        {
            if (!script.Incidents.OfType<DemoCurve>().Any(curve => curve.Entities.Contains(terminal.Entity) && IsDrawing(curve, second)))
            {
                yield return new Observation { Entity = terminal.Entity, Kind = terminal.Kind, At = now, Value = Math.Max(0, terminal.Value + Noise(terminal.Entity, now, terminal.Noise)) };
            }
        }
    }

    private bool IsDrawing(DemoCurve curve, int second)
    {
        var into = (second % script.RepeatSeconds) - curve.AtSeconds;
        return into >= 0 && into <= curve.LengthSeconds;
    }

    private IEnumerable<Observation> Of(DemoIncident incident, int second, DateTimeOffset now) => incident switch
    {
        DemoTrack track => OfTrack(track, second, now),
        DemoCurve curve => OfCurve(curve, second, now),
        _ => [],
    };

    private IEnumerable<Observation> OfTrack(DemoTrack track, int second, DateTimeOffset now)
    {
        var (round, into) = (second / script.RepeatSeconds, second % script.RepeatSeconds);
        var camera = track.Entities[round % track.Entities.Count];
        var id = $"{track.Name}-{round}";
        if (into == track.AtSeconds)
        {
            yield return Track(track, camera, id, TrackPhase.Start, now.AddSeconds(-track.StartedSecondsBefore));
            yield return Track(track, camera, id, TrackPhase.Update, now);
        }
        else if (into == track.EndsAtSeconds)
        {
            yield return Track(track, camera, id, TrackPhase.End, now);
        }
        else if (into > track.AtSeconds && into < track.EndsAtSeconds && (into - track.AtSeconds) % track.UpdateEverySeconds == 0)
        {
            yield return Track(track, camera, id, TrackPhase.Update, now);
        }
    }

    private IEnumerable<Observation> OfCurve(DemoCurve curve, int second, DateTimeOffset now)
    {
        var (round, into) = (second / script.RepeatSeconds, (second % script.RepeatSeconds) - curve.AtSeconds);
        if (into >= 0 && into <= curve.LengthSeconds && into % curve.EverySeconds == 0)
        {
            yield return new Observation
            {
                Entity = curve.Entities[round % curve.Entities.Count],
                Kind = curve.Kind,
                At = now,
                Value = Math.Round(curve.ValueAt(into), 3),
            };
        }
    }
}
