using CityActors.Storage;

namespace CityActors.Silo.Clock;

/// <summary>
/// A replay runs on a thread pool of one worker: where code of the pool finds nothing queued and nothing open at the database, nothing is
/// under way. So nothing in a replay may block the pool or wait for anything else.
/// </summary>
/// <param name="database">Counts what it was asked.</param>
/// <param name="clock">Knows what is due.</param>
internal sealed class OneWorker(Database database, ReplayClock clock) : ISettling
{
    private const int LooksBetweenPauses = 1_000;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1);

    /// <summary>Leaves the process one worker, for all its life.</summary>
    public static void Begin()
    {
        ThreadPool.SetMinThreads(1, 1);
        if (!ThreadPool.SetMaxThreads(1, 1))
        {
            throw new InvalidOperationException("A replay needs a thread pool of one worker, and this process could not be given one.");
        }
    }

    /// <summary>Completes when nothing is under way.</summary>
    /// <param name="database">Counts what it was asked; null where there is none.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public static async Task WhenIdle(Database? database, CancellationToken cancellation)
    {
        for (var look = 1; ; look++)
        {
            await Task.Yield();
            if (database is { OpenRequestCount: > 0 })
            {
                await database.WhenAnswered().WaitAsync(cancellation);
            }
            else if (ThreadPool.PendingWorkItemCount == 0)
            {
                return;
            }

            if (look % LooksBetweenPauses == 0)
            {
                await Task.Delay(Pause, cancellation); // Work in the queue of a worker that has gone is found by an idle one only.
            }
        }
    }

    /// <inheritdoc/>
    public Task WhenIdle(CancellationToken cancellation) => WhenIdle(database, cancellation);

    /// <inheritdoc/>
    public async Task WhenSettled(CancellationToken cancellation)
    {
        await WhenIdle(cancellation);
        while (clock.NextDue <= clock.GetUtcNow())
        {
            await Task.Delay(Pause, cancellation); // The driver fires it.
            await WhenIdle(cancellation);
        }
    }
}
