using System.Text.Json;
using CityActors.Client.Evaluation.Data;
using CityActors.QuietTraining;

// Trains the model of quiet homes on meter files: QuietTraining <folder> <model.json> [k/n: without the k-th of n parts of the homes].
if (args.Length is < 2 or > 3 || !Directory.Exists(args[0]))
{
    await Console.Error.WriteLineAsync("Give a folder of meter files and the file to write: QuietTraining <folder> <model.json> [1/2]");
    return 2;
}

var (folder, to) = (args[0], args[1]);
var data = await MeterFiles.Read([folder], CancellationToken.None);
var without = args.Length > 2 ? HomeFold.Parse(args[2]) : default(HomeFold?);
var model = ModelTraining.Of(data.Homes.Where(home => without?.Holds(home.Id) != true));
await File.WriteAllTextAsync(to, JsonSerializer.Serialize(model, JsonSerializerOptions.Web).Replace("},{", "},\n{", StringComparison.Ordinal) + "\n");
Console.WriteLine($"{to}: {model.Origin}");
return 0;
