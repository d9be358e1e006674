using CityActors.Alerts;
using CityActors.Reactions;
using CityActors.Responders;
using CityActors.Places;
using Orleans.Concurrency;

namespace CityActors.Dispatch;

/// <summary>Chooses responders for the orders of a district; key <c>dispatch-</c> and 6 digits.</summary>
/// <remarks>It is the only place that assigns responders, so none is assigned twice.</remarks>
public interface IDispatchGrain : ICityGrain
{
    /// <summary>Judges a dispatch that somebody wants to make by hand. Changes nothing: what counts is what the order accepts.</summary>
    [ReadOnly, Alias("Judge")]
    Task<DispatchProposal> Judge(ManualDispatch wanted);

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

    /// <summary>Since when it has been wanted, UTC.</summary>
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

/// <summary>A dispatch that somebody wants to make by hand.</summary>
[GenerateSerializer, Immutable, Alias("hand-made-dispatch")]
public sealed record ManualDispatch
{
    /// <summary>The order.</summary>
    [Id(0)] public required string Order { get; init; }

    /// <summary>Where it is.</summary>
    [Id(1)] public required GeoPoint Position { get; init; }

    /// <summary>15-digit code of its cell.</summary>
    [Id(2)] public required string Area { get; init; }

    /// <summary>Who acts.</summary>
    [Id(3)] public required string Actor { get; init; }

    /// <summary>Whom for which skill; of each only the skill and the responder count.</summary>
    [Id(4)] public required IReadOnlyList<DispatchChoice> Choices { get; init; }

    /// <summary>The cards of those named, from themselves: one that was registered a moment ago may be news to the district.</summary>
    [Id(5)] public IReadOnlyList<ResponderCard> Cards { get; init; } = [];
}

/// <summary>The answer to a dispatch by hand.</summary>
/// <param name="Choices">The choices with our distances and explanations; empty if it is refused.</param>
/// <param name="Refusal">Why not, or null.</param>
[GenerateSerializer, Immutable, Alias("dispatch-proposal")]
public sealed record DispatchProposal(
    [property: Id(0)] IReadOnlyList<DispatchChoice> Choices,
    [property: Id(1)] Refusal? Refusal);
