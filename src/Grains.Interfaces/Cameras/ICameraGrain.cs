using CityActors.Alerts;
using CityActors.Observations;
using CityActors.Places;
using Orleans.Concurrency;

namespace CityActors.Cameras;

/// <summary>A video source with AI events; key <c>cam-</c> and its 20-digit GB/T 28181 code.</summary>
public interface ICameraGrain : IObservedGrain, IAlertingGrain
{
    /// <summary>Registers it or changes what is registered.</summary>
    [Alias("Register")]
    Task Register(CameraRegistration registration, DateTimeOffset at);

    /// <summary>Reads it; null where it is not registered or out of service.</summary>
    [ReadOnly, Alias("Read")]
    Task<CameraView?> Read();

    /// <summary>The tracks that it follows and those that ended lately, the one that appeared last first; null where it is not registered or out of service.</summary>
    [ReadOnly, Alias("ReadTracks")]
    Task<IReadOnlyList<CameraTrack>?> ReadTracks();
}

/// <summary>One thing that a camera follows, or followed.</summary>
[GenerateSerializer, Immutable, Alias("camera-track")]
public sealed record CameraTrack
{
    /// <summary>The kind of observation.</summary>
    [Id(0)] public required string Kind { get; init; }

    /// <summary>The zone, or null: not known any more.</summary>
    [Id(1)] public string? Zone { get; init; }

    /// <summary>The producer's id.</summary>
    [Id(2)] public required string Track { get; init; }

    /// <summary>When it appeared, UTC, or null: not known any more.</summary>
    [Id(3)] public DateTimeOffset? Since { get; init; }

    /// <summary>When it ended, UTC, or null: it is still there.</summary>
    [Id(4)] public DateTimeOffset? Until { get; init; }

    /// <summary>The producer's confidence when it was last reported, 0 to 1, or null: not known any more.</summary>
    [Id(5)] public double? Confidence { get; init; }

    /// <summary>The open alert of its kind and zone, or null.</summary>
    [Id(6)] public string? Alert { get; init; }
}

/// <summary>What is registered about a camera.</summary>
[GenerateSerializer, Immutable, Alias("camera-registration")]
public sealed record CameraRegistration
{
    /// <summary>Where it is and in which cell.</summary>
    [Id(0)] public required EntityCard Card { get; init; }

    /// <summary>The names of its zones, for example fire lanes; empty where it has but one.</summary>
    [Id(1)] public IReadOnlyList<string> Zones { get; init; } = [];
}

/// <summary>A look at a camera.</summary>
[GenerateSerializer, Immutable, Alias("camera-view")]
public sealed record CameraView
{
    /// <summary>What is registered.</summary>
    [Id(0)] public required CameraRegistration Registration { get; init; }

    /// <summary>The last event's time, UTC, or null.</summary>
    [Id(1)] public DateTimeOffset? LastEventAt { get; init; }

    /// <summary>Tracks that have not ended.</summary>
    [Id(2)] public int Tracks { get; init; }

    /// <summary>Ids of open alerts.</summary>
    [Id(3)] public IReadOnlyList<string> OpenAlerts { get; init; } = [];

    /// <summary>What could not be judged so far, by reason; null: all was.</summary>
    [Id(4)] public NotJudged? NotJudged { get; init; }
}
