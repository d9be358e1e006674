using System.Globalization;
using CityActors.Client.Evaluation.Data;
using CityActors.Households;

namespace CityActors.QuietTraining;

/// <summary>Trains the model of quiet homes. The same homes give the same model.</summary>
internal static class ModelTraining
{
    private const int Trees = 300;
    private const int Depth = 4;

    /// <summary>Trains on the electricity of homes, at a quarter of an hour and coarser.</summary>
    public static QuietModelData Of(IEnumerable<MeterHome> homes)
    {
        var power = homes.Where(static home => home.Quantity == Quantity.Power).ToList();
        var rows = TrainingRows.Of(power, [TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(30), TimeSpan.FromHours(1)]);
        return new QuietModelData(
            "quiet-1",
            string.Create(CultureInfo.InvariantCulture, $"{power.Count} homes, {rows.Features.Count} rows at 15, 30 and 60 minutes; made by tools/QuietTraining"),
            "Trained on the data of the R package ResidentialEnergyConsumption 1.1.0 (University of Bamberg), CC BY-SA 4.0",
            Depth,
            0,
            new TreeTrainer(rows).Train(Trees, Depth));
    }
}
