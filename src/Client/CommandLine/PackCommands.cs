using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using CityActors.Packs;
using CityActors.Packs.Cases;
using CityActors.Packs.Format;
using CityActors.Packs.Upgrades;

namespace CityActors.Client.CommandLine;

/// <summary><c>city pack</c>: scenario packs as folders, without a Silo; what needs one is in <see cref="PackCityCommands"/>.</summary>
internal static class PackCommands
{
    private static readonly JsonSerializerOptions indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly SortedDictionary<string, Func<JsonNode>> schemas = new(StringComparer.Ordinal)
    {
        ["pack"] = PackJson.Schema<PackManifest>,
        ["things"] = PackJson.Schema<ThingsSection>,
        ["watch"] = PackJson.Schema<WatchSection>,
        ["catalogue"] = PackJson.Schema<CatalogueSection>,
        ["channels"] = PackJson.Schema<ChannelsSection>,
        ["indicators"] = PackJson.Schema<IndicatorsSection>,
        ["roles"] = PackJson.Schema<RolesSection>,
        ["register"] = PackJson.Schema<RegisterSpec>,
        ["case"] = PackJson.Schema<CaseSpec>,
        ["pools"] = PackJson.Schema<PoolsSection>,
        ["scene"] = PackJson.Schema<SceneSpec>,
        ["examples"] = PackJson.Schema<ExampleFile>,
    };

    private static readonly Argument<string> folder = new("folder") { Description = "The pack's folder, for example seeds/packs/air." };

    public static Command Make(Caller caller, CommandOutput output)
    {
        var command = new Command("pack", "Scenario packs: check a folder, show what is in it, play it, compare two versions; install and switch them in a city, and set their parameters.")
        {
            Check(output), Show(output), Diff(output), Schema(output), CatalogueCommand.Make(output),
        };
        foreach (var inCity in PackCityCommands.Make(caller, output))
        {
            command.Subcommands.Add(inCity);
        }

        return command;
    }

    private static Command Check(CommandOutput output)
    {
        var beside = new Option<string?>("--beside") { Description = "The folder of the packs that stand beside it. Default: the folder that the pack's folder is in." };
        var run = new Option<bool>("--run") { Description = "Also plays its scenes and examples, on a replay Silo of its own." };
        var walk = new Option<int>("--walk") { Description = "Also walks so many random steps over its types of case, with crashes, and looks after each whether what must always hold still holds." };
        var seed = new Option<int>("--seed") { Description = "Decides the walk. Default: 7.", DefaultValueFactory = static _ => 7 };
        var command = new Command("check", "Says what is wrong with a pack, by file and line; exit code 5 if anything is.") { folder, beside, run, walk, seed };
        command.SetAction(async (line, cancellation) => (int)await Run(line.GetValue(folder)!, line.GetValue(beside), line.GetValue(run), line.GetValue(walk), line.GetValue(seed), output, cancellation));
        return command;
    }

