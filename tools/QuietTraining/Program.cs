using System.Globalization;
using System.Text.Json;
using CityActors.Client.Evaluation.Data;
using CityActors.Households.Quiet;
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
var homes = data.Homes.Where(home => home.Quantity == Quantity.Power && without?.Holds(home.Id) != true).ToList();
var rows = TrainingRows.Of(homes, [TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(30), TimeSpan.FromHours(1)]);
const int Trees = 300;
const int Depth = 4;
var model = new QuietModelData(
    "quiet-1",
    string.Create(CultureInfo.InvariantCulture, $"{homes.Count} homes, {rows.Features.Count} rows at 15, 30 and 60 minutes; made by tools/QuietTraining"),
    "Trained on the data of the R package ResidentialEnergyConsumption 1.1.0 (University of Bamberg), CC BY-SA 4.0",
    Depth,
    0,
    new TreeTrainer(rows).Train(Trees, Depth));
await File.WriteAllTextAsync(to, JsonSerializer.Serialize(model, JsonSerializerOptions.Web).Replace("},{", "},\n{", StringComparison.Ordinal) + "\n");
Console.WriteLine($"{to}: {model.Origin}");
return 0;
