namespace CityActors.Commits;

/// <summary>How long a grain that could not be called, or that failed, is left alone: twice as long each time.</summary>
internal static class RetryPause
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);

    /// <summary>A grain that fails is likely to fail again.</summary>
    private static readonly TimeSpan LongestAfterFailure = TimeSpan.FromMinutes(5);

    /// <summary>A database or a Silo that comes back brings every grain back: nobody waits for long after that.</summary>
    private static readonly TimeSpan LongestForEnvironment = TimeSpan.FromSeconds(15);

    /// <summary>The pause after so many attempts in vain, from 1.</summary>
    public static TimeSpan After(int attempts, bool isEnvironment) => TimeSpan.FromTicks(
        Math.Min((isEnvironment ? LongestForEnvironment : LongestAfterFailure).Ticks, First.Ticks << Math.Min(attempts - 1, 10)));
}
