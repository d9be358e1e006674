using CityActors.Alerts;

namespace CityActors.Households;

/// <summary>What an electricity meter tells that cannot be true.</summary>
internal readonly partial struct HouseholdDetector
{
    // The door refuses such values. One shows neither life nor silence, and time goes on; three in a row are a meter in another unit.
    private LivingRhythm ImpossiblePower(LivingRhythm rhythm, DateTime at, double watts, ref List<Finding>? findings)
    {
        var next = EnterSlot(MeterScaleDetector.Follow(rhythm, watts), at, false, ref findings) with { PowerAt = at, Seen = Mark(rhythm, at) };
        return next.PowerFault == MeterFault.None && MeterScaleDetector.IsFault(next, watts) ? OffScale(next with { Watts = watts }, at, ref findings) : next;
    }
}
