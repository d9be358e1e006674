using CityActors.Observations;
using CityActors.Places;

namespace CityActors.Client.Simulation;

/// <summary>What cameras and terminals send in the measured time: everyday readings, and what the incidents make them see.</summary>
internal sealed class DeviceFeed
{
    private readonly List<Observation> inOrder;

    public DeviceFeed(SimulationPlan plan, DrillDistrict district, IReadOnlyList<Incident> incidents)
    {
        var everyday = district.Terminals.SelectMany(terminal => Everyday(plan, terminal, incidents.Where(incident => incident.Entity == terminal.Id).ToList()));
        var special = incidents.SelectMany(Seen).Where(observation => observation.At <= plan.End);
        inOrder = [.. everyday.Concat(special).OrderBy(observation => observation.At).ThenBy(observation => observation.Entity, StringComparer.Ordinal)];
    }

    /// <summary>Everything after one time up to and with another, in order.</summary>
    public IEnumerable<Observation> Between(DateTimeOffset after, DateTimeOffset upTo)
    {
        for (var i = FirstAfter(after); i < inOrder.Count && inOrder[i].At <= upTo; i++)
        {
            yield return inOrder[i];
        }
    }

    public int Count => inOrder.Count;

    /// <summary>What ends incidents that are cut short.</summary>
    public static IEnumerable<Observation> Endings(IEnumerable<Incident> cut) => cut.Select(incident => Seen(incident).Last());

    private int FirstAfter(DateTimeOffset time)
    {
        var (low, high) = (0, inOrder.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = inOrder[middle].At <= time ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    // A reading each quarter of an hour, each terminal at its own minute.
    private static IEnumerable<Observation> Everyday(SimulationPlan plan, EntityCard terminal, List<Incident> own)
    {
        var chance = Chance.Of(plan.Seed, terminal.Id);
        var offset = TimeSpan.FromSeconds(Math.Floor(chance.Between(1, 900, 0)));
        var slot = 0;
        for (var at = plan.Measured + offset; at <= plan.End; at += TimeSpan.FromMinutes(15), slot++)
        {
            if (!own.Any(incident => at >= incident.At && at <= incident.Until))
            {
                yield return new Observation { Entity = terminal.Id, Kind = terminal.Kind, At = at, Value = Math.Round(Usual(terminal.Kind) * chance.Unit(slot, 1), 3) };
            }
        }
    }

    private static double Usual(string kind) => kind switch
    {
        ObservationKinds.SmokeLevel => 0.3,
        ObservationKinds.GasLevel => 1,
        ObservationKinds.WaterLevel => 0.05,
        _ => 2,
    };

    // While it lasts, and its end: a camera's track, or a terminal's measurement back to nothing. What meters show of a home is no device's.
    private static IEnumerable<Observation> Seen(Incident incident)
    {
        if (DeviceIncident.All.FirstOrDefault(kind => kind.Alert == incident.Kind) is not { } kind)
        {
            yield break;
        }

        var isTrack = kind.Zone.Length > 0;
        var seen = new Observation { Entity = incident.Entity, Kind = kind.Observation, At = incident.At, Value = kind.Value };
        if (isTrack)
        {
            seen = seen with { Zone = kind.Zone, Track = $"t-{incident.At.ToUnixTimeSeconds()}", Phase = TrackPhase.Start, Confidence = 0.93 };
        }

        yield return seen;
        for (var at = incident.At + kind.Every; at < incident.Until; at += kind.Every)
        {
            yield return seen with { At = at, Phase = isTrack ? TrackPhase.Update : TrackPhase.None };
        }

        yield return seen with { At = incident.Until, Value = 0, Phase = isTrack ? TrackPhase.End : TrackPhase.None };
    }
}
