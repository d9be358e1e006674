using CityActors.Places;
using Orleans.Concurrency;

namespace CityActors.Responders;

/// <summary>One responder; key is its id.</summary>
public interface IResponderGrain : IRetirableGrain
{
    /// <summary>Registers it or changes its card; its orders stay as they are.</summary>
    [Alias("Put")]
    Task<ResponderCard> Put(ResponderCard card);

    /// <summary>Its card, or null where it is not registered or out of service.</summary>
    [ReadOnly, Alias("Read")]
    Task<ResponderCard?> Read();
}

/// <summary>An order given to a responder.</summary>
[GenerateSerializer, Immutable, Alias("assignment")]
public sealed record Assignment
{
    /// <summary>The order.</summary>
    [Id(0)] public required string Order { get; init; }

    /// <summary>The skill it is wanted for.</summary>
    [Id(1)] public required string Skill { get; init; }

    /// <summary>When it was offered, UTC.</summary>
    [Id(2)] public required DateTimeOffset At { get; init; }

    /// <summary>Straight-line distance at that time, metres.</summary>
    [Id(3)] public double DistanceMetres { get; init; }
}

/// <summary>A person, crew or vehicle that can act.</summary>
[GenerateSerializer, Immutable, Alias("responder-card")]
public sealed record ResponderCard
{
    /// <summary>The id, for example <c>resp-430103002-officer-03</c>.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>The name shown to dispatchers.</summary>
    [Id(1)] public required string Name { get; init; }

    /// <summary>What it can do: names of <see cref="Skills"/>.</summary>
    [Id(2)] public required IReadOnlyList<string> Skills { get; init; }

    /// <summary>The area it serves: a district, street or community code.</summary>
    [Id(3)] public required string Area { get; init; }

    /// <summary>Where it last was.</summary>
    [Id(4)] public required GeoPoint Position { get; init; }

    /// <summary>When it last said where it was, UTC.</summary>
    [Id(5)] public DateTimeOffset SeenAt { get; init; }

    /// <summary>Start of the daily shift, China Standard Time.</summary>
    [Id(6)] public TimeOnly ShiftStart { get; init; }

    /// <summary>End of the daily shift; equal to the start means round the clock.</summary>
    [Id(7)] public TimeOnly ShiftEnd { get; init; }

    /// <summary>How many orders it can carry at once, 1 to 20.</summary>
    [Id(8)] public int Capacity { get; init; } = 1;

    /// <summary>The orders it carries or is offered.</summary>
    [Id(9)] public IReadOnlyList<string> Orders { get; init; } = [];

    /// <summary>False while it cannot be reached.</summary>
    [Id(10)] public bool Reachable { get; init; } = true;

    /// <summary>True for a drill's responder, which acts by itself.</summary>
    [Id(11)] public bool Drill { get; init; }

    /// <summary>Counts the changes, from 1.</summary>
    [Id(12)] public long Version { get; init; }
}

/// <summary>The skills that the catalogue asks for.</summary>
public static class Skills
{
    /// <summary>网格员: first on site for everything in the cell.</summary>
    public const string GridOfficer = "grid-officer";

    /// <summary>保洁员</summary>
    public const string Cleaner = "cleaner";

    /// <summary>环卫车辆</summary>
    public const string SanitationVehicle = "sanitation-vehicle";

    /// <summary>城管执法</summary>
    public const string Patrol = "patrol";

    /// <summary>市政抢修</summary>
    public const string RepairCrew = "repair-crew";

    /// <summary>消防</summary>
    public const string Fire = "fire";

    /// <summary>医护</summary>
    public const string Medic = "medic";

    /// <summary>设备维护</summary>
    public const string Technician = "technician";
}
