using System.Text.Json.Serialization;
using CityActors.Devices;

namespace CityActors.Notifications;

/// <summary>A message for somebody outside.</summary>
[GenerateSerializer, Immutable, Alias("notification")]
public sealed record Notification
{
    /// <summary>Deterministic id; a receiver drops repeats by it.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>Who is notified: a receiver in the configuration, for example <c>family</c>, <c>grid-officer</c>, <c>community</c>.</summary>
    [Id(1)] public required string Receiver { get; init; }

    /// <summary>What it is about: an alert or order id.</summary>
    [Id(2)] public required string Subject { get; init; }

    /// <summary>The text, English. Holds no person's data.</summary>
    [Id(3)] public required string English { get; init; }

    /// <summary>The text, Chinese.</summary>
    [Id(4)] public required string Chinese { get; init; }

    /// <summary>Since when it has been wanted, UTC.</summary>
    [Id(5)] public required DateTimeOffset At { get; init; }

    /// <summary>What a device is to do, or null: people are told.</summary>
    [Id(6), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public DeviceCall? Call { get; init; }

    /// <summary>Whether it is told because of somebody of a roster: then it goes only to those whom the consent names.</summary>
    [Id(7), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public bool IsOfRoster { get; init; }
}
