using CityActors.Facts;

namespace CityActors.Silo.Notifications;

/// <summary>What a fact means for the outbox.</summary>
/// <param name="Wanted">What is to be delivered, or null: something is not needed any more.</param>
/// <param name="Channel">The way to its receiver.</param>
/// <param name="Needless">The alert of which nobody further is to be told; empty: of none.</param>
internal sealed record OutboxItem(NotificationWanted? Wanted, string Channel, string Needless);
