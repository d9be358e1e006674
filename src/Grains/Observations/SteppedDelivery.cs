namespace CityActors.Observations;

/// <summary>
/// Moves a partition in the order of time, for a replay: however the input was cut into batches, each item goes when
/// the replay clock reaches it, and ticks that are due earlier go before it.
/// </summary>
/// <remarks>An entity's items keep the order of the log even where their times do not: a late one goes right after the one before it.</remarks>
internal sealed class SteppedDelivery(PartitionDelivery delivery, IObservationLog log)
{
    private readonly PriorityQueue<(RouterEntity Entity, LoggedObservation Item), (DateTimeOffset At, long Offset)> waiting = new();
    private long loaded = delivery.CheckpointOffset;

    /// <summary>The last offset up to which everything was delivered.</summary>
    public long Delivered => waiting.Count == 0 ? loaded : waiting.UnorderedItems.Min(entry => entry.Element.Item.Offset) - 1;

    /// <summary>Delivers what is due up to a time.</summary>
    /// <returns>The time of what comes next, or null.</returns>
    public async Task<DateTimeOffset?> Step(DateTimeOffset upTo)
    {
        await Load();
        while (true)
        {
            var tick = delivery.Due.Soonest;
            var item = waiting.TryPeek(out _, out var next) ? next.At : (DateTimeOffset?)null;
            if (tick <= upTo && (item is null || tick < item))
            {
                await delivery.Send(delivery.Find(delivery.Due.SoonestId), [], tick);
            }
            else if (item <= upTo)
            {
                await SendNext();
            }
            else
            {
                return tick is null || item < tick ? item : tick;
            }
        }
    }

    private async Task SendNext()
    {
        waiting.TryDequeue(out var first, out var place);
        var items = new List<LoggedObservation> { first.Item };
        while (waiting.TryPeek(out var next, out var nextPlace) && nextPlace.At == place.At && ReferenceEquals(next.Entity, first.Entity))
        {
            items.Add(waiting.Dequeue().Item);
        }

        await delivery.Send(first.Entity, items, null);
    }

    private async Task Load()
    {
        while (true)
        {
            var slice = await log.Read(delivery.Partition, loaded, 10_000);
            if (slice.Items.Count == 0)
            {
                return;
            }

            for (var i = 0; i < slice.Items.Count; i++)
            {
                var encoded = slice.Items[i].Span;
                var entity = delivery.EntityOf(encoded);
                var observation = ObservationCodec.Decode(encoded, entity.Id);
                entity.NotBefore = observation.At > entity.NotBefore ? observation.At : entity.NotBefore;
                var offset = slice.FirstOffset + i;
                waiting.Enqueue((entity, new LoggedObservation(offset, observation)), (entity.NotBefore, offset));
            }

            loaded = slice.LastOffset;
        }
    }
}
