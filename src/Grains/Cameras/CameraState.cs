using CityActors.Alerts;

namespace CityActors.Cameras;

/// <summary>What a camera remembers.</summary>
[GenerateSerializer, Alias("camera-state")]
public sealed class CameraState : EntityState
{
    /// <summary>What is registered, or null: nothing yet.</summary>
    [Id(0)] public CameraRegistration? Registration { get; set; }

    /// <summary>What it sees.</summary>
    [Id(1)] public SceneState Scene { get; set; } = SceneState.Empty;
}
