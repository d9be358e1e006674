using System.Text.Json.Serialization;

namespace CityActors.Households;

/// <summary>The water of the last 24 hours by the hour, however often the meter reports, and what of it runs away.</summary>
/// <remarks>
/// An hour is read if it has at least three quarters of the readings that an hour usually has: a quarter hour without water says nothing of the three that are missing.
/// A reading belongs to the hour in which its interval has its middle.
/// </remarks>
/// <param name="Hour">The present hour, counted from 0001-01-01 UTC.</param>
/// <param name="Litres">What was drawn in it so far, litres.</param>
/// <param name="Readings">How many readings it has so far.</param>
/// <param name="Usual">How many readings an hour usually has, or 0: not known yet.</param>
/// <param name="Minutes">What time they tell of, minutes.</param>
/// <param name="Flows">Tenths of a litre an hour in each of the 24 hours before, and 1; 0: it was not read. Stands at the hour's number modulo 24.</param>
/// <param name="LeakLitres">What runs away in an hour, litres, or 0: nothing does.</param>
/// <param name="LeakFrom">Since when it does, UTC, or the default: nothing does.</param>
/// <param name="Dry">How many hours in a row were dry since then.</param>
[GenerateSerializer, Immutable, Alias("water-hours")]
public sealed record WaterHours(
    [property: Id(0)] int Hour,
    [property: Id(1)] double Litres,
    [property: Id(2)] int Readings,
    [property: Id(3)] float Usual,
    [property: Id(4)] float Minutes,
    [property: Id(5)] IReadOnlyList<ushort> Flows,
    [property: Id(6), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] float LeakLitres = 0,
    [property: Id(7), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] DateTime LeakFrom = default,
    [property: Id(8), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] byte Dry = 0)
{
    /// <summary>So many hours are remembered.</summary>
    public const int Span = 24;

    /// <summary>Below this an hour is dry, litres: the least that a register of whole litres can show.</summary>
    public const double DryBelowLitres = 1;

    private const double ReadShare = 0.75;
    private const float UsualStep = 1 / 8f;

    private static readonly TimeSpan LongestReading = TimeSpan.FromMinutes(90);

    /// <summary>Follows a reading that is later than all before.</summary>
    /// <param name="hours">The hours so far, or null: there are none.</param>
    /// <param name="lastAt">The reading before, UTC, or the default: there is none.</param>
    /// <param name="at">The reading, UTC.</param>
    /// <param name="interval">How often the home's meters report.</param>
    /// <param name="litres">What it tells.</param>
    internal static WaterHours Follow(WaterHours? hours, DateTime lastAt, DateTime at, TimeSpan interval, double litres)
    {
        var every = Every(lastAt, at, interval);
        var hour = (int)((at - (every / 2)).Ticks / TimeSpan.TicksPerHour);
        hours ??= new WaterHours(hour, 0, 0, 0, 0, new ushort[Span]);
        hours = hour > hours.Hour ? hours.Close(hour) : hours;
        return hours with { Litres = hours.Litres + litres, Readings = hours.Readings + 1, Minutes = hours.Minutes + (float)every.TotalMinutes };
    }

    /// <summary>When an hour begins, UTC.</summary>
    internal static DateTime Start(int hour) => new(hour * TimeSpan.TicksPerHour, DateTimeKind.Utc);

    /// <summary>How much was drawn in an hour before the present one, litres an hour, or null: it was not read.</summary>
    internal double? Flow(int hour) => hour >= Hour || hour < Hour - Span || Flows[hour % Span] == 0 ? null : (Flows[hour % Span] - 1) / 10.0;

    // Registers are read when they can be: a reading tells of the time since the one before, unless others are missing between.
    private static TimeSpan Every(DateTime lastAt, DateTime at, TimeSpan interval)
    {
        var since = lastAt == default ? interval : at - lastAt;
        var every = since > LongestReading ? interval : since;
        return every > LongestReading ? LongestReading : every;
    }

    // Ends the present hour; those between it and the next were not read. What is dry stays so, however short it was read.
    private WaterHours Close(int next)
    {
        var isRead = Readings > 0 && Readings >= ReadShare * Usual;
        var flow = Litres < DryBelowLitres || Minutes <= 0 ? Litres : Math.Max(DryBelowLitres, Litres * 60 / Minutes);
        var flows = Flows.ToArray();
        for (var hour = Math.Max(Hour, next - Span); hour < next; hour++)
        {
            flows[hour % Span] = hour == Hour && isRead ? (ushort)Math.Min(ushort.MaxValue, 1 + Math.Round(10 * flow)) : (ushort)0;
        }

        var usual = Readings == 0 ? Usual : Usual == 0 ? Readings : Usual + (UsualStep * (Readings - Usual));
        return this with { Hour = next, Litres = 0, Readings = 0, Minutes = 0, Usual = usual, Flows = flows };
    }

    /// <summary>By what it holds.</summary>
    public bool Equals(WaterHours? other) => other is not null
        && (Hour, Litres, Readings, Usual, Minutes) == (other.Hour, other.Litres, other.Readings, other.Usual, other.Minutes)
        && (LeakLitres, LeakFrom, Dry) == (other.LeakLitres, other.LeakFrom, other.Dry)
        && Flows.SequenceEqual(other.Flows);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Hour, Litres, Readings, LeakFrom);
}
