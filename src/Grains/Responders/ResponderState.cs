using System.Text.Json.Serialization;

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

    /// <summary>A drill's orders and what comes next in each.</summary>
    [Id(2)] public IReadOnlyList<DrillTask> Tasks { get; init; } = [];

    /// <summary>Counts the steps of its drills.</summary>
    [Id(3)] public long Steps { get; init; }

    /// <summary>The drill's task about an order, or null.</summary>
    public DrillTask? TaskOf(string order) => Tasks.FirstOrDefault(task => task.Offer.Order == order);

    /// <summary>The state with one more offer.</summary>
    public ResponderState With(KnownOffer offer) => this with { Offers = [.. Offers.TakeLast(OffersKept - 1), offer] };

    /// <summary>The state with another task about an order, or none.</summary>
    public ResponderState With(string order, DrillTask? task) =>
        this with { Tasks = [.. Tasks.Where(other => other.Offer.Order != order).Concat(task is null ? [] : [task])] };
}

/// <summary>An offer that was made.</summary>
[GenerateSerializer, Immutable, Alias("known-offer")]
internal readonly record struct KnownOffer(
    [property: Id(0)] string Order,
    [property: Id(1)] DateTimeOffset At);

/// <summary>What a drill's responder does next about an order.</summary>
/// <param name="Offer">The offer.</param>
/// <param name="Step">What comes next.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Tries">How often the step was tried in vain.</param>
/// <param name="IsTaken">True once the step was taken and the order's word about it is awaited.</param>
[GenerateSerializer, Immutable, Alias("drill-task")]
internal sealed record DrillTask(
    [property: Id(0), JsonRequired] Assignment Offer,
    [property: Id(1), JsonRequired] DrillStep Step,
    [property: Id(2), JsonRequired] DateTimeOffset At,
    [property: Id(3)] int Tries = 0,
    [property: Id(4)] bool IsTaken = false);

/// <summary>The steps of a drill.</summary>
[GenerateSerializer, Alias("drill-step")]
internal enum DrillStep
{
    /// <summary>Says no.</summary>
    Decline,

    /// <summary>Takes the order on.</summary>
    Sign,

    /// <summary>Arrives and begins.</summary>
    Start,

    /// <summary>Is done.</summary>
    Submit,

    /// <summary>The department confirms and the supervisor closes.</summary>
    Finish,
}
