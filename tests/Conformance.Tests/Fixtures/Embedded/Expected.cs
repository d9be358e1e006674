namespace CityActors.Conformance.Fixtures;

/// <summary>Where the embedded engine differs from Orleans on purpose; docs/engine.md says why.</summary>
internal static class Expected
{
    [Difference("messages-shared")]
    public static bool MessagesAreCopied => false;

    [Difference("readers-together")]
    public static bool WriterWaitsForEveryReader => true;

    [Difference("timeout-cancels")]
    public static bool TimeoutCancelsTheCallee => true;

    [Difference("failed-write")]
    public static Type FailedWriteThrows => typeof(Orleans.Storage.InconsistentStateException);

    [Difference("failed-write")]
    public static bool GrainThatCatchesAFailedWriteLives => false;

    [Difference("storage-first")]
    public static bool ActivationOutlivesItsStorageOperations => true;

    [Difference("no-scopes")]
    public static bool ActivationsHaveServicesOfTheirOwn => false;

    [Difference("task-scheduler")]
    public static bool GrainsRunOnTheDefaultScheduler => true;

    [Difference("explicit-subscriptions")]
    public static bool StreamsTakeExplicitSubscriptions => false;

    [Difference("batch-again")]
    public static int[] DeliveriesOfABatchWhoseSecondItemFails => [1, 2, 2, 3];

    [Difference("write-at-once")]
    public static bool WriteStoresWhatTheStateIsWhenCalled => true;
}
