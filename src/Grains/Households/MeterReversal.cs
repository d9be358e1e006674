namespace CityActors.Households;

/// <summary>A meter that counts backwards says nothing about anybody. Between what it counts backwards it may well read zero, as a quiet home does.</summary>
/// <remarks>
/// One step back is a meter that was replaced or set anew. Up to three are counted; from the third on the meter is at fault, until three readings in a
/// row are above zero. A zero is zero either way round and tells nothing.
/// </remarks>
internal static class MeterReversal
{
    private const byte Certain = 3;

    /// <summary>Whether a meter is at fault.</summary>
    /// <param name="run">How it went on so far: steps back, from 3 on and readings above zero since.</param>
    public static bool IsFault(byte run) => run >= Certain;

    /// <summary>Whether a reading showed that the meter is right again.</summary>
    public static bool IsOver(byte before, byte now) => IsFault(before) && !IsFault(now);

    /// <summary>Takes a reading below zero.</summary>
    public static byte Back(byte run) => run >= Certain ? Certain : (byte)(run + 1);

    /// <summary>Takes a reading that is not below zero.</summary>
    public static byte Forth(byte run, double value) => value == 0 || run == 0 ? run : run < Certain || run + 1 == 2 * Certain ? (byte)0 : (byte)(run + 1);
}
