using System.Diagnostics;
using System.Globalization;
using CityActors.Client.Api;
using CityActors.Client.Replays;
using CityActors.Observations;
using CityActors.Packs;
using CityActors.Packs.Format;

namespace CityActors.Client.Simulation.Scenes;

/// <summary>What came of playing a pack.</summary>
/// <param name="Pack">Its name.</param>
/// <param name="Scenes">Its scenes.</param>
/// <param name="Examples">How many examples were played.</param>
/// <param name="ExamplesHeld">How many gave what they say.</param>
/// <param name="Restarts">How often the Silo was killed and started again.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="Faults">What is wrong.</param>
internal sealed record PackPlayed(string Pack, IReadOnlyList<SceneVerdict> Scenes, int Examples, int ExamplesHeld, int Restarts, double Seconds, IReadOnlyList<PackFault> Faults);

/// <summary>Plays all examples and scenes of a pack in one replay: the examples first, all at once, then the scenes, one after the other, each on things of its own.</summary>
/// <param name="client">The city, which nobody else plays in.</param>
/// <param name="kill">Kills its Silo, which starts again.</param>
/// <param name="pack">The pack.</param>
/// <param name="words">The words of the packs of the city.</param>
internal sealed class PackPlay(CityClient client, Action kill, PackFiles pack, PackWords words)
{
    private static readonly DateTimeOffset wednesday = new(2026, 1, 14, 0, 0, 0, ReplayClock.ChinaStandardTime);
    private const string Repeated = "duplicate"; // What a scene lets come twice.
    private static readonly TimeSpan window = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan windowBefore = TimeSpan.FromHours(6);

    private readonly PlayFaults faults = new(pack);
    private readonly HashSet<(string Thing, string Alert)> raised = [];
    private int examplesHeld;

    /// <summary>When the city's clock must begin.</summary>
    public static DateTimeOffset Start(PackFiles pack)
    {
        var examples = Examples(pack).ToList();
        return examples.Count == 0 ? wednesday.AddDays(-1) : Midnight(examples.Min(static example => example.From)).AddDays(-1);
    }

    /// <summary>Plays it.</summary>
    /// <param name="only">Only this scene, and no examples; null: everything.</param>
    /// <param name="restarts">How often the Silo was started again so far.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellation">Gives it up.</param>
    public async Task<PackPlayed> Run(string? only, Func<int> restarts, Action<double, string> progress, CancellationToken cancellation)
    {
        var began = Stopwatch.GetTimestamp();
        progress(0, "expanding a district");
        await client.Expand("tianxin", new DistrictExpansion(0.001, 7, Drill: false), cancellation); // No drill: nobody acts by himself, so only rules begin and end alerts.
        var cells = await client.Cells(cancellation: cancellation).OrderBy(static cell => cell.Code, StringComparer.Ordinal).ToListAsync(cancellation);
        var town = new SceneTown(client, words, cells, drill: false);
        await using var watch = new AlertWatch(client);
        watch.Begin();
        var examples = only is null ? Examples(pack).Select(example => example with { Unconfirmed = words.Unconfirmed }).ToList() : [];
        var at = await Play(examples, town, watch, progress, cancellation);
        var verdicts = new List<SceneVerdict>();
        var scenes = pack.Scenes.Values.Where(scene => only is null || scene.Scene == only).ToList();
        foreach (var scene in scenes)
        {
            var share = (double)verdicts.Count / scenes.Count;
            var (verdict, end) = await Play(scene, at, town, watch, (fraction, what) => progress(share + (fraction / scenes.Count), what), cancellation);
            verdicts.Add(verdict);
            at = end;
        }

        if (only is null)
        {
            faults.Unplayed(raised);
        }

        return new(pack.Name, verdicts, examples.Count, examplesHeld, restarts(), Math.Round(Stopwatch.GetElapsedTime(began).TotalSeconds, 1), faults.All);
    }

    private static IEnumerable<ExampleRun> Examples(PackFiles pack) => pack.Examples
        .SelectMany(static file => file.Value.Examples.Select((spec, number) => (File: file.Key, spec, number)))
        .Select(static (example, i) => new ExampleRun(example.File, example.number, example.spec, string.Create(CultureInfo.InvariantCulture, $"example-{i + 1}")));

