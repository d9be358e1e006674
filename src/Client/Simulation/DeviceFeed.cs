using CityActors.Alerts;
using CityActors.Observations;
using CityActors.Places;

namespace CityActors.Client.Simulation;

/// <summary>What cameras and terminals send in the measured time: everyday readings, and what the incidents make them see.</summary>
internal sealed class DeviceFeed
{
    private readonly List<Observation> inOrder;

    public DeviceFeed(SimulationPlan plan, DrillDistrict district, IReadOnlyList<Incident> incidents)
    {
        var kinds = district.Terminals.ToDictionary(terminal => terminal.Id, terminal => terminal.Kind, StringComparer.Ordinal);
        var everyday = district.Terminals.SelectMany(terminal => Everyday(plan, terminal, incidents.Where(incident => incident.Entity == terminal.Id).ToList()));
        var special = incidents.SelectMany(incident => Seen(incident, kinds)).Where(observation => observation.At <= plan.End);
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
    public static IEnumerable<Observation> Endings(DrillDistrict district, IEnumerable<Incident> cut)
    {
        var kinds = district.Terminals.ToDictionary(terminal => terminal.Id, terminal => terminal.Kind, StringComparer.Ordinal);
        return cut.Select(incident => Seen(incident, kinds).Last());
    }

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

    private static IEnumerable<Observation> Seen(Incident incident, Dictionary<string, string> kinds) => incident.Kind switch
    {
        AlertKinds.FireLaneBlocked => Track(incident, ObservationKinds.FireLane, "lane-1", TimeSpan.FromSeconds(10)),
        AlertKinds.SmokeSeen => Track(incident, ObservationKinds.Smoke, "view", TimeSpan.FromSeconds(5)),
        AlertKinds.Smoke => Level(incident, kinds, 15, TimeSpan.FromSeconds(10)),
        AlertKinds.Gas => Level(incident, kinds, 40, TimeSpan.FromSeconds(10)),
        AlertKinds.HighWater => Level(incident, kinds, 0.6, TimeSpan.FromMinutes(1)),
        _ => [],
    };

    private static IEnumerable<Observation> Track(Incident incident, string kind, string zone, TimeSpan every)
    {
        var seen = new Observation { Entity = incident.Entity, Kind = kind, At = incident.At, Zone = zone, Track = $"t-{incident.At.ToUnixTimeSeconds()}", Phase = TrackPhase.Start, Confidence = 0.93 };
        yield return seen;
        for (var at = incident.At + every; at < incident.Until; at += every)
        {
            yield return seen with { At = at, Phase = TrackPhase.Update };
        }

        yield return seen with { At = incident.Until, Phase = TrackPhase.End };
    }

    private static IEnumerable<Observation> Level(Incident incident, Dictionary<string, string> kinds, double value, TimeSpan every)
    {
        for (var at = incident.At; at < incident.Until; at += every)
        {
            yield return new Observation { Entity = incident.Entity, Kind = kinds[incident.Entity], At = at, Value = value };
        }

        yield return new Observation { Entity = incident.Entity, Kind = kinds[incident.Entity], At = incident.Until, Value = 0 };
    }
}
