using CityActors.Alerts;

namespace CityActors.Client.Simulation.Scenes;

/// <summary>An alert as it is in the end, and the highest level that it reached on the way.</summary>
internal sealed record AlertStory(Alert Alert, int Level);