    private async Task<DateTimeOffset> Play(List<ExampleRun> examples, SceneTown town, AlertWatch watch, Action<double, string> progress, CancellationToken cancellation)
    {
        if (examples.Count == 0)
        {
            return wednesday;
        }

        progress(0, $"{examples.Count} examples");
        for (var i = 0; i < examples.Count; i++)
        {
            examples[i] = examples[i] with { Thing = (await town.Register(examples[i].Spec.Thing, examples[i].Thing, 0, 1, "cell", cancellation))[0] };
        }

        using var sender = new WindowSender(client, $"examples-{pack.Name}", words.Units);
        var end = examples.Max(static example => example.Until);
        foreach (var hour in examples.SelectMany(static example => example.Lines).GroupBy(static line => Upwards(line.At, TimeSpan.FromHours(1))).OrderBy(static hour => hour.Key))
        {
            await client.Advance(hour.Key.AddHours(-1), cancellation);
            await Send(sender, hour.Key, hour.OrderBy(static line => line.At).ThenBy(static line => line.Entity, StringComparer.Ordinal), cancellation);
            await client.Advance(hour.Key, cancellation);
        }

        await client.Advance(Upwards(end, TimeSpan.FromHours(1)), cancellation);
        var stories = await watch.Stories(Start(pack), cancellation);
        foreach (var example in examples)
        {
            raised.UnionWith(example.Came(stories).Select(story => (example.Spec.Thing, story.Alert.Kind)));
            if (example.Wrong(stories) is { } wrong)
            {
                faults.Example(example.File, example.Number, wrong);
            }
            else
            {
                examplesHeld++;
            }
        }

        return Midnight(end).AddDays(2);
    }

    private async Task<(SceneVerdict Verdict, DateTimeOffset Next)> Play(SceneSpec scene, DateTimeOffset day, SceneTown town, AlertWatch watch, Action<double, string> progress, CancellationToken cancellation)
    {
        progress(0, $"scene {scene.Scene}");
        var cast = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var background in scene.Background)
        {
            cast[background.Thing] = await town.Register(background.Thing, $"{scene.Scene}-{background.Thing}", 0, background.Count, scene.Place, cancellation);
        }

        var lives = day;
        var from = day + (PackWords.Length(scene.Before) ?? TimeSpan.Zero) + SceneTime.Parse(scene.From)!.Value.Least;
        lives = scene.Before is null ? from : lives;
        var stage = new SceneStage { Pack = pack.Name, Cast = cast, From = from, To = from + PackWords.Length(scene.Lasts)!.Value };
        var plan = new ScenePlan(scene, stage, words, new HashSet<string>(StringComparer.Ordinal));
        await Let(plan, lives, progress, cancellation);
        var verdict = SceneJudge.Of(plan, await watch.Stories(lives, cancellation));
        raised.UnionWith(verdict.Raised);
        foreach (var fault in verdict.Faults)
        {
            faults.Scene(scene.Scene, fault.Path, fault.What);
        }

        foreach (var (alert, why) in plan.LeftOut)
        {
            faults.Scene(scene.Scene, "$.happens", $"{alert} cannot be played: it {why}.");
        }

        return (verdict, Midnight(stage.To).AddDays(1));
    }

    /// <summary>Lets a scene happen: what is sent, window by window, the clock behind it, and what goes wrong with the city.</summary>
    private async Task Let(ScenePlan plan, DateTimeOffset lives, Action<double, string> progress, CancellationToken cancellation)
    {
        var (from, to) = (plan.Stage.From, plan.Stage.To);
        await client.Advance(lives, cancellation);
        var lines = new SceneFeed(plan, words, lives, to).Lines(plan.Things);
        var kills = plan.Kills.ToList();
        using var sender = new WindowSender(client, $"scene-{pack.Name}-{plan.Spec.Scene}", words.Units);
        var next = 0;
        for (var at = lives; at < to;)
        {
            var end = at < from ? Earlier(at + windowBefore, from) : Earlier(at + window, to);
            var first = next;
            while (next < lines.Count && lines[next].SentAt <= end)
            {
                next++;
            }

            await Send(sender, end, lines.Skip(first).Take(next - first).Select(static line => line.Observation), cancellation);
            var advancing = client.Advance(end, cancellation);
            if (kills.Exists(kill => kill > at && kill <= end))
            {
                kill();
            }

            await advancing;
            progress((end - lives) / (to - lives), $"scene {plan.Spec.Scene}, {SceneJudge.Time(end)}");
            at = end;
        }
    }

    private static async Task Send(WindowSender sender, DateTimeOffset name, IEnumerable<Observation> lines, CancellationToken cancellation)
    {
        sender.Begin(name);
        foreach (var line in lines)
        {
            await sender.Add(line, cancellation);
        }

        await sender.Flush(cancellation);
        var codes = sender.Refused.Keys.Where(static code => code != Repeated).ToList();
        if (codes.Count > 0 && !(codes is [Refusals.Unnamed] && sender.Refused.ContainsKey(Repeated))) // Of very many a Silo names the first.
        {
            throw new InvalidDataException($"Readings of the pack were refused: {string.Join(", ", codes)}.");
        }
    }

    private static DateTimeOffset Midnight(DateTimeOffset at) => new(at.ToOffset(ReplayClock.ChinaStandardTime).Date, ReplayClock.ChinaStandardTime);

    private static DateTimeOffset Upwards(DateTimeOffset at, TimeSpan to) => at.AddTicks((to.Ticks - (at.Ticks % to.Ticks)) % to.Ticks);

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
