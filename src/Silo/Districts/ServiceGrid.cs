namespace CityActors.Districts;

/// <summary>An officer's area: a set of cells of one community (综合网格).</summary>
/// <param name="Code"><c>grid-</c>, the 12-digit community code, <c>-</c> and two digits or more.</param>
/// <param name="Name">The name, in Chinese.</param>
/// <param name="Community">12-digit community code.</param>
/// <param name="Officer">The responder that looks after it.</param>
/// <param name="Cells">15-digit codes of its cells, none in two grids; empty where a community has more officers than cells.</param>
public sealed record ServiceGrid(string Code, string Name, string Community, string Officer, IReadOnlyList<string> Cells);

/// <summary>A camera of a plan.</summary>
/// <param name="Card">Where it stands.</param>
/// <param name="Zones">Its zones: <c>lane-1</c> and so on for fire lanes, <c>facade-1</c> for a house front, <c>view</c> for all it sees.</param>
public sealed record PlannedCamera(Places.EntityCard Card, IReadOnlyList<string> Zones);

/// <summary>How much a plan holds.</summary>
public sealed record PlanCounts(int Areas, int Communities, int Cells, int Households, int Cameras, int Terminals, int ServiceGrids, int Responders);
