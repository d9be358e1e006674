using CityActors.Alerts;
using CityActors.Places;

namespace CityActors.Client.Simulation;

/// <summary>Decides from the seed what happens where and when in the measured time.</summary>
internal sealed class IncidentPlan
{
    private readonly SimulationPlan plan;
    private readonly IReadOnlySet<string> busy;
    private readonly Dictionary<string, Incident> byHome;

    /// <summary>Plans the incidents.</summary>
    /// <param name="busy">Where something happens already, so that nothing more is to; null: nowhere.</param>
    public IncidentPlan(SimulationPlan plan, DrillDistrict district, IReadOnlySet<string>? busy = null)
    {
        this.plan = plan;
        this.busy = busy ?? new HashSet<string>();
        var homes = plan.Live is null ? Homes(district.Homes).ToList() : [];
        byHome = homes.ToDictionary(incident => incident.Entity, StringComparer.Ordinal);
        All = [.. homes, .. Cameras(district.Cameras), .. DeviceIncident.OfTerminals.SelectMany(kind => Terminals(kind, district.Terminals))];
    }

    public IReadOnlyList<Incident> All { get; }

    /// <summary>What a home's meter shows of an interval that ends at a time: nobody moving, or nothing at all.</summary>
    public (bool IsQuiet, bool IsSilent) At(string home, DateTimeOffset end)
    {
        if (!byHome.TryGetValue(home, out var incident) || end <= incident.At || end > incident.Until)
        {
            return (false, false);
        }

        return incident.Kind == AlertKinds.Inactivity ? (true, false) : (false, true);
    }

    private IEnumerable<Incident> Homes(IReadOnlyList<EntityCard> homes)
    {
        var each = Math.Max(2, homes.Count / 500);
        var chosen = Drawn(homes, "homes", 2 * each);
        var chance = Chance.Of(plan.Seed, "incidents/homes");
        for (var i = 0; i < chosen.Count; i++)
        {
            // Quiet from 05:30–11:00: the twelve-hour floor rule finds it the same day at the latest.
            yield return i < each
                ? Make(AlertKinds.Inactivity, chosen[i], Minute(chance.Between(330, 660, i)), plan.End - plan.Measured, TimeSpan.FromHours(12.5))
                : Make(AlertKinds.DataGap, chosen[i], Minute(chance.Between(120, 840, i)), TimeSpan.FromHours(3), TimeSpan.FromHours(2));
        }
    }

    private IEnumerable<Incident> Cameras(IReadOnlyList<EntityCard> cameras)
    {
        var each = Math.Max(2, cameras.Count / 30);
        var fires = Math.Max(1, cameras.Count / 100);
        var chosen = Drawn(cameras, "cameras", (2 * each) + fires);
        var chance = Chance.Of(plan.Seed, "incidents/cameras");
        return chosen.SelectMany((camera, i) => Make(
            i < each ? DeviceIncident.Lane : i < 2 * each ? DeviceIncident.HarmlessLane : DeviceIncident.SmokeSeen, camera, chance, i));
    }

    private IEnumerable<Incident> Terminals(DeviceIncident kind, IReadOnlyList<EntityCard> terminals)
    {
        var ofKind = terminals.Where(terminal => terminal.Kind == kind.Observation).ToList();
        var chosen = Drawn(ofKind, $"terminals/{kind.Observation}", Math.Max(1, ofKind.Count / 60));
        var chance = Chance.Of(plan.Seed, $"incidents/{kind.Observation}");
        return chosen.SelectMany((terminal, i) => Make(kind, terminal, chance, i));
    }

    // None where the drill is too short for it.
    private IEnumerable<Incident> Make(DeviceIncident kind, EntityCard entity, Chance chance, int i)
    {
        var span = kind.Span(plan);
        if (!span.FitsInto(plan))
        {
            yield break;
        }

        // Of a day not in the last half hour, so that what happens can also be found.
        var at = plan.Live is { } live
            ? chance.Between(IncidentSpan.Lead.TotalSeconds, (live - span.Needs).TotalSeconds, i)
            : chance.Between(600, (plan.Hours * 3600) - 1800, i);
        var lasts = TimeSpan.FromSeconds(Math.Floor(chance.Between(span.Least, span.Most, i, 1)));
        var incident = Make(kind.Alert, entity, plan.Measured.AddSeconds(Math.Floor(at)), lasts, span.FoundWithin);
        yield return incident with { MustAlarm = kind != DeviceIncident.HarmlessLane };
    }

    private static Incident Make(string kind, EntityCard entity, DateTimeOffset at, TimeSpan lasts, TimeSpan foundWithin) =>
        new(kind, entity.Id, at, at + lasts, foundWithin, MustAlarm: true);

    private List<EntityCard> Drawn(IReadOnlyList<EntityCard> from, string name, int count)
    {
        var draw = Chance.Of(plan.Seed, $"drawn/{name}");
        return [.. from.Select((card, i) => (Card: card, Bits: draw.Bits(i))).Where(pair => !busy.Contains(pair.Card.Id)).OrderBy(pair => pair.Bits).Select(pair => pair.Card).Take(count)];
    }

    private DateTimeOffset Minute(double minute) => plan.Measured.AddMinutes(Math.Floor(minute));
}
