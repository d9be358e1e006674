using CityActors.Places;
using CityActors.Responders;
using Orleans.Concurrency;

namespace CityActors.Dispatch;

/// <summary>Chooses responders for the orders of a district; key <c>dispatch-</c> and 6 digits.</summary>
/// <remarks>It is the one place that gives out responders, so that none is given out twice.</remarks>
public interface IDispatchGrain : IGrainWithStringKey
{
    /// <summary>Tells it a responder's card: new, moved, on or off reach.</summary>
    [Alias("Upsert")]
    Task Upsert(ResponderCard card);

    /// <summary>Asks for responders; answered to the order by a dispatch command in the next round. The same need again changes nothing.</summary>
    [Alias("Request")]
    Task Request(DispatchNeed need);

    /// <summary>A responder declined or the order took it back: the next one is chosen.</summary>
    [Alias("Decline")]
    Task Decline(string orderId, string responderId, string reason, DateTimeOffset at);

    /// <summary>A responder signed for the order: it will not be asked of another.</summary>
    [Alias("Signed")]
    Task Signed(string orderId, string responderId, DateTimeOffset at);

    /// <summary>The order needs nobody any more: its responders are free.</summary>
    [Alias("Release")]
    Task Release(string orderId, DateTimeOffset at);

    /// <summary>The pool as it stands.</summary>
    [ReadOnly, Alias("Read")]
    Task<DispatchView> Read();
}

/// <summary>What an order needs.</summary>
[GenerateSerializer, Immutable, Alias("dispatch-need")]
public sealed record DispatchNeed
{
    /// <summary>The order.</summary>
    [Id(0)] public required string Order { get; init; }

    /// <summary>Counts the order's dispatches, from 1: after a rework or return a new one.</summary>
    [Id(1)] public int Round { get; init; } = 1;

    /// <summary>One skill for each responder wanted, for example a sanitation vehicle and a cleaner.</summary>
    [Id(2)] public required IReadOnlyList<string> Skills { get; init; }

    /// <summary>Where.</summary>
    [Id(3)] public required GeoPoint Position { get; init; }

    /// <summary>Since when it is wanted, UTC.</summary>
    [Id(4)] public required DateTimeOffset At { get; init; }

    /// <summary>True for life and safety: served before the others.</summary>
    [Id(5)] public bool Urgent { get; init; }

    /// <summary>The most exact area code known.</summary>
    [Id(6)] public string Area { get; init; } = "";
}

/// <summary>Who was considered for one wanted skill, who was chosen, and why.</summary>
[GenerateSerializer, Immutable, Alias("dispatch-choice")]
public sealed record DispatchChoice
{
    /// <summary>The skill wanted.</summary>
    [Id(0)] public required string Skill { get; init; }

    /// <summary>Who was chosen, or empty: nobody is free.</summary>
    [Id(1)] public required string Responder { get; init; }

    /// <summary>Straight-line distance, metres.</summary>
    [Id(2)] public double DistanceMetres { get; init; }

    /// <summary>The nearest candidates, chosen or not, at most 5, each with distance and reason.</summary>
    [Id(3)] public IReadOnlyList<DispatchCandidate> Candidates { get; init; } = [];

    /// <summary>The choice in a sentence, English.</summary>
    [Id(4)] public string English { get; init; } = "";

    /// <summary>The choice in a sentence, Chinese.</summary>
    [Id(5)] public string Chinese { get; init; } = "";
}

/// <summary>A responder that was considered.</summary>
/// <param name="Responder">Its id.</param>
/// <param name="DistanceMetres">How far away it was.</param>
/// <param name="Verdict">
/// <c>chosen</c>, <c>farther</c>, <c>loaded</c> (equally near, carries more), <c>coverage</c> (equally near, its area would keep fewer free),
/// <c>busy</c>, <c>off-shift</c>, <c>unreachable</c>, <c>declined</c>, <c>silent</c> (did not answer an offer), <c>assigned</c> (has another part of the order).
/// </param>
[GenerateSerializer, Immutable, Alias("dispatch-candidate")]
public sealed record DispatchCandidate(
    [property: Id(0)] string Responder,
    [property: Id(1)] double DistanceMetres,
    [property: Id(2)] string Verdict);

/// <summary>The pool as it stands.</summary>
[GenerateSerializer, Immutable, Alias("dispatch-view")]
public sealed record DispatchView
{
    /// <summary>Registered responders.</summary>
    [Id(0)] public int Responders { get; init; }

    /// <summary>Those that can take an order now.</summary>
    [Id(1)] public int Free { get; init; }

    /// <summary>Orders still waiting for somebody.</summary>
    [Id(2)] public IReadOnlyList<DispatchNeed> Waiting { get; init; } = [];
}
