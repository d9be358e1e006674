namespace CityActors.Observations;

/// <summary>
/// Moves a partition in the order of time, for a replay: each entity runs ahead of the clock with all that is in the log, to the first thing it
/// finds, and decides that when the clock gets there. The result is the same however the input was cut into batches.
/// </summary>
/// <remarks>
/// What an entity finds follows from its own observations alone; only what is decided about it depends on what others do in the meantime.
/// </remarks>
internal sealed class SteppedDelivery(PartitionDelivery delivery, IObservationLog log)
{
    private const int MostAtOnce = 10_000;
    private readonly HashSet<RouterEntity> waiting = []; // Those with items that are not dealt with.
    private readonly List<RouterEntity> fresh = []; // Those that may have something to run ahead with.
    private long loaded = delivery.CheckpointOffset;
    private DateTimeOffset ranUntil;

    /// <summary>The last offset up to which everything was delivered.</summary>
    public long Delivered => waiting.Count == 0 ? loaded : waiting.Min(static entity => entity.Gathered[0].Offset) - 1;

    /// <summary>Decides what was found up to now, and lets entities run ahead of the clock.</summary>
    /// <returns>When the next thing happens, or null.</returns>
    public async Task<DateTimeOffset?> Step(DateTimeOffset now, DateTimeOffset until)
    {
        delivery.Ahead = new RunAhead(default, now, until);
        await Load();
        if (until > ranUntil)
        {
            fresh.Clear();
            fresh.AddRange(waiting);
            ranUntil = until;
        }

        foreach (var entity in delivery.ToAskAnew())
        {
            await Send(entity, until);
        }

        foreach (var entity in fresh.Where(static entity => !entity.IsHalted))
        {
            await Send(entity, until);
        }

        fresh.Clear();
        while (delivery.Due.Soonest is { } due && due <= now)
        {
            await Send(delivery.Find(delivery.Due.SoonestId), until);
        }

        return delivery.Due.Soonest;
    }

    private async ValueTask Send(RouterEntity entity, DateTimeOffset until)
    {
        int count;
        do
        {
            count = CountUntil(entity, until);
            await delivery.Send(entity, entity.Gathered.GetRange(0, count), null);
            DropDone(entity);
        }
        while (count == MostAtOnce && !entity.IsHalted);

        if (entity.Gathered.Count == 0)
        {
            waiting.Remove(entity);
        }
    }

    private static int CountUntil(RouterEntity entity, DateTimeOffset until)
    {
        var count = 0;
        while (count < entity.Gathered.Count && count < MostAtOnce && entity.From <= until && entity.Gathered[count].Observation.At <= until)
        {
            count++;
        }

        return count;
    }

    private static void DropDone(RouterEntity entity)
    {
        var done = 0;
        while (done < entity.Gathered.Count && entity.Gathered[done].Offset <= entity.Done)
        {
            var at = entity.Gathered[done++].Observation.At;
            entity.From = at > entity.From ? at : entity.From;
        }

        entity.Gathered.RemoveRange(0, done);
    }

    private async Task Load()
    {
        while (await log.Read(delivery.Partition, loaded, MostAtOnce) is { Items.Count: > 0 } slice)
        {
            for (var i = 0; i < slice.Items.Count; i++)
            {
                var encoded = slice.Items[i].Span;
                var entity = delivery.EntityOf(encoded);
                entity.Gathered.Add(new LoggedObservation(slice.FirstOffset + i, delivery.Codec.Decode(encoded, entity.Id)));
                if (waiting.Add(entity))
                {
                    fresh.Add(entity);
                }
            }

            loaded = slice.LastOffset;
        }
    }
}