    private static Command Show(CommandOutput output)
    {
        var what = new Argument<string?>("what") { Description = "'case': one type of case, as a chart and a table.", Arity = ArgumentArity.ZeroOrOne };
        var name = new Argument<string?>("name") { Description = "The type's name.", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("show", "Shows what is in a pack, in both languages, with parameters at their defaults; or one type of case.") { folder, what, name };
        command.SetAction(line => (int)Read(line.GetValue(folder)!, output, pack => line.GetValue(what) switch
        {
            null => PackTables.Write(output, pack),
            "case" => Case(pack, line.GetValue(name), output),
            var other => throw new UsageException($"There is no '{other}' to show; there is 'case' with the name of a type of case."),
        }));
        return command;
    }

    private static ExitCode Case(PackFiles pack, string? name, CommandOutput output)
    {
        var spec = pack.Cases.Values.FirstOrDefault(spec => spec.Case == name)
            ?? throw new UsageException($"The pack '{pack.Name}' has no type of case '{name}'; there are {string.Join(", ", pack.Cases.Values.Select(static spec => spec.Case))}.");
        output.Results.WriteLine(CaseChart.Mermaid(spec));
        var (columns, rows) = CaseChart.Table(spec);
        output.Table([.. columns], rows.Select(static row => row.ToArray()));
        return ExitCode.Ok;
    }

    private static Command Diff(CommandOutput output)
    {
        var before = new Argument<string>("before") { Description = "The folder of the version that a city runs." };
        var after = new Argument<string>("after") { Description = "The folder of the version that is to follow it." };
        var command = new Command("diff", "Says what differs between two versions of a pack and what each change means; exit code 5 if the new one may not follow the old one.") { before, after };
        command.SetAction(line => (int)Compare(line.GetValue(before)!, line.GetValue(after)!, output));
        return command;
    }

    private static Command Schema(CommandOutput output)
    {
        var section = new Argument<string>("section") { Description = $"Which file: {string.Join(", ", schemas.Keys)}." };
        var command = new Command("schema", "Prints the JSON Schema of a file, for editors.") { section };
        command.SetAction(line =>
        {
            var name = line.GetValue(section)!;
            var schema = schemas.GetValueOrDefault(name) ?? throw new UsageException($"There is no section '{name}'; there are {string.Join(", ", schemas.Keys)}.");
            output.Results.WriteLine(schema().ToJsonString(indented));
            return (int)ExitCode.Ok;
        });
        return command;
    }

    private static async Task<ExitCode> Run(string path, string? beside, bool plays, int steps, int seed, CommandOutput output, CancellationToken cancellation)
    {
        PackFiles? sound = null;
        var others = new PackSet([]);
        var code = Read(path, output, pack =>
        {
            others = Beside(beside ?? Path.Combine(Path.GetFullPath(path), ".."), path, output);
            var checkedFor = Check(pack, others, output);
            sound = checkedFor == ExitCode.Ok ? pack : null;
            return checkedFor;
        });
        if (sound is null)
        {
            return code;
        }

        var walked = steps > 0 ? PackWalk.Walk(sound, others, steps, seed, output) : ExitCode.Ok;
        var played = plays ? await PackRun.Play(sound, others, output, cancellation) : ExitCode.Ok;
        return walked == ExitCode.Ok ? played : walked;
    }

    private static ExitCode Check(PackFiles pack, PackSet others, CommandOutput output)
    {
        var faults = PackCheck.Run(pack, others);
        Write(faults, output);
        output.Say(faults.Count == 0 ? $"{pack.Name} {pack.Manifest.Version}, digest {pack.Digest[..12]}…: nothing is wrong." : $"{pack.Name} {pack.Manifest.Version}: {Count(faults.Count, "fault")}.");
        if (faults.Count == 0 && NotJudged.Of(pack) is { Count: > 0 } rest)
        {
            output.Say($"This version does not act on: {string.Join(", ", rest)}.");
        }

        return faults.Count > 0 ? ExitCode.CheckFailed : PackFigures.Check(pack, others, output);
    }

    private static ExitCode Compare(string before, string after, CommandOutput output) => Read(before, output, old => Read(after, output, now =>
    {
        if (old.Name != now.Name)
        {
            throw new UsageException($"'{before}' is the pack '{old.Name}' and '{after}' the pack '{now.Name}': give two versions of one pack.");
        }

        var (changes, faults) = PackDiff.Between(old, now);
        if (changes.Count > 0)
        {
            output.Table(["class", "file", "where", "what"], changes.Select(static change => new[] { change.Class.ToString().ToLowerInvariant(), change.File, change.Path, change.What }));
        }

        Write(faults, output);
        output.Say($"{old.Name} {old.Manifest.Version} and {now.Manifest.Version}: {Count(changes.Count, "change")}, {Count(faults.Count, "fault")}.");
        return faults.Count == 0 ? ExitCode.Ok : ExitCode.CheckFailed;
    }));

    /// <summary>Reads a pack and does something with it; what cannot be read is told by file and line.</summary>
    internal static ExitCode Read(string path, CommandOutput output, Func<PackFiles, ExitCode> next)
    {
        if (!Directory.Exists(path))
        {
            throw new UsageException($"There is no folder '{path}'.");
        }

        var pack = PackFolder.Read(path, out var faults);
        if (pack is not null)
        {
            return next(pack);
        }

        Write(faults, output);
        output.Say($"{path} cannot be read: {Count(faults.Count, "fault")}.");
        return ExitCode.CheckFailed;
    }

    /// <summary>The packs beside one. One of them that is wrong itself is left out, so that only what was asked about is judged.</summary>
    internal static PackSet Beside(string folder, string path, CommandOutput output)
    {
        if (!Directory.Exists(folder))
        {
            throw new UsageException($"--beside: there is no folder '{folder}'.");
        }

        var packs = new SortedDictionary<string, PackFiles>(StringComparer.Ordinal);
        foreach (var other in Directory.EnumerateDirectories(folder).Where(static other => File.Exists(Path.Combine(other, "pack.json"))).Order(StringComparer.Ordinal))
        {
            if (Path.GetFullPath(other) == Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)))
            {
                continue;
            }

            if (PackFolder.Read(other, out var faults) is not { } pack)
            {
                output.Say($"{Path.GetFileName(other)} beside it cannot be read and is left out: {faults[0]}");
            }
            else if (!packs.TryAdd(pack.Name, pack))
            {
                output.Say($"{Path.GetFileName(other)} beside it is a second pack '{pack.Name}' and is left out.");
            }
        }

        return new(packs.Values);
    }

    private static void Write(IReadOnlyList<PackFault> faults, CommandOutput output)
    {
        foreach (var fault in faults)
        {
            output.Results.WriteLine(fault);
        }
    }

    private static string Count(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";
}
