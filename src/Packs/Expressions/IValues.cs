namespace CityActors.Packs.Expressions;

/// <summary>The values that an expression reads, each by the index that its scope gave the path.</summary>
public interface IValues
{
    /// <summary>The value at an index of the scope; missing where there is none.</summary>
    Value this[int index] { get; }
}

/// <summary>What only the city can measure. Pure: the same question has the same answer.</summary>
public interface IMeasures
{
    /// <summary>Whether a place lies in an area.</summary>
    bool IsWithin(Place place, string areaCode);

    /// <summary>The distance between two places, in metres.</summary>
    decimal Metres(Place from, Place to);

    /// <summary>The hours of this kind from one instant to another; less than zero if the second is before the first; null if the calendar does not know.</summary>
    decimal? Hours(DateTimeOffset from, DateTimeOffset to, SpanHours hours);
}

/// <summary>Areas by the beginning of their codes, distances on the sphere; of hours it knows all that are not working hours.</summary>
public class Measures : IMeasures
{
    private const double EarthRadiusMetres = 6_371_008.8;

    /// <summary>The one that needs nothing.</summary>
    public static IMeasures Plain { get; } = new Measures();

    /// <inheritdoc/>
    public bool IsWithin(Place place, string areaCode) => place.AreaCode.StartsWith(areaCode, StringComparison.Ordinal);

    /// <inheritdoc/>
    /// <remarks>The haversine formula with the mean radius of the earth (IUGG), to the millimetre.</remarks>
    public decimal Metres(Place from, Place to)
    {
        var (north, east) = (Radians(to.Latitude - from.Latitude), Radians(to.Longitude - from.Longitude));
        var chord = Math.Pow(Math.Sin(north / 2), 2) + (Math.Cos(Radians(from.Latitude)) * Math.Cos(Radians(to.Latitude)) * Math.Pow(Math.Sin(east / 2), 2));
        var metres = 2 * EarthRadiusMetres * Math.Asin(Math.Min(1, Math.Sqrt(chord)));
        return double.IsFinite(metres) ? Math.Round((decimal)metres, 3) : 0;
    }

    /// <inheritdoc/>
    public virtual decimal? Hours(DateTimeOffset from, DateTimeOffset to, SpanHours hours) =>
        hours == SpanHours.Working ? null : (to.UtcTicks - from.UtcTicks) / (decimal)TimeSpan.TicksPerHour;

    private static double Radians(double degrees) => degrees * Math.PI / 180;
}
