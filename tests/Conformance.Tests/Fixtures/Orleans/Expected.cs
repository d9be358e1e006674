namespace CityActors.Conformance.Fixtures;

/// <summary>What Orleans does where the embedded engine differs on purpose.</summary>
internal static class Expected
{
    [Difference("messages-shared")]
    public static bool MessagesAreCopied => true;

    /// <summary>Orleans remembers only the first reader: when that one ends, a writer may begin beside the others.</summary>
    [Difference("readers-together")]
    public static bool WriterWaitsForEveryReader => false;

    [Difference("timeout-cancels")]
    public static bool TimeoutCancelsTheCallee => false;

    [Difference("failed-write")]
    public static Type FailedWriteThrows => typeof(OrleansException);

    [Difference("failed-write")]
    public static bool GrainThatCatchesAFailedWriteLives => true;

    [Difference("storage-first")]
    public static bool ActivationOutlivesItsStorageOperations => false;

    [Difference("no-scopes")]
    public static bool ActivationsHaveServicesOfTheirOwn => true;

    [Difference("task-scheduler")]
    public static bool GrainsRunOnTheDefaultScheduler => false;

    [Difference("explicit-subscriptions")]
    public static bool StreamsTakeExplicitSubscriptions => true;

    [Difference("batch-again")]
    public static int[] DeliveriesOfABatchWhoseSecondItemFails => [1, 2, 1, 2, 3];

    [Difference("write-at-once")]
    public static bool WriteStoresWhatTheStateIsWhenCalled => false;
}
