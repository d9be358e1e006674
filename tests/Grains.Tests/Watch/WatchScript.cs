using System.Globalization;
using CityActors.Observations;
using CityActors.Watch;

namespace CityActors.Tests.Watch;

/// <summary>A watched thing that is told a script: <c>minute=value</c> is a reading, <c>minute=value:key</c> one about something, a bare minute a tick.</summary>
internal static class WatchScript
{
    public const int Kind = 5;

    /// <summary>Six in the morning in China, a Monday.</summary>
    public static readonly DateTimeOffset T0 = new(2026, 1, 4, 22, 0, 0, TimeSpan.Zero);

    public static TimeSpan Minutes(double minutes) => TimeSpan.FromMinutes(minutes);

    /// <summary>What is said, as <c>minute act rule level</c>; the rule only where there are several, the level only where there is one.</summary>
    public static string Play(string script, params WatchRule[] rules) => Play(script, null, rules);

    public static string Play(string script, PlausibleStep? step, params WatchRule[] rules)
    {
        var (watcher, memory, turns) = (new Watcher(rules, _ => step), WatchMemory.Unknown, new List<Turn>());
        foreach (var word in script.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = word.Split('=', ':');
            var at = T0.AddMinutes(double.Parse(parts[0], CultureInfo.InvariantCulture));
            memory = parts.Length == 1
                ? watcher.Tick(memory, at, turns)
                : watcher.Observe(memory, Kind, at, double.Parse(parts[1], CultureInfo.InvariantCulture), turns, parts.ElementAtOrDefault(2));
        }

        return string.Join("; ", turns.Select(turn => Tell(turn, rules.Length > 1)));
    }

    public static string Tell(Turn turn, bool withRule)
    {
        var rule = withRule ? $" {turn.Rule}" : "";
        var what = turn.Act is TurnAct.Derived ? $" {turn.Value:0.##}" : turn.Level > 0 ? $" {turn.Level}" : "";
        return $"{(turn.At - T0).TotalMinutes:0.##}{rule} {turn.Act}{what}".ToLowerInvariant();
    }
}
