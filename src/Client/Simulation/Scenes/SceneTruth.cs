using CityActors.Alerts;
using CityActors.Packs.Format;

namespace CityActors.Client.Simulation.Scenes;

/// <summary>What must be found of something that happened, or must not.</summary>
/// <param name="Pack">The pack.</param>
/// <param name="Scene">The scene.</param>
/// <param name="Path">Where in the scene's file it stands.</param>
/// <param name="Spec">What it says.</param>
/// <param name="Happened">What happened.</param>
/// <param name="Within">How soon it must be found.</param>
internal sealed record SceneTruth(string Pack, string Scene, string Path, TruthSpec Spec, SceneEvent Happened, TimeSpan Within)
{
    /// <summary>The alert is on a place and not on a thing.</summary>
    public bool IsOfPlace { get; init; }

    /// <summary>False: only rules raise the alert on which this version does not act.</summary>
    public bool IsJudged { get; init; } = true;

    /// <summary>False: it is harmless, and an alert would be false.</summary>
    public bool MustAlarm => Spec.Count != 0;

    /// <summary>When it must have been found.</summary>
    public DateTimeOffset Deadline => Happened.At + Within;

    /// <summary>Whether it explains that an alert was raised.</summary>
    public bool Explains(Alert alert) => MustAlarm && Is(alert) && alert.OpenedAt >= Happened.At && (alert.OpenedAt <= Deadline || alert.OpenedAt <= Happened.Until);

    /// <summary>Whether an alert is of its kind and on one of its things.</summary>
    public bool Is(Alert alert) => alert.Kind == Spec.Alert && (IsOfPlace || Happened.Things.Contains(alert.Entity));
}
