using CityActors.Districts;

namespace CityActors.Silo.Notifications;

/// <summary>Pauses that double, each somewhere between half and whole of its span, so that what failed together is not tried together again.</summary>
internal static class BackOff
{
    /// <summary>No pause is longer.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    private static readonly TimeSpan First = TimeSpan.FromSeconds(2);

    /// <summary>The pause after a failure: from 1 second to 15 minutes.</summary>
    /// <param name="failures">How many failures there were; from 1.</param>
    /// <param name="name">Whose pause: the same name and count give the same one.</param>
    /// <param name="asked">What a receiver asked for; the pause is no shorter, within reason.</param>
    public static TimeSpan Pause(int failures, string name, TimeSpan? asked = null)
    {
        var span = Math.Min(Math.ScaleB(First.TotalSeconds, failures - 1), Longest.TotalSeconds);
        var own = TimeSpan.FromSeconds(span * (1 + new NamedRandom(failures, name).Unit()) / 2);
        return TimeSpan.FromTicks(Math.Max(own.Ticks, Within(asked).Ticks));
    }

    /// <summary>What a receiver asked for, within reason: from nothing to the longest pause.</summary>
    public static TimeSpan Within(TimeSpan? asked) => TimeSpan.FromTicks(Math.Clamp(asked.GetValueOrDefault().Ticks, 0, Longest.Ticks));
}
