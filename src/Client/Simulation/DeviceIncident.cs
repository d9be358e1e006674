using CityActors.Alerts;
using CityActors.Observations;

namespace CityActors.Client.Simulation;

/// <summary>How long incidents of a kind last, and how soon they must be found.</summary>
/// <param name="Least">They last at least so many seconds.</param>
/// <param name="Most">And less than so many.</param>
/// <param name="FoundWithin">How soon they must be found.</param>
internal sealed record IncidentSpan(double Least, double Most, TimeSpan FoundWithin)
{
    /// <summary>Nothing happens in the first moments of a live drill.</summary>
    public static readonly TimeSpan Lead = TimeSpan.FromSeconds(2);

    /// <summary>Nothing begins later than this before the end of a live drill, so that what happens ends and can be found.</summary>
    public TimeSpan Needs => TimeSpan.FromSeconds(Math.Max(Most, FoundWithin.TotalSeconds));

    /// <summary>Whether it has room: a day has it for everything.</summary>
    public bool FitsInto(SimulationPlan plan) => plan.Live is not { } live || Lead + Needs <= live;
}

/// <summary>A kind of incident that cameras or terminals see.</summary>
/// <param name="Alert">The alert's kind that is to come of it.</param>
/// <param name="Observation">What they send of it.</param>
/// <param name="Zone">Of a camera, which tracks it: where it is seen; empty of a terminal, which measures it.</param>
/// <param name="Value">What a terminal measures while it lasts.</param>
/// <param name="Every">How often it is sent while it lasts.</param>
/// <param name="OfADay">Its span in a replayed day.</param>
/// <param name="OfALiveDrill">Its span in a live drill: as short as the rules allow.</param>
internal sealed record DeviceIncident(
    string Alert, string Observation, string Zone, double Value, TimeSpan Every, IncidentSpan OfADay, IncidentSpan OfALiveDrill)
{
    /// <summary>Three minutes' dwell in a fire lane.</summary>
    public static readonly DeviceIncident Lane = new(
        AlertKinds.FireLaneBlocked, ObservationKinds.FireLane, "lane-1", 0, TimeSpan.FromSeconds(10),
        new(240, 900, TimeSpan.FromMinutes(5)), new(190, 230, TimeSpan.FromSeconds(240)));

    /// <summary>Gone before the dwell is over.</summary>
    public static readonly DeviceIncident HarmlessLane = Lane with
    {
        OfADay = new(20, 150, TimeSpan.FromMinutes(5)),
        OfALiveDrill = new(20, 150, TimeSpan.FromSeconds(240)),
    };

    public static readonly DeviceIncident SmokeSeen = new(
        AlertKinds.SmokeSeen, ObservationKinds.Smoke, "view", 0, TimeSpan.FromSeconds(5),
        new(60, 180, TimeSpan.FromMinutes(5)), new(15, 30, TimeSpan.FromSeconds(30)));

    /// <summary>Smoke and gas at once, water after two minutes over its level.</summary>
    public static readonly IReadOnlyList<DeviceIncident> OfTerminals =
    [
        new(
            AlertKinds.Smoke, ObservationKinds.SmokeLevel, "", 15, TimeSpan.FromSeconds(10),
            new(600, 600, TimeSpan.FromMinutes(15)), new(15, 30, TimeSpan.FromSeconds(30))),
        new(
            AlertKinds.Gas, ObservationKinds.GasLevel, "", 40, TimeSpan.FromSeconds(10),
            new(600, 600, TimeSpan.FromMinutes(15)), new(15, 30, TimeSpan.FromSeconds(30))),
        new(
            AlertKinds.HighWater, ObservationKinds.WaterLevel, "", 0.6, TimeSpan.FromMinutes(1),
            new(2400, 2400, TimeSpan.FromMinutes(15)), new(140, 170, TimeSpan.FromSeconds(180))),
    ];

    /// <summary>One of each alert's kind.</summary>
    public static readonly IReadOnlyList<DeviceIncident> All = [Lane, SmokeSeen, .. OfTerminals];

    public IncidentSpan Span(SimulationPlan plan) => plan.Live is null ? OfADay : OfALiveDrill;
}
