using System.CommandLine;
using System.Text.Json;
using CityActors.Client.Api;

namespace CityActors.Client.CommandLine;

/// <summary><c>city district</c>: real outlines and generated districts.</summary>
internal static class DistrictCommands
{
    public static Command Make(Caller caller, CommandOutput output) =>
        new("district", "Districts: generate one from its seed, or make a seed from a real outline.") { Expand(caller, output), Import(caller, output) };

    private static Command Expand(Caller caller, CommandOutput output)
    {
        var name = new Argument<string>("name") { Description = "The district's seed, for example tianxin." };
        var scale = new Option<double>("--scale") { Description = "Share of the true size, 0.001 to 10. Default 0.1.", DefaultValueFactory = _ => 0.1 };
        var seed = new Option<int>("--seed") { Description = "Another seed gives other places. Default 7.", DefaultValueFactory = _ => 7 };
        var real = new Option<bool>("--real") { Description = "Not a drill: its responders wait for people." };
        var command = new Command("expand", "Generates a district in a running Silo; repeating it changes nothing.") { name, scale, seed, real };
        command.SetAction(async (line, cancellation) =>
        {
            using var client = caller.Connect(line);
            var counts = await client.Expand(line.GetValue(name)!, new DistrictExpansion(line.GetValue(scale), line.GetValue(seed), !line.GetValue(real)), cancellation);
            await output.Results.WriteLineAsync(JsonSerializer.Serialize(counts, ApiJson.Indented));
            return (int)ExitCode.Ok;
        });
        return command;
    }

    private static Command Import(Caller caller, CommandOutput output)
    {
        var file = new Argument<FileInfo>("geojson") { Description = "A polygon: bare, as a feature, or in a collection where the feature has the code." };
        var name = new Option<string>("--name") { Description = "What the seed is to be called, for example nanxian.", Required = true };
        var code = new Option<string>("--code") { Description = "National code of the district, 6 digits.", Required = true };
        var chinese = new Option<string>("--chinese") { Description = "The district's name, in Chinese.", Required = true };
        var datum = new Option<string>("--datum") { Description = "wgs84, or gcj02 for outlines from maps published in China. Default wgs84.", DefaultValueFactory = _ => "wgs84" };
        datum.AcceptOnlyFromAmong("wgs84", "gcj02");
        var command = new Command("import", "Makes a district's seed from a real outline, for 'expand'.") { file, name, code, chinese, datum };
        command.SetAction(async (line, cancellation) =>
        {
            var path = line.GetValue(file)!;
            var outline = await File.ReadAllBytesAsync(path.FullName, cancellation);
            using var client = caller.Connect(line);
            var import = new DistrictImportRequest(line.GetValue(code)!, line.GetValue(chinese)!, line.GetValue(datum)!);
            var seed = await client.Import(line.GetValue(name)!, import, outline, cancellation);
            await output.Results.WriteLineAsync(JsonSerializer.Serialize(seed, ApiJson.Indented));
            return (int)ExitCode.Ok;
        });
        return command;
    }
}
