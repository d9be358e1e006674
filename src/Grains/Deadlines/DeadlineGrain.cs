using CityActors.Commits;
using CityActors.Observations;
using CityActors.Reactions;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace CityActors.Deadlines;

/// <summary>
/// Calls the owners of one partition's deadlines as they fall due. The owner's commit deletes the deadline, so none is handled twice.
/// </summary>
/// <remarks>Reentrant: an owner that answers slowly holds up its own deadlines only.</remarks>
[GrainType("deadlines"), Reentrant]
internal sealed class DeadlineGrain(IDeadlineTable table, TimeProvider time, ILocalSiloDetails silo, ILogger<DeadlineGrain> logger)
    : PartitionGrain(time, silo, logger), IDeadlineGrain
{
    private const int RowsAtOnce = 1_000;
    private const int MostWaiting = 4 * RowsAtOnce;
    private const int CallsAtOnce = 64;
    private static readonly TimeSpan BetweenFullReads = TimeSpan.FromMinutes(1);

    private readonly DeadlineQueue queue = new();
    private IGrainTimer timer = null!;
    private int calls;
    private Deadline? lastRead;
    private DateTimeOffset fullReadAt;
    private DateTimeOffset readAgainAt;
    private bool isReading;
    private bool isAsked;

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        timer = LookEverySecond(TimeSpan.Zero, interleave: true);
        return base.OnActivateAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override Task Wake()
    {
        isAsked = true;
        return isReading || IsResting ? Task.CompletedTask : ReadOn();
    }

    /// <inheritdoc/>
    public Task WakeBy(DateTimeOffset due)
    {
        lastRead = lastRead is { } last && due <= last.Due ? null : lastRead; // It was booked before what is read already.
        return due < readAgainAt ? Wake() : Task.CompletedTask; // Otherwise it is read in time.
    }

    /// <inheritdoc/>
    public override Task Checkpoint() => Task.CompletedTask; // The table is all there is.

    /// <inheritdoc/>
    public Task<int> Waiting() => Task.FromResult(queue.Count);

    /// <inheritdoc/>
    protected override async Task Look()
    {
        try
        {
            if (Now >= readAgainAt)
            {
                readAgainAt = Now + Second;
                await Wake();
            }

            Call();
        }
        finally
        {
            Arm();
        }
    }

    /// <summary>Wakes up when the next one is due, and after a second at the latest.</summary>
    private void Arm()
    {
        var wait = (queue.After(Now) is { } due && due < readAgainAt ? due : readAgainAt) - Now;
        timer.Change(TimeSpan.FromMilliseconds(Math.Ceiling(Math.Max(0, wait.TotalMilliseconds))), Second); // Timers may come some milliseconds early.
    }

    private async Task ReadOn()
    {
        isReading = true;
        try
        {
            while (isAsked && !IsResting)
            {
                isAsked = false;
                await Read(Now);
            }
        }
        finally
        {
            isReading = false;
            Arm();
        }
    }

    /// <summary>Reads what is due within the next second, so that each is called in time.</summary>
    private async Task Read(DateTimeOffset now)
    {
        if (now - fullReadAt >= BetweenFullReads)
        {
            (lastRead, fullReadAt) = (null, now); // A deadline may have been booked before the last one read.
        }

        int count;
        do
        {
            var rows = await table.ReadDue(Partition, lastRead, now + Second, RowsAtOnce);
            foreach (var row in rows)
            {
                queue.Add(row);
            }

            count = rows.Count;
            lastRead = count > 0 ? rows[^1] : lastRead;
            Call();
        }
        while (count == RowsAtOnce && queue.Count < MostWaiting);
    }

    private void Call()
    {
        while (!IsResting && calls < CallsAtOnce && queue.Next(Now) is { } deadline)
        {
            calls++;
            _ = Call(deadline);
        }
    }

    private async Task Call(Deadline deadline)
    {
        try
        {
            await GrainFactory.GetGrain<ICityGrain>(GrainId.Parse(deadline.Owner)).Due(deadline);
            queue.Done(deadline);
        }
#pragma warning disable CA1031 // Whatever one owner threw, the others' deadlines fire on time, and its own is called again soon.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            logger.LogWarning(fault, "{Owner} could not handle '{Name}', due {Due:O}; it will be called again.", deadline.Owner, deadline.Name, deadline.Due);
            queue.Failed(deadline, Faults.IsEnvironment(fault), Now);
        }

        calls--;
        Call();
    }
}
