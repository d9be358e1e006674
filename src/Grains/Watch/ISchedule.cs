namespace CityActors.Watch;

/// <summary>When a rule judges. A window holds its first instant and not its last.</summary>
internal interface ISchedule
{
    /// <summary>Whether it is open.</summary>
    bool IsOpen(DateTimeOffset at);

    /// <summary>When it next opens or closes, later than a time, UTC, or null: never.</summary>
    DateTimeOffset? NextEdge(DateTimeOffset after);
}
