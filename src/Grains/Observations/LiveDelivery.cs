namespace CityActors.Observations;

/// <summary>Moves a partition as items arrive: a slice of the log at a time, then the ticks that are due.</summary>
internal sealed class LiveDelivery(PartitionDelivery delivery, IObservationLog log, RouterOptions options)
{
    private const int CallsAtOnce = 128; // Of each of 64 routers: one that catches up must not fill the queues in which everybody waits.
    private readonly List<RouterEntity> order = [];
    private readonly List<Task> waits = [];
    private long sinceCheckpoint;
    private DateTimeOffset? firstSinceCheckpoint;

    /// <summary>The last offset delivered.</summary>
    public long Delivered { get; private set; } = delivery.CheckpointOffset;

    /// <summary>Delivers up to the present end of the log, then the ticks due by now.</summary>
    /// <param name="now">The time, UTC.</param>
    /// <param name="isResting">Whether no more is to be delivered, because the silo ends.</param>
    public async Task Pump(DateTimeOffset now, Func<bool> isResting)
    {
        while (!isResting() && await DeliverSlice())
        {
            await CheckpointIfWanted(now);
        }

        var upTo = now - options.Lateness;
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

    private async Task<bool> DeliverSlice()
    {
        var slice = await log.Read(delivery.Partition, Delivered, options.SliceItems);
        if (slice.Items.Count == 0)
        {
            return false;
        }

        order.Clear();
        for (var i = 0; i < slice.Items.Count; i++)
        {
            var item = slice.Items[i].Span;
            var entity = delivery.EntityOf(item);
            if (entity.Gathered.Count == 0)
            {
                order.Add(entity);
            }

            entity.Gathered.Add(new LoggedObservation(slice.FirstOffset + i, ObservationCodec.Decode(item, entity.Id)));
        }

        await SendGathered();
        Delivered = slice.LastOffset;
        sinceCheckpoint += slice.Items.Count;
        return slice.Items.Count == options.SliceItems;
    }

    private async Task SendGathered()
    {
        waits.Clear();
        foreach (var entity in order)
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

        await Task.WhenAll(waits);
    }
}
