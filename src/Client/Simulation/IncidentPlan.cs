using CityActors.Alerts;
using CityActors.Observations;
using CityActors.Places;

namespace CityActors.Client.Simulation;

/// <summary>Decides from the seed what happens where and when in the measured time.</summary>
internal sealed class IncidentPlan
{
    private readonly SimulationPlan plan;
    private readonly IncidentSpans spans;
    private readonly IReadOnlySet<string> busy;
    private readonly Dictionary<string, Incident> byHome = new(StringComparer.Ordinal);

    /// <summary>Plans the incidents.</summary>
    /// <param name="busy">Where something happens already, so that nothing more is to; null: nowhere.</param>
    public IncidentPlan(SimulationPlan plan, DrillDistrict district, IReadOnlySet<string>? busy = null)
    {
        this.plan = plan;
        this.busy = busy ?? new HashSet<string>();
        spans = IncidentSpans.Of(plan);
        All = [.. plan.Live is null ? Homes(district.Homes) : [], .. Cameras(district.Cameras), .. Terminals(district.Terminals)];
        foreach (var incident in All.Where(incident => incident.Kind is AlertKinds.Inactivity or AlertKinds.DataGap))
        {
            byHome.Add(incident.Entity, incident);
        }
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
        for (var i = 0; i < chosen.Count; i++)
        {
            var (kind, span) = i < each ? (AlertKinds.FireLaneBlocked, spans.Lane)
                : i < 2 * each ? (AlertKinds.FireLaneBlocked, spans.Harmless)
                : (AlertKinds.SmokeSeen, spans.SmokeSeen);
            if (Make(kind, chosen[i], span, chance, i) is { } incident)
            {
                yield return incident with { MustAlarm = span != spans.Harmless };
            }
        }
    }

    private IEnumerable<Incident> Terminals(IReadOnlyList<EntityCard> terminals)
    {
        foreach (var (kind, alert) in new[]
        {
            (ObservationKinds.SmokeLevel, AlertKinds.Smoke), (ObservationKinds.GasLevel, AlertKinds.Gas), (ObservationKinds.WaterLevel, AlertKinds.HighWater),
        })
        {
            var ofKind = terminals.Where(terminal => terminal.Kind == kind).ToList();
            var chosen = Drawn(ofKind, $"terminals/{kind}", Math.Max(1, ofKind.Count / 60));
            var chance = Chance.Of(plan.Seed, $"incidents/{kind}");
            for (var i = 0; i < chosen.Count; i++)
            {
                if (Make(alert, chosen[i], kind == ObservationKinds.WaterLevel ? spans.Water : spans.Level, chance, i) is { } incident)
                {
                    yield return incident;
                }
            }
        }
    }

    // Null: the drill is too short for it.
    private Incident? Make(string kind, EntityCard entity, IncidentSpan span, Chance chance, int i)
    {
        if (!span.FitsInto(plan))
        {
            return null;
        }

        var at = plan.Live is { } live
            ? plan.Measured.AddSeconds(Math.Floor(chance.Between(IncidentSpan.Lead.TotalSeconds, (live - span.Needs).TotalSeconds, i)))
            : SomeTime(chance, i);
        return Make(kind, entity, at, Seconds(chance.Between(span.Least, span.Most, i, 1)), span.FoundWithin);
    }

    private static Incident Make(string kind, EntityCard entity, DateTimeOffset at, TimeSpan lasts, TimeSpan foundWithin) =>
        new(kind, entity.Id, at, at + lasts, foundWithin, MustAlarm: true);

    private List<EntityCard> Drawn(IReadOnlyList<EntityCard> from, string name, int count)
    {
        var draw = Chance.Of(plan.Seed, $"drawn/{name}");
        return [.. from.Select((card, i) => (Card: card, Bits: draw.Bits(i))).Where(pair => !busy.Contains(pair.Card.Id)).OrderBy(pair => pair.Bits).Select(pair => pair.Card).Take(count)];
    }

    private DateTimeOffset Minute(double minute) => plan.Measured.AddMinutes(Math.Floor(minute));

    // Not in the last half hour, so that what happens can also be found.
    private DateTimeOffset SomeTime(Chance chance, int i) =>
        plan.Measured.AddSeconds(Math.Floor(chance.Between(600, (plan.Hours * 3600) - 1800, i)));

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(Math.Floor(seconds));
}
