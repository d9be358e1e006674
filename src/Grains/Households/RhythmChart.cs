using CityActors.Alerts;
using CityActors.Observations;

namespace CityActors.Households;

/// <summary>What an officer sees of a home's rhythm: what its detector has learnt, and the readings that it still has.</summary>
internal static class RhythmChart
{
    /// <summary>The rhythm as of a time.</summary>
    /// <param name="rhythm">What is learnt.</param>
    /// <param name="heard">What it was lately judged from, by time.</param>
    /// <param name="options">When it is active.</param>
    /// <param name="kinds">The kinds of observation.</param>
    /// <param name="at">The time, UTC: its day decides whether the band is a working day's or a weekend's.</param>
    public static HouseholdRhythm Of(LivingRhythm rhythm, IReadOnlyList<HeardItem> heard, HouseholdOptions options, Kinds kinds, DateTimeOffset at)
    {
        var activeAbove = BaseLoad.IsKnown(rhythm) ? BaseLoad.ActiveAboveWatts(rhythm, options) : 0;
        var midnight = HalfHours.Of(at.UtcDateTime) / HalfHours.PerDay * HalfHours.PerDay;
        return new HouseholdRhythm
        {
            ActiveAboveWatts = Rounded(activeAbove),
            BaseLoadWatts = Rounded(rhythm.BaseWatts),
            DaysLearnt = RhythmDetector.DaysLearnt(rhythm),
            QuietSince = rhythm.QuietFrom == default ? null : new DateTimeOffset(rhythm.QuietFrom, TimeSpan.Zero),
            Band = [.. Enumerable.Range(0, rhythm.Odds.Length == 0 ? 0 : HalfHours.PerDay).Select(slot =>
                new RhythmHalfHour(slot, Rounded(rhythm.BaseWatts), Rounded(activeAbove), Math.Round(rhythm.Odds[HalfHours.OddsIndex(midnight + slot)] / 255.0, 2)))],
            Readings = Readings(rhythm, heard, kinds.NumberOf(ObservationKinds.Power), at),
        };
    }

    /// <summary>The readings of the last 24 hours as far as they are known: today's half hours, then one by one.</summary>
    private static List<PowerReading> Readings(LivingRhythm rhythm, IReadOnlyList<HeardItem> heard, int power, DateTimeOffset at)
    {
        var since = at.AddDays(-1);
        var single = heard.Where(item => item.Kind == power && item.At > since && item.At <= at).Select(static item => new PowerReading(item.At, item.Value)).ToList();
        var midnight = rhythm.Slot / HalfHours.PerDay * HalfHours.PerDay;
        var half = rhythm.Today
            .Select((sample, slot) => (Sample: sample, At: new DateTimeOffset(HalfHours.Start(midnight + slot), TimeSpan.Zero)))
            .Where(half => half.Sample != 0 && half.At > since && half.At <= at && (single.Count == 0 || half.At + TimeSpan.FromMinutes(30) <= single[0].At))
            .Select(static half => new PowerReading(half.At, Rounded(BaseLoad.Decode(half.Sample))));
        return [.. half, .. single];
    }

    private static double Rounded(double watts) => Math.Round(watts, 1);
}
