namespace CityActors.Commits;

/// <summary>Tells failures of the environment, which are retried, from those of the input or the program, which would only happen again.</summary>
internal static class Faults
{
    /// <summary>Whether the disk, the network or another silo is to blame: then the call is repeated and the attempt does not count.</summary>
    /// <remarks>A state that can be read but not understood is the owner's own failure, whatever wraps it.</remarks>
    public static bool IsEnvironment(Exception fault) => !IsUnreadable(fault) && IsPassing(fault);

    private static bool IsUnreadable(Exception? fault) =>
        fault is System.Text.Json.JsonException or NotSupportedException || (fault is not null && IsUnreadable(fault.InnerException));

    private static bool IsPassing(Exception fault) =>
        fault is OrleansException or TimeoutException or OperationCanceledException or IOException or CommitConflictException
        || (fault.InnerException is { } inner && IsPassing(inner));
}
