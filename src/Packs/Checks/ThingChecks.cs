using System.Globalization;
using CityActors.Packs.Format;

namespace CityActors.Packs.Checks;

/// <summary>Kinds of observation and thing: ranges and shapes that fit, names that there are.</summary>
internal static class ThingChecks
{
    private const string File = "things.json";
    private const int MostKinds = 32;

    /// <summary>The one argument that a command may take.</summary>
    public const string TextArgument = "text";

    public static void Run(CheckRun run)
    {
        var things = run.Pack.Things;
        for (var i = 0; i < things.Observations.Count; i++)
        {
            Observation(run, things.Observations[i], $"$.observations[{i}]");
        }

        for (var i = 0; i < things.Things.Count; i++)
        {
            Thing(run, things.Things[i], $"$.things[{i}]");
        }
    }

    private static void Observation(CheckRun run, ObservationSpec kind, string path)
    {
        if (kind.Shape == ObservationShape.Track)
        {
            run.Holds(kind is { Unit.Length: 0, Range: null, Step: null, Flow: false, Derived: false }, "T2", File, path, "A track is no value: it has neither unit nor range, step or flow, and no rule derives it.");
            return;
        }

        run.Holds(kind.Range is [var least, var most] && least < most, "S1", File, $"{path}.range", "A value has a range: the least and the greatest that can be true, for example [0, 2000].");
        run.Holds(kind.Unit.Length is > 0 and <= 12, "T2", File, $"{path}.unit", "A value has a unit of at most 12 characters; give \"1\" for a pure number.");
        run.Holds(kind.Step is null or { AtOnce: > 0, PerMinute: >= 0 }, "S1", File, $"{path}.step", "A step is more than 0 at once, and 0 or more a minute.");
        if (kind.Horizon is { } horizon)
        {
            run.Holds(Span.Parse(horizon.Text) is { } span && span.Length >= TimeSpan.FromMinutes(1) && span.Length <= TimeSpan.FromHours(3), "T2", File, $"{path}.horizon", "A horizon is a length of time from 1 minute to 3 hours.");
        }
    }

    private static void Thing(CheckRun run, ThingSpec thing, string path)
    {
        run.Holds(thing.Observes.Count is > 0 and <= MostKinds, "S1", File, $"{path}.observes", $"A thing observes something, at most {MostKinds} kinds.");
        for (var i = 0; i < thing.Observes.Count; i++)
        {
            var known = run.Observations.GetValueOrDefault(thing.Observes[i]);
            run.Holds(known is not null, "N1", File, $"{path}.observes[{i}]", $"There is no kind of observation '{thing.Observes[i]}' in this pack or those that it needs.");
            run.Holds(known is not { Derived: true }, "N1", File, $"{path}.observes[{i}]", $"'{thing.Observes[i]}' is derived by a rule, so no device observes it.");
            run.Holds(known is null || (known.Shape == ObservationShape.Track) == (thing.Grain == ThingGrain.Camera), "T2", File, $"{path}.observes[{i}]", "Cameras follow tracks, everything else measures values.");
        }

        if (thing.Every is { } every)
        {
            run.Holds(Span.Parse(every.Text) is { Length.TotalSeconds: >= 1 and <= 86_400 }, "T2", File, $"{path}.every", "A thing reports every 1 second to 1 day: give a length of time such as \"15 minutes\".");
        }
        else
        {
            run.Holds(thing.Grain != ThingGrain.Terminal, "S1", File, path, "A terminal says how often it reports: give 'every', for example \"15 minutes\".");
        }

        for (var i = 0; i < thing.Commands.Count; i++)
        {
            run.Holds(run.Alerts.ContainsKey(thing.Commands[i].Unconfirmed), "N1", File, $"{path}.commands[{i}].unconfirmed", $"There is no alert '{thing.Commands[i].Unconfirmed}'.");
            run.Holds(Span.Parse(thing.Commands[i].Within.Text) is { } within && within.Length >= TimeSpan.FromSeconds(1) && within.Length <= TimeSpan.FromHours(1), "T2", File, $"{path}.commands[{i}].within", "Give a length of time from 1 second to 1 hour, for example \"2 seconds\".");
            run.Holds(thing.Commands[i].Arguments.All(static argument => argument.Key == TextArgument && LongestOf(argument.Value) is > 0), "T2", File, $"{path}.commands[{i}].arguments", "A command takes a 'text' of a length at most, for example \"text:60\", or nothing.");
            run.Holds(thing.Grain == ThingGrain.Terminal, "T2", File, $"{path}.commands[{i}]", "Only a terminal is told what to do.");
        }
    }

    /// <summary>How many characters an argument <c>text:60</c> has at most; null: it is none.</summary>
    public static int? LongestOf(string argument) => argument.Split(':') is ["text", var most] && int.TryParse(most, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
