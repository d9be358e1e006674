using CityActors.Client.Simulation;
using CityActors.Client.Simulation.Scenes;

namespace CityActors.Client.Live;

/// <summary>What is to happen in a live drill, and what is sent of it when.</summary>
internal sealed class LiveScene
{
    public LiveScene(SimulationPlan plan, DrillDistrict district, PackWords words, OngoingIncidents before)
    {
        Plan = plan;
        District = district;
        Scenes = new DistrictScenes(plan, district, words, before.Entities);
        Matters = new MatterPlan(plan, district, before.Matters);
        Homes = [.. district.Homes.Where(home => home.IsObserved).Select(home => new HomeLife(plan.Seed, home.Id))];
        Meters = new HomeSchedule(Homes, plan.Measured, plan.Interval);
    }

    public SimulationPlan Plan { get; }

    public DrillDistrict District { get; }

    /// <summary>What happens of the packs' scenes.</summary>
    public DistrictScenes Scenes { get; }

    public IReadOnlyList<Incident> Incidents => Scenes.All;

    public MatterPlan Matters { get; }

    public IReadOnlyList<HomeLife> Homes { get; }

    public HomeSchedule Meters { get; }

    /// <summary>What minutes are too few for, each with the reason.</summary>
    public IReadOnlyDictionary<string, string> LeftOut => Scenes.LeftOut;

    /// <summary>The incidents as they were where the drill ended at a time: those that had not begun left out, those under way cut.</summary>
    public IReadOnlyList<Incident> Until(DateTimeOffset end) =>
        [.. Incidents.Where(incident => incident.At < end).Select(incident => incident.Until <= end ? incident : incident with { Until = end })];
}
