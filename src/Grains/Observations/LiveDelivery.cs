namespace CityActors.Observations;

/// <summary>Moves a partition as items arrive: a stretch of the log at a time, then the ticks that are due.</summary>
/// <remarks>
/// While little comes, each item is delivered at once. While much comes, a call for each would cost more than the work: then what may wait is
/// gathered for a moment, and each entity gets its part of it in one call.
/// </remarks>
internal sealed class LiveDelivery(PartitionDelivery delivery, IObservationLog log, RouterOptions options)
{
    private const int CallsAtOnce = 128; // Of each of 64 routers: one that catches up must not fill the queues in which everybody waits.
    private const int Busy = 32; // So many items in one read of the log are more than a trickle.
    private const int MostGathered = 16_384;
    private static readonly TimeSpan BetweenReads = TimeSpan.FromMilliseconds(50);

    private readonly List<RouterEntity> urgent = [];
    private readonly List<RouterEntity> patient = [];
    private readonly List<Task> waits = [];
    private long read = delivery.CheckpointOffset;
    private long sinceCheckpoint;
    private DateTimeOffset? firstSinceCheckpoint;

    /// <summary>The last offset up to which everything was delivered.</summary>
    public long Delivered { get; private set; } = delivery.CheckpointOffset;

    /// <summary>Delivers up to the present end of the log, then the ticks due by now.</summary>
    /// <param name="now">The time, UTC.</param>
    /// <param name="isResting">Whether no more is to be delivered, because the silo ends.</param>
    public async Task Pump(DateTimeOffset now, Func<bool> isResting)
    {
        delivery.Now = now;
        while (!isResting() && await DeliverStretch(isResting))
        {
            await CheckpointIfWanted(now);
        }

        var upTo = now - options.Lateness;
        foreach (var entity in delivery.ToAskAnew())
        {
            await delivery.Send(entity, [], upTo);
        }

        while (!isResting() && delivery.Due.Soonest is { } due && due <= upTo)
        {
            await delivery.Send(delivery.Find(delivery.Due.SoonestId), [], due);
        }

        if (delivery.HasTouched)
        {
            firstSinceCheckpoint ??= now;
        }

        await CheckpointIfWanted(now);
    }

    /// <summary>Checkpoints now.</summary>
    public async Task Checkpoint(DateTimeOffset now)
    {
        await delivery.Checkpoint(Delivered, now);
        sinceCheckpoint = 0;
        firstSinceCheckpoint = null;
    }

    private async Task CheckpointIfWanted(DateTimeOffset now)
    {
        if (sinceCheckpoint >= options.CheckpointItems || now - firstSinceCheckpoint >= options.CheckpointInterval)
        {
            await Checkpoint(now);
        }
    }

    /// <summary>Delivers what is in the log, and if that is much, what comes within the next moment.</summary>
    /// <returns>Whether there is more.</returns>
    private async Task<bool> DeliverStretch(Func<bool> isResting)
    {
        var count = await Gather();
        for (var waited = TimeSpan.Zero; count >= Busy && read - Delivered < MostGathered && waited < options.GatherFor && !isResting();)
        {
            if (count < options.SliceItems)
            {
                await Task.Delay(BetweenReads);
                waited += BetweenReads;
            }

            count = await Gather();
        }

        await Send(patient);
        sinceCheckpoint += read - Delivered;
        Delivered = read;
        return count == options.SliceItems;
    }

    /// <summary>Reads on in the log, and delivers at once what must not wait.</summary>
    /// <returns>How much was read.</returns>
    private async Task<int> Gather()
    {
        var slice = await log.Read(delivery.Partition, read, options.SliceItems);
        for (var i = 0; i < slice.Items.Count; i++)
        {
            var item = slice.Items[i].Span;
            var entity = delivery.EntityOf(item);
            if (entity.Gathered.Count == 0)
            {
                (delivery.Codec.KindOf(item).MayWait ? patient : urgent).Add(entity);
            }

            entity.Gathered.Add(new LoggedObservation(slice.FirstOffset + i, delivery.Codec.Decode(item, entity.Id)));
        }

        read = slice.Items.Count > 0 ? slice.LastOffset : read;
        await Send(urgent);
        return slice.Items.Count;
    }

    private async Task Send(List<RouterEntity> entities)
    {
        waits.Clear();
        foreach (var entity in entities)
        {
            LoggedObservation[] items = [.. entity.Gathered];
            entity.Gathered.Clear();
            var sent = delivery.Send(entity, items, null);
            if (!sent.IsCompletedSuccessfully)
            {
                waits.Add(sent.AsTask());
            }

            if (waits.Count == CallsAtOnce)
            {
                await Task.WhenAll(waits);
                waits.Clear();
            }
        }

        entities.Clear();
        await Task.WhenAll(waits);
    }
}
