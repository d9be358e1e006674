using CityActors.Places;

namespace CityActors.Responders;

/// <summary>What a responder keeps.</summary>
[GenerateSerializer, Immutable, Alias("responder-state")]
internal sealed record ResponderState
{
    private const int OffersKept = 50;

    /// <summary>The card, or null: not registered.</summary>
    [Id(0)] public ResponderCard? Card { get; init; }

    /// <summary>The last offers, oldest first, so that a repeated one counts once.</summary>
    [Id(1)] public IReadOnlyList<KnownOffer> Offers { get; init; } = [];

    /// <summary>That it was taken out of service, or null: it is in service.</summary>
    [Id(2)] public Retirement? Retired { get; init; }

    /// <summary>The state with one more offer.</summary>
    public ResponderState With(KnownOffer offer) => this with { Offers = [.. Offers.TakeLast(OffersKept - 1), offer] };
}

/// <summary>An offer that was made.</summary>
[GenerateSerializer, Immutable, Alias("known-offer")]
internal readonly record struct KnownOffer(
    [property: Id(0)] string Order,
    [property: Id(1)] DateTimeOffset At);
