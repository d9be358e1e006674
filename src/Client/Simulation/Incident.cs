using CityActors.Client.Api;
using CityActors.Client.Reports;
using CityActors.Places;
using CityActors.WorkOrders;

namespace CityActors.Client.Simulation;

/// <summary>Something that was made to happen, known only to the simulation.</summary>
/// <param name="Kind">The alert's kind that is to come of it.</param>
/// <param name="Entity">Where.</param>
/// <param name="At">When it begins.</param>
/// <param name="Until">When it ends.</param>
/// <param name="FoundWithin">How soon it must be found.</param>
/// <param name="MustAlarm">False: it is harmless, and an alert would be false.</param>
internal sealed record Incident(string Kind, string Entity, DateTimeOffset At, DateTimeOffset Until, TimeSpan FoundWithin, bool MustAlarm)
{
    /// <summary>Where, if it is one matter in several places.</summary>
    public IReadOnlyList<string> Things { get; init; } = [Entity];

    /// <summary>The alert is on a place and not on a thing.</summary>
    public bool IsOfPlace { get; init; }

    /// <summary>When it must have been found.</summary>
    public DateTimeOffset Deadline => At + FoundWithin;
}

/// <summary>A matter that citizens report, once or more often.</summary>
internal sealed record Matter(IReadOnlyList<CitizenReport> Reports);

/// <summary>One report of a matter.</summary>
internal sealed record CitizenReport(string Id, DateTimeOffset At, GeoPoint Position, string Text)
{
    public NewOrder Order => new() { Category = MatterPlan.Category, Position = Position, Text = Text, Channel = ReportChannel.Citizen };
}

/// <summary>Moves a position by metres; good for a few hundred of them.</summary>
internal static class Steps
{
    public static GeoPoint From(GeoPoint point, double eastMetres, double northMetres) => new(
        Math.Round(point.Longitude + (eastMetres / (Translation.MetresPerDegree * Math.Cos(point.Latitude * Math.PI / 180))), 6),
        Math.Round(point.Latitude + (northMetres / Translation.MetresPerDegree), 6));

    public static double Metres(GeoPoint one, GeoPoint other)
    {
        var east = (other.Longitude - one.Longitude) * Translation.MetresPerDegree * Math.Cos(one.Latitude * Math.PI / 180);
        return Math.Sqrt((east * east) + Math.Pow((other.Latitude - one.Latitude) * Translation.MetresPerDegree, 2));
    }
}
