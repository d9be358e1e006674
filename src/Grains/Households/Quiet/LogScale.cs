namespace CityActors.Households;

/// <summary>Powers on a logarithmic scale: a byte for 0 W to 500 kW, in steps of 4.6 %.</summary>
internal static class LogScale
{
    /// <summary>What a power is lifted by before its logarithm is taken: less than that is one and the same nothing, watts.</summary>
    public const float LiftWatts = 5;

    /// <summary>The highest power that counts; what is more counts as that, watts.</summary>
    public const float MostWatts = 500_000;

    private const float Lowest = 1.6094379f; // ln 5.
    private const float Step = 0.0454f;
    private static readonly float[] wattsOf = [float.NaN, .. Enumerable.Range(0, 255).Select(static step => MathF.Exp(Lowest + (step * Step)) - LiftWatts)];

    /// <summary>The logarithm of a power; NaN stays NaN.</summary>
    public static float Log(float watts) => MathF.Log(watts + LiftWatts);

    /// <summary>The byte of a power; 0: not known.</summary>
    public static byte Encode(float watts) => float.IsNaN(watts) ? (byte)0 : EncodeLog(Log(Math.Min(watts, MostWatts)), 0.5f);

    /// <summary>The power of a byte, watts; NaN: not known.</summary>
    public static float Decode(byte code) => wattsOf[code];

    /// <summary>The byte of a logarithm.</summary>
    /// <param name="log">The logarithm.</param>
    /// <param name="up">From which part of a step on the upper byte is taken, 0 to 1: chosen evenly, the bytes are right in the mean.</param>
    public static byte EncodeLog(float log, float up) => (byte)Math.Clamp((int)MathF.Floor(((log - Lowest) / Step) + up) + 1, 1, 255);

    /// <summary>The logarithm of a byte that is not 0.</summary>
    public static float DecodeLog(byte code) => Lowest + ((code - 1) * Step);
}
