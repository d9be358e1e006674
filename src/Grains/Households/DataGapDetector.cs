namespace CityActors.Households;

/// <summary>A meter that sends nothing is a device ticket, never a quiet home.</summary>
internal static class DataGapDetector
{
    /// <summary>How long a meter may be silent.</summary>
    public static TimeSpan Limit(TimeSpan interval, HouseholdOptions options) =>
        interval * 4 > options.GapAfter ? interval * 4 : options.GapAfter;

    /// <summary>When the silence of a meter becomes a data gap, or null: it never sent anything, or its fault is known already.</summary>
    public static DateTime? Due(DateTime lastAt, MeterFault fault, TimeSpan limit) =>
        lastAt == default || fault != MeterFault.None ? null : lastAt + limit;
}
