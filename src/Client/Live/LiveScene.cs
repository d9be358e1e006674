using CityActors.Alerts;
using CityActors.Client.Simulation;

namespace CityActors.Client.Live;

/// <summary>What is to happen in a live drill, and what is sent of it when.</summary>
internal sealed class LiveScene
{
    public LiveScene(SimulationPlan plan, DrillDistrict district, OngoingIncidents before)
    {
        Plan = plan;
        District = district;
        Incidents = new IncidentPlan(plan, district, before.Entities).All;
        Matters = new MatterPlan(plan, district, before.Matters);
        Devices = new DeviceFeed(plan, district, Incidents);
        Homes = [.. district.Homes.Where(home => home.IsObserved).Select(home => new HomeLife(plan.Seed, home.Id))];
        Meters = new HomeSchedule(Homes, plan.Measured, plan.Interval);
    }

    public SimulationPlan Plan { get; }

    public DrillDistrict District { get; }

    public IReadOnlyList<Incident> Incidents { get; }

    public MatterPlan Matters { get; }

    public DeviceFeed Devices { get; }

    public IReadOnlyList<HomeLife> Homes { get; }

    public HomeSchedule Meters { get; }

    /// <summary>What minutes are too few for, each with the reason.</summary>
    public IReadOnlyDictionary<string, string> LeftOut => new SortedDictionary<string, string>(
        DeviceIncident.All.Select(kind => (kind.Alert, Span: kind.Span(Plan))).Where(kind => !kind.Span.FitsInto(Plan))
            .ToDictionary(kind => kind.Alert, kind => $"needs a drill of {(IncidentSpan.Lead + kind.Span.Needs).TotalSeconds:0} s"),
        StringComparer.Ordinal)
    {
        [AlertKinds.Inactivity] = "a quiet home is one after up to 12 hours",
        [AlertKinds.DataGap] = "a silent meter is one after an hour",
    };

    /// <summary>The incidents as they were where the drill ended at a time: those that had not begun left out, those under way cut.</summary>
    public IReadOnlyList<Incident> Until(DateTimeOffset end) =>
        [.. Incidents.Where(incident => incident.At < end).Select(incident => incident.Until <= end ? incident : incident with { Until = end })];
}
