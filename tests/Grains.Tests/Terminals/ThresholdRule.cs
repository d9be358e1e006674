using CityActors.Observations;

namespace CityActors.Terminals;

/// <summary>When a measured value was an alert while each terminal had one threshold; the figures of that time are held against those of the packs.</summary>
internal sealed record ThresholdRule(double Threshold, double DeadBand, TimeSpan OnDelay, TimeSpan OffDelay, TimeSpan Interval)
{
    public static readonly TimeSpan GapAfter = TimeSpan.FromHours(1);
    public static readonly TimeSpan Cooldown = TimeSpan.FromMinutes(5);
    public const int MostAnHour = 6;

    public static ThresholdRule Of(string kind) => kind switch
    {
        ObservationKinds.SmokeLevel or ObservationKinds.GasLevel => new(10, 2, TimeSpan.Zero, TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(15)),
        ObservationKinds.WaterLevel => new(0.15, 0.03, TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(5)),
        _ => new(16, 4, TimeSpan.Zero, TimeSpan.FromMinutes(30), TimeSpan.FromMinutes(15)),
    };
}
