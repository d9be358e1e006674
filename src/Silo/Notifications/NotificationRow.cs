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
/// <param name="HandedOverAt">When it was first handed over to the receiver's adapter, UTC, or null: not yet.</param>
/// <param name="Receipt">What the receiver said became of it, or null: nothing.</param>
/// <param name="ReceiptAt">When the receiver said so, UTC, or null.</param>
/// <param name="Text">Of a case: which text of its pack is told, or null. Its words are made for each attempt and do not stand in the outbox.</param>
/// <param name="Line">Of a case: the line that told it, or null.</param>
/// <param name="Person">Of a case: whom, by account or key; null: a role, or no case.</param>
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
    bool IsOfRoster = false,
    DateTimeOffset? HandedOverAt = null,
    NotificationReceipt? Receipt = null,
    DateTimeOffset? ReceiptAt = null,
    string? Text = null,
    long? Line = null,
    string? Person = null);

/// <summary>Where a notification stands.</summary>
internal enum NotificationState
{
    /// <summary>It is to be delivered.</summary>
    Waiting,

    /// <summary>The receiver took it.</summary>
    Delivered,

    /// <summary>A dead letter: given up, with the reason, until somebody asks for another try.</summary>
    Dead,

    /// <summary>Not needed any more before it was delivered: somebody took the alert on, or it ended.</summary>
    Withdrawn,
}

/// <summary>What a receiver says became of a notification; a later one counts where it says more.</summary>
internal enum NotificationReceipt
{
    /// <summary>Nobody answered.</summary>
    NotReached,

    /// <summary>Somebody answered.</summary>
    Reached,

    /// <summary>Who was called at home said that all is well.</summary>
    Safe,
}
