using CityActors.Alerts;

namespace CityActors.Devices;

/// <summary>What a device says about a command.</summary>
[GenerateSerializer, Immutable, Alias("command-receipt")]
public sealed record CommandReceipt
{
    /// <summary>The command.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>Whether it was done.</summary>
    [Id(1)] public required bool IsDone { get; init; }

    /// <summary>Why not, in the device's words; empty where it was done.</summary>
    [Id(2)] public string Reason { get; init; } = "";

    /// <summary>When, UTC; set from the declared clock.</summary>
    [Id(3)] public required DateTimeOffset At { get; init; }
}

/// <summary>The answer to a receipt.</summary>
/// <param name="Command">The command after it; null: there is none of that id, or it was long ago.</param>
/// <param name="Refusal">Why nothing changed, or null.</param>
[GenerateSerializer, Immutable, Alias("command-reply")]
public sealed record CommandReply(
    [property: Id(0)] DeviceCommand? Command,
    [property: Id(1)] Refusal? Refusal = null);
