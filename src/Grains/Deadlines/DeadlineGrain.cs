using CityActors.Commits;
using CityActors.Observations;
using CityActors.Reactions;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace CityActors.Deadlines;

/// <summary>Calls the owners of one partition's deadlines as they fall due. A deadline goes with the commit of its owner, so none is called twice.</summary>
/// <remarks>Reentrant: an owner that answers slowly holds up its own deadlines only.</remarks>
[GrainType("deadlines"), Reentrant]
internal sealed class DeadlineGrain(IDeadlineTable table, TimeProvider time, ILocalSiloDetails silo, ILogger<DeadlineGrain> logger) : Grain, IDeadlineGrain
{
    private const int RowsAtOnce = 1_000;
    private const int MostWaiting = 4 * RowsAtOnce;
    private const int CallsAtOnce = 64;
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenFullReads = TimeSpan.FromMinutes(1);

    private readonly DeadlineQueue queue = new();
    private IGrainTimer timer = null!;
    private int partition;
    private int calls;
    private Deadline? lastRead;
    private DateTimeOffset fullReadAt;
    private DateTimeOffset armedFor = DateTimeOffset.MaxValue;
    private bool isReading;
    private bool isAsked;
    private bool isResting;
    private bool isHindered;

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        partition = Partitions.OfKey(this.GetPrimaryKeyString());
        timer = this.RegisterGrainTimer(static (self, _) => self.Tick(), this, new GrainTimerCreationOptions(TimeSpan.Zero, Second) { KeepAlive = true, Interleave = true });
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task Wake()
    {
        isAsked = true;
        return isReading || isResting ? Task.CompletedTask : ReadOn();
    }

    /// <inheritdoc/>
    public Task WakeBy(DateTimeOffset due)
    {
        lastRead = lastRead is { } last && due <= last.Due ? null : lastRead; // It was booked behind what is read already.
        var wait = due - time.GetUtcNow();
        if (wait < Second && due < armedFor)
        {
            armedFor = due;
            Arm(wait);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<bool> Rest(SiloAddress ending)
    {
        isResting |= ending.Equals(silo.SiloAddress);
        return Task.FromResult(isResting);
    }

    /// <inheritdoc/>
    public Task Checkpoint() => Task.CompletedTask; // The table is all there is.

    /// <inheritdoc/>
    public Task<int> Waiting() => Task.FromResult(queue.Count);

    private async Task Tick()
    {
        var wait = armedFor - time.GetUtcNow();
        if (wait > TimeSpan.Zero && wait < Second)
        {
            Arm(wait); // Timers may come some milliseconds early; without this it would be called a second late.
        }
        else
        {
            armedFor = DateTimeOffset.MaxValue;
        }

        try
        {
            await Wake();
            Call();
            isHindered = false;
        }
        catch (Exception fault) when (Faults.IsEnvironment(fault))
        {
            if (!isHindered)
            {
                logger.LogWarning(fault, "The deadlines of partition {Partition} wait for storage; they are looked for every second.", partition);
            }

            isHindered = true; // Said once, not every second.
        }
    }

    private void Arm(TimeSpan wait) => timer.Change(TimeSpan.FromMilliseconds(Math.Ceiling(Math.Max(0, wait.TotalMilliseconds))), Second);

    private async Task ReadOn()
    {
        isReading = true;
        try
        {
            while (isAsked && !isResting)
            {
                isAsked = false;
                await ReadUpTo(time.GetUtcNow());
            }
        }
        finally
        {
            isReading = false;
        }
    }

    private async Task ReadUpTo(DateTimeOffset now)
    {
        if (now - fullReadAt >= BetweenFullReads)
        {
            (lastRead, fullReadAt) = (null, now); // A deadline may have been booked before the last one read.
        }

        int count;
        do
        {
            var rows = await table.ReadDue(partition, lastRead, now, RowsAtOnce);
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
        while (!isResting && calls < CallsAtOnce && queue.Next(time.GetUtcNow()) is { } deadline)
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
#pragma warning disable CA1031 // Whatever one owner threw, the deadlines of the others are called in time and its own again soon.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            logger.LogWarning(fault, "{Owner} could not deal with '{Name}', due {Due:O}; it is called again.", deadline.Owner, deadline.Name, deadline.Due);
            queue.Failed(deadline, time.GetUtcNow());
        }

        calls--;
        Call();
    }
}
