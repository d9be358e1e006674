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

/// <summary>The spans of all kinds of incidents of cameras and terminals.</summary>
internal sealed record IncidentSpans(IncidentSpan Lane, IncidentSpan Harmless, IncidentSpan SmokeSeen, IncidentSpan Level, IncidentSpan Water)
{
    private static readonly IncidentSpans ofADay = new(
        new(240, 900, TimeSpan.FromMinutes(5)),
        new(20, 150, TimeSpan.FromMinutes(5)),
        new(60, 180, TimeSpan.FromMinutes(5)),
        new(600, 600, TimeSpan.FromMinutes(15)),
        new(2400, 2400, TimeSpan.FromMinutes(15)));

    // As short as the rules allow: three minutes' dwell in a fire lane, two minutes over the water level, the rest at once.
    private static readonly IncidentSpans live = new(
        new(190, 230, TimeSpan.FromSeconds(240)),
        new(20, 150, TimeSpan.FromSeconds(240)),
        new(15, 30, TimeSpan.FromSeconds(30)),
        new(15, 30, TimeSpan.FromSeconds(30)),
        new(140, 170, TimeSpan.FromSeconds(180)));

    public static IncidentSpans Of(SimulationPlan plan) => plan.Live is null ? ofADay : live;
}
