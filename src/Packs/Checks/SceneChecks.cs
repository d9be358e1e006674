using System.Globalization;
using CityActors.Packs.Format;

namespace CityActors.Packs.Checks;

/// <summary>Scenes and examples: that they name what there is (N1), in times that can be read (T2) and sizes that can be played (S1).</summary>
internal static class SceneChecks
{
    private const int MostThings = 10_000;
    private const int MostReadings = 10_000;
    private static readonly TimeSpan longest = TimeSpan.FromDays(31);

    public static void Run(CheckRun run)
    {
        foreach (var (file, scene) in run.Pack.Scenes)
        {
            Scene(run, file, scene);
        }

        foreach (var (file, examples) in run.Pack.Examples)
        {
            for (var i = 0; i < examples.Examples.Count; i++)
            {
                Example(run, file, examples.Examples[i], $"$.examples[{i}]");
            }
        }
    }

    /// <summary>Reads a time of an example, in the time of the city.</summary>
    public static bool IsTime(string? text) => DateTime.TryParseExact(text, "yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private static void Scene(CheckRun run, string file, SceneSpec scene)
    {
        run.Holds(file == $"scenes/{scene.Scene}.json", "S1", file, "$.scene", $"The file is named after the scene: '{scene.Scene}.json'.");
        Length(run, file, "$.lasts", scene.Lasts, isNeeded: true);
        Length(run, file, "$.before", scene.Before, isNeeded: false);
        run.Holds(SceneTime.Parse(scene.From) is { IsRange: false } from && from.Least < TimeSpan.FromDays(1), "T2", file, "$.from", "Give a time of day, for example \"18:00\".");
        run.Holds(scene.Place is "cell" or "community" or "district", "S2", file, "$.place", "A scene is spread over a 'cell', a 'community' or a 'district'.");
        for (var i = 0; i < scene.Background.Count; i++)
        {
            Background(run, file, scene, scene.Background[i], $"$.background[{i}]");
        }

        for (var i = 0; i < scene.Happens.Count; i++)
        {
            Happening(run, file, scene, scene.Happens[i], $"$.happens[{i}]");
        }

        for (var i = 0; i < scene.Faults.Count; i++)
        {
            var (fault, path) = (scene.Faults[i], $"$.faults[{i}]");
            run.Holds(SceneTime.Parse(fault.At) is { IsRange: false }, "T2", file, $"{path}.at", "Give a time such as \"22:30\", or \"+08:00\" for the day after.");
            run.Holds(fault.What != SceneFault.Repeat || fault.Share is > 0 and <= 1, "S1", file, path, "Say which 'share' of the readings comes twice, more than 0 and 1 at most.");
            Length(run, file, $"{path}.by", fault.By, fault.What == SceneFault.Late);
        }

        for (var i = 0; i < scene.Never.Count; i++)
        {
            Alert(run, file, scene.Never[i].Alert, $"$.never[{i}].alert");
            _ = scene.Never[i].Of is { } of && Subject(run, file, scene, of, $"$.never[{i}].of") is null;
        }
    }

    private static void Background(CheckRun run, string file, SceneSpec scene, BackgroundSpec background, string path)
    {
        var thing = run.Things.GetValueOrDefault(background.Thing);
        run.Holds(thing is not null, "N1", file, $"{path}.thing", $"There is no kind of thing '{background.Thing}' in this pack or those that it needs.");
        run.Holds(background.Count is > 0 and <= MostThings, "S1", file, $"{path}.count", $"A scene has 1 to {MostThings} things of a kind.");
        run.Holds(scene.Background.Count(other => other.Thing == background.Thing) == 1, "N2", file, $"{path}.thing", $"'{background.Thing}' stands there twice: join the two.");
        foreach (var kind in background.Kinds.Keys)
        {
            run.Holds(thing is null || thing.Observes.Contains(kind), "N1", file, $"{path}.kinds.{kind}", $"'{background.Thing}' does not observe '{kind}'.");
        }
    }

    private static void Happening(CheckRun run, string file, SceneSpec scene, HappeningSpec happening, string path)
    {
        run.Holds(SceneTime.Parse(happening.At) is not null, "T2", file, $"{path}.at", "Give a time such as \"18:30\", \"+08:00\" for the day after, or two with a hyphen between.");
        if (Subject(run, file, scene, happening.Of, $"{path}.of") is { } thing)
        {
            var needs = happening.What switch { Format.Happening.Track => ThingGrain.Camera, Format.Happening.Quiet => ThingGrain.Household, _ => thing.Grain };
            run.Holds(thing.Grain == needs, "T2", file, $"{path}.what", $"A {thing.Kind} cannot have it: tracks are seen by cameras, quiet are homes.");
        }

        run.Holds(happening.What is not (Format.Happening.Spike or Format.Happening.Ramp) || happening.By.Count is > 0 and <= MostReadings, "S1", file, path, "Say 'by' how much it changes at each reading.");
        run.Holds(happening.What is not (Format.Happening.Track or Format.Happening.Stuck or Format.Happening.Silent or Format.Happening.Zero) || happening.For.Count > 0, "S1", file, path, "Say in 'for' how long it lasts.");
        run.Holds(happening.Share is null or (> 0 and <= 1), "S1", file, $"{path}.share", "A share is more than 0, and 1 at most.");
        run.Holds(happening.Then is null or "back", "S2", file, $"{path}.then", "What follows is 'back', or nothing is said.");
        Lengths(run, file, $"{path}.for", happening.For);
        Length(run, file, $"{path}.hold", happening.Hold, isNeeded: false);
        Length(run, file, $"{path}.every", happening.Every, isNeeded: false);
        if (happening.Live is { } live)
        {
            Lengths(run, file, $"{path}.live.for", live.For);
            Length(run, file, $"{path}.live.within", live.Within, isNeeded: true);
        }

        foreach (var (truth, at) in happening.Also.Select((truth, i) => (truth, $"{path}.also[{i}]")).Concat(happening.Truth is { } first ? [(first, $"{path}.truth")] : []))
        {
            Alert(run, file, truth.Alert, $"{at}.alert");
            Length(run, file, $"{at}.within", truth.Within, isNeeded: false);
        }
    }

    private static ThingSpec? Subject(CheckRun run, string file, SceneSpec scene, string of, string path)
    {
        var subject = SceneSubject.Parse(of);
        run.Holds(subject is not null, "S1", file, path, "Give a thing of the scene, for example \"air-station[0..4].pm25\".");
        var background = subject is null ? null : scene.Background.FirstOrDefault(background => background.Thing == subject.Thing);
        run.Holds(subject is null || background is not null, "N1", file, path, $"The scene has no '{subject?.Thing}': add it to the background.");
        run.Holds(background is null || subject!.Last is null || subject.Last < background.Count, "N1", file, path, $"The scene has {background?.Count} of '{subject?.Thing}', counted from 0.");
        var thing = background is null ? null : run.Things.GetValueOrDefault(background.Thing);
        run.Holds(thing is null || subject!.Kind is null || thing.Observes.Contains(subject.Kind), "N1", file, path, $"'{subject?.Thing}' does not observe '{subject?.Kind}'.");
        return thing;
    }

    private static void Example(CheckRun run, string file, ExampleSpec example, string path)
    {
        var thing = run.Things.GetValueOrDefault(example.Thing);
        run.Holds(thing is not null, "N1", file, $"{path}.thing", $"There is no kind of thing '{example.Thing}' in this pack or those that it needs.");
        run.Holds(thing is not { Grain: ThingGrain.Camera }, "T2", file, $"{path}.thing", "An example has values; what cameras see belongs into a scene.");
        run.Holds(example.Given.Count > 0, "S1", file, $"{path}.given", "An example has readings.");
        for (var i = 0; i < example.Given.Count; i++)
        {
            var (series, at) = (example.Given[i], $"{path}.given[{i}]");
            run.Holds(thing is null || thing.Observes.Contains(series.Of), "N1", file, $"{at}.of", $"'{example.Thing}' does not observe '{series.Of}'.");
            Time(run, file, $"{at}.from", series.From);
            Length(run, file, $"{at}.every", series.Every, isNeeded: true);
            run.Holds(series.Values.Count is > 0 and <= MostReadings, "S1", file, $"{at}.values", $"Give 1 to {MostReadings} values.");
        }

        Time(run, file, $"{path}.until", example.Until ?? "2026-01-01T00:00");
        for (var i = 0; i < example.Expect.Count; i++)
        {
            Alert(run, file, example.Expect[i].Alert, $"{path}.expect[{i}].alert");
            Time(run, file, $"{path}.expect[{i}].opened", example.Expect[i].Opened);
            Time(run, file, $"{path}.expect[{i}].ended", example.Expect[i].Ended ?? example.Expect[i].Opened);
        }
    }

    private static void Time(CheckRun run, string file, string path, string text) =>
        run.Holds(IsTime(text), "T2", file, path, "Give a time of the city, for example \"2026-01-14T18:00\".");

    private static void Alert(CheckRun run, string file, string alert, string path) =>
        run.Holds(run.Alerts.ContainsKey(alert), "N1", file, path, $"There is no alert '{alert}' in this pack or those that it needs.");

    private static void Lengths(CheckRun run, string file, string path, IReadOnlyList<string> texts)
    {
        run.Holds(texts.Count <= 2, "S1", file, path, "Give one length, or two between which chance chooses.");
        foreach (var text in texts)
        {
            Length(run, file, path, text, isNeeded: true);
        }
    }

    private static void Length(CheckRun run, string file, string path, string? text, bool isNeeded) => run.Holds(
        text is null ? !isNeeded : Span.Parse(text) is { Amount: > 0 } span && span.Length <= longest, "T2", file, path, "Give a length of time up to 31 days, for example \"90 minutes\".");
}
