using CityActors.Alerts;
using CityActors.Signals;

namespace CityActors.Households;

/// <summary>
/// What a home may share with others around it: power that is exactly zero while its meter reports, and a meter that says nothing. They come before the home's
/// own alerts, so that its cell can tell a cut from a home that fell quiet.
/// </summary>
/// <param name="signals">What packs call them, and for how long they must hold.</param>
/// <param name="interval">How often its meters report.</param>
/// <param name="gapLimit">From when on silence is a data gap.</param>
internal readonly struct SharedSignals(HomeSignals signals, TimeSpan interval, TimeSpan gapLimit)
{
    private static readonly Explanation Nothing = new("", "", "");

    /// <summary>When the silence of the electricity meter is to be signalled, or null: it was, or nobody asks for it.</summary>
    public DateTime? SilentAt(LivingRhythm rhythm) =>
        signals.Silent is null || rhythm.PowerAt == default || rhythm.IsSilenceShared ? null : rhythm.PowerAt + SilentAfter();

    /// <summary>Signals the silence of the electricity meter.</summary>
    public LivingRhythm Fall(LivingRhythm rhythm, DateTime due, ref List<Finding>? findings)
    {
        Add(ref findings, signals.Silent!, FindingAct.Open, due, rhythm.PowerAt + interval); // When the first reading was missed.
        return rhythm with { IsSilenceShared = true };
    }

    /// <summary>Follows a reading that is later than all before.</summary>
    public LivingRhythm Follow(LivingRhythm rhythm, DateTime at, double watts, ref List<Finding>? findings)
    {
        if (rhythm.IsSilenceShared)
        {
            Add(ref findings, signals.Silent ?? "", FindingAct.Clear, at, default);
            rhythm = rhythm with { IsSilenceShared = false };
        }

        if (signals.Zero is not { } zero)
        {
            return rhythm.ZeroFrom == default ? rhythm : rhythm with { ZeroFrom = default };
        }

        var wasShared = rhythm.ZeroFrom != default && rhythm.PowerAt - rhythm.ZeroFrom >= signals.ZeroAfter;
        var from = watts != 0 ? default : rhythm.ZeroFrom == default ? BeginOf(rhythm, at) : rhythm.ZeroFrom;
        var isShared = from != default && at - from >= signals.ZeroAfter;
        if (isShared != wasShared)
        {
            Add(ref findings, zero, isShared ? FindingAct.Open : FindingAct.Clear, at, from);
        }

        return rhythm.ZeroFrom == from ? rhythm : rhythm with { ZeroFrom = from };
    }

    // A meter that has never said anything else may stand in an empty flat.
    private static DateTime BeginOf(LivingRhythm rhythm, DateTime at) =>
        rhythm.PowerAt == default ? DateTime.UnixEpoch : rhythm.Watts == 0 && rhythm.SameFrom != default ? rhythm.SameFrom : at;

    // Two intervals at least, so that one late reading is none, and some time before the data gap.
    private TimeSpan SilentAfter()
    {
        var after = signals.SilentAfter > interval * 2 ? signals.SilentAfter : interval * 2;
        var most = gapLimit * 0.75;
        return after < most ? after : most;
    }

    private static void Add(ref List<Finding>? findings, string name, FindingAct act, DateTime at, DateTime since) => (findings ??= []).Add(new Finding(
        Finding.SignalPrefix + name, HouseholdDetector.PowerZone, act, new DateTimeOffset(at, TimeSpan.Zero), Nothing, Since: since == default ? null : new DateTimeOffset(since, TimeSpan.Zero)));
}
