using CityActors.Alerts;

namespace CityActors.WorkOrders;

/// <summary>What an order would answer to each command now.</summary>
/// <param name="Version">The order's version.</param>
/// <param name="Commands">One of each kind that callers may give, in the order of an order's life.</param>
[GenerateSerializer, Immutable, Alias("weighed-order")]
public sealed record WeighedOrder(
    [property: Id(0)] long Version,
    [property: Id(1)] IReadOnlyList<WeighedCommand> Commands);

/// <summary>What would become of a command that was not given.</summary>
/// <param name="Command">The command, with members that fit the order.</param>
/// <param name="Refusal">Why it would be refused, or null: it would be done.</param>
[GenerateSerializer, Immutable, Alias("weighed-command")]
public sealed record WeighedCommand(
    [property: Id(0)] WorkOrderCommand Command,
    [property: Id(1)] Refusal? Refusal);

/// <summary>Who might give a command, and when.</summary>
/// <param name="Actor">A caller's name.</param>
/// <param name="Responder">The responder that the caller is, or empty.</param>
/// <param name="At">When, UTC.</param>
[GenerateSerializer, Immutable, Alias("command-giver")]
public sealed record CommandGiver(
    [property: Id(0)] string Actor,
    [property: Id(1)] string Responder,
    [property: Id(2)] DateTimeOffset At);
