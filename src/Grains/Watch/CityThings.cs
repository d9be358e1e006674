using System.Collections.Concurrent;
using CityActors.Alerts;
using CityActors.Observations;
using CityActors.Packs;
using CityActors.Packs.Format;
using CityActors.Terminals;

namespace CityActors.Watch;

/// <summary>What the packs of a city say of things and alerts, ready to judge by. May be read from any thread.</summary>
public sealed class CityThings
{
    private readonly Dictionary<string, AlertSpec> alerts;
    private readonly Dictionary<string, (PackFiles Pack, ThingSpec Thing)> things;
    private readonly ConcurrentDictionary<TerminalRegistration, ThingProgram> programs = new();
    private readonly ConcurrentDictionary<string, Cameras.TrackProgram> cameras = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PackLadder> ladders;
    private readonly TerminalOptions options;
    private readonly Kinds kinds;

    /// <summary>Takes the packs.</summary>
    /// <param name="packs">The packs, checked.</param>
    /// <param name="kinds">The kinds of observation; those of the packs are among them.</param>
    /// <param name="options">What the city sets for the kinds of terminal that it always had.</param>
    public CityThings(PackSet packs, Kinds kinds, TerminalOptions options)
    {
        (this.kinds, this.options, Packs) = (kinds, options, packs);
        alerts = packs.All.SelectMany(static pack => pack.Watch.Alerts).ToDictionary(static alert => alert.Alert, StringComparer.Ordinal);
        ladders = alerts.Values.ToDictionary(static alert => alert.Alert, static alert => new PackLadder(alert), StringComparer.Ordinal);
        things = packs.All.SelectMany(static pack => pack.Things.Things, static (pack, thing) => (Pack: pack, Thing: thing)).ToDictionary(static entry => entry.Thing.Kind, StringComparer.Ordinal);
    }

    /// <summary>The packs.</summary>
    public PackSet Packs { get; }

    /// <summary>The kinds of terminal.</summary>
    public IEnumerable<string> TerminalKinds => things.Values.Where(static entry => entry.Thing.Grain == ThingGrain.Terminal).Select(static entry => entry.Thing.Kind).Order(StringComparer.Ordinal);

    /// <summary>The kinds of camera.</summary>
    public IEnumerable<string> CameraKinds => things.Values.Where(static entry => entry.Thing.Grain == ThingGrain.Camera).Select(static entry => entry.Thing.Kind).Order(StringComparer.Ordinal);

    /// <summary>The kinds of alert.</summary>
    public IEnumerable<string> AlertKinds => alerts.Keys.Order(StringComparer.Ordinal);

    /// <summary>What is said of a kind of alert, or null: no pack declares it.</summary>
    public AlertSpec? Alert(string kind) => alerts.GetValueOrDefault(kind);

    /// <summary>The kinds of observation that a kind of thing makes; none: there is no such thing.</summary>
    public IReadOnlyList<string> Observes(string thing) => things.TryGetValue(thing, out var known) ? known.Thing.Observes : [];

    /// <summary>Who is told of an alert that nobody has taken on, and when.</summary>
    internal IEnumerable<LadderStep> LadderOf(Alert alert) => ladders.TryGetValue(alert.Kind, out var ladder) ? ladder.Of(alert) : [];

    /// <summary>What is told of such an alert, English and Chinese: of what is not public, only what it is and where.</summary>
    internal (string English, string Chinese) TextOf(Alert alert, Places.Privacy privacy)
    {
        var name = Alert(alert.Kind)?.Name;
        var (why, whyZh) = privacy == Places.Privacy.Public ? ($"; {alert.Explanation.English}", $"，{alert.Explanation.Chinese}") : ("", "");
        return (
            $"{name?.En ?? alert.Kind} in cell {alert.Cell}{why}. Nobody has taken the alert on: {alert.Id}.",
            $"网格{alert.Cell}{name?.Zh ?? alert.Kind}{whyZh}，告警尚无人接手：{alert.Id}。");
    }

    /// <summary>By what a terminal is judged.</summary>
    /// <exception cref="ArgumentException">No pack has such a thing.</exception>
    internal ThingProgram ProgramOf(TerminalRegistration registration) => programs.GetOrAdd(registration with { Card = TypeOf(registration) }, Compile);

    /// <summary>By what a camera is judged; one of a kind that no pack has, by nothing.</summary>
    internal Cameras.TrackProgram ProgramOf(Cameras.CameraRegistration registration, Cameras.CameraOptions limits) =>
        cameras.GetOrAdd(registration.Card.Kind.Length == 0 ? Cameras.TrackProgram.UsualThing : registration.Card.Kind, kind => Cameras.TrackProgram.Compile(kind, Packs, limits));

    // Terminals of one kind and setting share one program.
    private static Places.EntityCard TypeOf(TerminalRegistration registration) =>
        new() { Id = "", Type = "terminal", Kind = registration.Card.Kind, Cell = "", Position = default };

    private ThingProgram Compile(TerminalRegistration registration)
    {
        var kind = registration.Card.Kind;
        if (!things.TryGetValue(kind, out var known) || known.Thing.Grain != ThingGrain.Terminal)
        {
            throw new ArgumentException($"Nothing is known of terminals of the kind '{kind}'; there are {string.Join(", ", TerminalKinds)}.", nameof(registration));
        }

        return ProgramCompiler.Compile(known.Pack, known.Thing, Packs, registration, options, kinds);
    }
}
