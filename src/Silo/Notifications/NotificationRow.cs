using CityActors.Devices;

namespace CityActors.Silo.Notifications;

/// <summary>A notification on its way out, as it stands in the outbox.</summary>
/// <param name="Id">Its deterministic id; the receiver drops repeats by it.</param>
/// <param name="Receiver">Who was named.</param>
/// <param name="Channel">The configured receiver that stands for it.</param>
/// <param name="Subject">What it is about: an alert or order id.</param>
/// <param name="Area">The code of the area it belongs to.</param>
/// <param name="English">The text, English.</param>
/// <param name="Chinese">The text, Chinese.</param>
/// <param name="WantedAt">Since when it has been wanted, UTC.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Attempts">Attempts since it was taken, or since it was revived.</param>
/// <param name="NextAt">A waiting one is not tried before, UTC.</param>
/// <param name="LastError">Why the last failed attempt failed, or null.</param>
/// <param name="DeliveredAt">When the receiver took it, UTC, or null.</param>
/// <param name="Call">What a device is to do, or null: people are told.</param>
/// <param name="IsOfRoster">Whether it is of somebody of a roster: it goes only to those whom the consent names.</param>
internal sealed record NotificationRow(
    string Id,
    string Receiver,
    string Channel,
    string Subject,
    string Area,
    string English,
    string Chinese,
    DateTimeOffset WantedAt,
    NotificationState State,
    int Attempts,
    DateTimeOffset NextAt,
    string? LastError = null,
    DateTimeOffset? DeliveredAt = null,
    DeviceCall? Call = null,
    bool IsOfRoster = false);

/// <summary>Where a notification stands.</summary>
internal enum NotificationState
{
    /// <summary>It is to be delivered.</summary>
    Waiting,

    /// <summary>The receiver took it.</summary>
    Delivered,

    /// <summary>A dead letter: given up, with the reason, until somebody asks for another try.</summary>
    Dead,
}
