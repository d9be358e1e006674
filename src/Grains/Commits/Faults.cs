namespace CityActors.Commits;

/// <summary>Tells a fault of the environment, which is tried again, from one of the input or the program, which would only come again.</summary>
internal static class Faults
{
    /// <summary>Whether the disk, the network or another silo is to blame: what was asked for is asked again, uncounted.</summary>
    /// <remarks>A state that can be read and not understood is the owner's own fault, whatever wraps it.</remarks>
    public static bool IsEnvironment(Exception fault) => !IsUnreadable(fault) && IsPassing(fault);

    private static bool IsUnreadable(Exception? fault) =>
        fault is System.Text.Json.JsonException or NotSupportedException || (fault is not null && IsUnreadable(fault.InnerException));

    private static bool IsPassing(Exception fault) =>
        fault is OrleansException or TimeoutException or OperationCanceledException or IOException or CommitConflictException
        || (fault.InnerException is { } inner && IsPassing(inner));
}
