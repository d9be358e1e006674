namespace CityActors.WorkOrders;

/// <summary>A picture that is to belong to an order; its bytes are kept elsewhere.</summary>
/// <param name="Hash">The SHA-256 of its bytes, hexadecimal.</param>
/// <param name="Actor">Who sent it.</param>
/// <param name="At">When, UTC.</param>
[GenerateSerializer, Immutable, Alias("order-attachment")]
public sealed record OrderAttachment(
    [property: Id(0)] string Hash,
    [property: Id(1)] string Actor,
    [property: Id(2)] DateTimeOffset At);
