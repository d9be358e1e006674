using System.Text.Json.Serialization;
using CityActors.Responders;

namespace CityActors.Drill;

/// <summary>What the actor of a drill's responder keeps.</summary>
[GenerateSerializer, Immutable, Alias("drill-actor-state")]
internal sealed record DrillActorState
{
    /// <summary>The area that its responder serves, or empty: it does not know its responder.</summary>
    [Id(0)] public string Area { get; init; } = "";

    /// <summary>The orders it is busy with and what comes next in each.</summary>
    [Id(1)] public IReadOnlyList<DrillTask> Tasks { get; init; } = [];

    /// <summary>Counts its steps.</summary>
    [Id(2)] public long Steps { get; init; }

    /// <summary>The task about an order, or null.</summary>
    public DrillTask? TaskOf(string order) => Tasks.FirstOrDefault(task => task.Offer.Order == order);

    /// <summary>The state with another task about an order, or none.</summary>
    public DrillActorState With(string order, DrillTask? task) =>
        this with { Tasks = [.. Tasks.Where(other => other.Offer.Order != order).Concat(task is null ? [] : [task])] };
}

/// <summary>What an actor does next about an order.</summary>
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
    [property: Id(4)] bool IsTaken = false)
{
    /// <summary>What was begun goes on: the order lets its responders go when the work is handed in, before it is confirmed and closed.</summary>
    public bool OutlastsRelease => Step is DrillStep.Submit or DrillStep.Finish;
}

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
