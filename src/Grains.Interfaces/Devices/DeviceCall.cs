using System.Text.Json.Serialization;

namespace CityActors.Devices;

/// <summary>What a receiver passes on to a device.</summary>
/// <param name="Device">The terminal.</param>
/// <param name="Kind">What kind of thing that is.</param>
/// <param name="Command">What it is to do.</param>
/// <param name="Deadline">Until when it must have said that it did it, UTC; nothing is sent later.</param>
/// <param name="Arguments">What it is to say or show, or null: nothing.</param>
[GenerateSerializer, Immutable, Alias("device-call")]
public sealed record DeviceCall(
    [property: Id(0)] string Device,
    [property: Id(1)] string Kind,
    [property: Id(2)] string Command,
    [property: Id(3)] DateTimeOffset Deadline,
    [property: Id(4), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DeviceText? Arguments = null);

/// <summary>What a device is to say or show.</summary>
/// <param name="English">English.</param>
/// <param name="Chinese">Chinese.</param>
[GenerateSerializer, Immutable, Alias("device-text")]
public sealed record DeviceText(
    [property: Id(0)] string English,
    [property: Id(1)] string Chinese);
