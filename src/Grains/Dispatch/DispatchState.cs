using CityActors.Responders;
using CityActors.WorkOrders;

namespace CityActors.Dispatch;

/// <summary>Who carries what in a district, and what is still to be told.</summary>
[GenerateSerializer, Immutable, Alias("dispatch-state")]
internal sealed record DispatchState
{
    /// <summary>Orders that need or have somebody, by order id.</summary>
    [Id(0)] public IReadOnlyList<CarriedNeed> Needs { get; init; } = [];

    /// <summary>Words to orders and responders not yet acknowledged, oldest first.</summary>
    [Id(1)] public IReadOnlyList<DispatchWord> Pending { get; init; } = [];

    /// <summary>Orders that need nobody any more, oldest first, so that a late repeat of their request changes nothing.</summary>
    [Id(2)] public IReadOnlyList<ReleasedOrder> Released { get; init; } = [];

    /// <summary>The latest time in any word so far, UTC.</summary>
    [Id(3)] public DateTimeOffset LastAt { get; init; }

    /// <summary>True once the due-book wakes this grain after a restart.</summary>
    [Id(4)] public bool IsInBook { get; init; }
}

/// <summary>The responders of a district.</summary>
[GenerateSerializer, Immutable, Alias("dispatch-pool")]
internal sealed record DispatchPool
{
    /// <summary>Their cards, by id.</summary>
    [Id(0)] public IReadOnlyList<ResponderCard> Cards { get; init; } = [];
}

/// <summary>An order's need and who has which part of it.</summary>
[GenerateSerializer, Immutable, Alias("carried-need")]
internal sealed record CarriedNeed
{
    /// <summary>What the order asked for.</summary>
    [Id(0)] public required DispatchNeed Need { get; init; }

    /// <summary>One for each wanted skill, in the order asked for.</summary>
    [Id(1)] public required IReadOnlyList<Slot> Slots { get; init; }

    /// <summary>Who was asked in vain in this round.</summary>
    [Id(2)] public IReadOnlyList<PassedOver> PassedOver { get; init; } = [];

    /// <summary>The time of what gave reason to choose, UTC: shifts and offers count from it.</summary>
    [Id(3)] public DateTimeOffset AskedAt { get; init; }

    /// <summary>True while the next round is to look for somebody.</summary>
    [Id(4)] public bool IsAsking { get; init; }

    /// <summary>How many answers the order was given in this round; numbers the commands.</summary>
    [Id(5)] public int Answers { get; init; }

    /// <summary>How many offers were made in this round.</summary>
    [Id(6)] public int Offers { get; init; }

    /// <summary>True once the order refused an answer: it goes on with what it has until it asks again.</summary>
    [Id(7)] public bool IsHalted { get; init; }

    /// <summary>True while a part of it has nobody.</summary>
    public bool IsOpen() => Slots.Any(slot => slot.Responder.Length == 0);
}

/// <summary>One wanted skill of an order.</summary>
[GenerateSerializer, Immutable, Alias("dispatch-slot")]
internal sealed record Slot
{
    /// <summary>The skill wanted.</summary>
    [Id(0)] public required string Skill { get; init; }

    /// <summary>Who has it or is offered it, or empty.</summary>
    [Id(1)] public string Responder { get; init; } = "";

    /// <summary>How far away it was when it was chosen, metres.</summary>
    [Id(2)] public double DistanceMetres { get; init; }

    /// <summary>When it was offered, UTC.</summary>
    [Id(3)] public DateTimeOffset OfferedAt { get; init; }

    /// <summary>True once the responder signed for it.</summary>
    [Id(4)] public bool IsSigned { get; init; }

    /// <summary>True once the order was told that nobody is free.</summary>
    [Id(5)] public bool SaidWaiting { get; init; }
}

/// <summary>A responder asked in vain.</summary>
[GenerateSerializer, Immutable, Alias("passed-over")]
internal sealed record PassedOver(
    [property: Id(0)] string Responder,
    [property: Id(1)] string Verdict,
    [property: Id(2)] DateTimeOffset At);

/// <summary>An order that needs nobody any more.</summary>
[GenerateSerializer, Immutable, Alias("released-order")]
internal sealed record ReleasedOrder(
    [property: Id(0)] string Order,
    [property: Id(1)] int Round);

/// <summary>A word to be told until acknowledged; words of one order are told in their order.</summary>
[GenerateSerializer, Immutable, Alias("dispatch-word")]
internal sealed record DispatchWord
{
    /// <summary>The order it is about.</summary>
    [Id(0)] public required string Order { get; init; }

    /// <summary>To the order: who was chosen. Null: the word is to a responder.</summary>
    [Id(1)] public WorkOrderCommand.AssignTo? Assign { get; init; }

    /// <summary>To the responder: an offer. Null, too: the order is taken off it.</summary>
    [Id(2)] public Assignment? Offer { get; init; }

    /// <summary>The responder, or empty.</summary>
    [Id(3)] public string Responder { get; init; } = "";

    /// <summary>When, UTC.</summary>
    [Id(4)] public DateTimeOffset At { get; init; }
}
