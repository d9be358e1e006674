using System.Text;
using CityActors.Alerts;
using CityActors.Commits;
using Microsoft.Extensions.Logging;

namespace CityActors.Observations;

/// <summary>Delivers one partition of the log: the part of a router that both its ways of moving share.</summary>
internal sealed class PartitionDelivery
{
    private const int FlushesAtOnce = 256;
    private readonly IObservationLog log;
    private readonly IGrainFactory grains;
    private readonly TimeSpan backfillPatience;
    private readonly ILogger logger;
    private readonly Dictionary<string, RouterEntity> entities = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RouterEntity>.AlternateLookup<ReadOnlySpan<char>> entitiesBySpan;
    private readonly List<RouterEntity> touched = [];
    private readonly SwitchNews news;

    public PartitionDelivery(int partition, IObservationLog log, IGrainFactory grains, RouterOptions options, ObservationCodec codec, SwitchNews news, ILogger logger)
    {
        this.news = news;
        backfillPatience = options.BackfillPatience;
        Partition = partition;
        Codec = codec;
        this.log = log;
        this.grains = grains;
        this.logger = logger;
        entitiesBySpan = entities.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Reads the items of the log.</summary>
    public ObservationCodec Codec { get; }

    public int Partition { get; }

    public DueQueue Due { get; } = new();

    public long CheckpointOffset { get; private set; }

    public long Poisoned { get; private set; }

    public bool HasTouched => touched.Count > 0;

    /// <summary>How far entities run ahead of a replay's clock; null: they do not.</summary>
    public RunAhead? Ahead { get; set; }

    /// <summary>What the clock shows, UTC; null: it is a replay's.</summary>
    public DateTimeOffset? Now { get; set; }

    /// <summary>Begins where the last checkpoint ended.</summary>
    public async Task Restore()
    {
        if (await log.ReadCheckpoint(Partition) is not { } checkpoint)
        {
            return;
        }

        news.SeenUntil(checkpoint.ClockAt);
        CheckpointOffset = checkpoint.Offset;
        foreach (var (at, id) in DueNotes.Read(checkpoint.Due))
        {
            Due.Set(Find(id), at);
        }
    }

    /// <summary>Whom to ask anew when they want to be called, because packs were switched or parameters set for them since they said it; none as a rule.</summary>
    public IReadOnlyList<RouterEntity> ToAskAnew() => [.. news.Concerned(Partition).Select(Find)];

    /// <summary>The entity of an encoded item.</summary>
    public RouterEntity EntityOf(ReadOnlySpan<byte> item)
    {
        var encoded = ObservationCodec.EntityOf(item);
        Span<char> id = stackalloc char[encoded.Length];
        var length = Encoding.UTF8.GetChars(encoded, id);
        return entitiesBySpan.TryGetValue(id[..length], out var known) ? known : Find(new string(id[..length]));
    }

    /// <summary>The entity with an id.</summary>
    public RouterEntity Find(string id)
    {
        if (!entities.TryGetValue(id, out var entity))
        {
            entity = new RouterEntity(id, EntityGrains.FindObserved(grains, id));
            entities.Add(id, entity);
        }

        return entity;
    }

    /// <summary>Sends items, in log order, or a tick, or both; the entity's answer is dealt with before this returns.</summary>
    public ValueTask Send(RouterEntity entity, IReadOnlyList<LoggedObservation> items, DateTimeOffset? tick)
    {
        if (!entity.IsTouched)
        {
            entity.IsTouched = true;
            touched.Add(entity);
        }

        var batch = new ObserveBatch { PreviousOffset = entity.PreviousOffset, Items = items, Tick = tick, Now = Now, Ahead = Ahead is null ? null : Ahead with { From = entity.From } };
        var call = entity.Grain.Observe(batch);
        if (call.IsCompletedSuccessfully)
        {
#pragma warning disable RS0030 // It is complete, so it does not block.
            var reply = call.Result;
#pragma warning restore RS0030
            if (reply.Outcome == ObserveOutcome.Taken)
            {
                Take(entity, batch, reply);
                return ValueTask.CompletedTask;
            }

            return new ValueTask(HandleReply(entity, batch, reply));
        }

        return new ValueTask(Await(entity, batch, call));
    }

    /// <summary>Makes everything delivered durable in the entities, then the offset up to which that holds.</summary>
    public async Task Checkpoint(long offset, DateTimeOffset clock)
    {
        foreach (var chunk in touched.Chunk(FlushesAtOnce))
        {
            var onDisk = await Task.WhenAll(chunk.Select(entity => entity.Grain.Flush()));
            for (var i = 0; i < chunk.Length; i++)
            {
                if (onDisk[i] < chunk[i].PreviousOffset)
                {
                    await Resend(chunk[i], new ObserveBatch()); // Its activation ended without saving; what it lost must not be skipped.
                    await chunk[i].Grain.Flush();
                }
            }
        }

        foreach (var entity in touched)
        {
            entity.IsTouched = false;
        }

        touched.Clear();
        await log.SaveCheckpoint(Partition, new RouterCheckpoint(offset, clock, DueNotes.Write(Due.All)));
        CheckpointOffset = offset;
    }

    private async Task Await(RouterEntity entity, ObserveBatch batch, ValueTask<ObserveReply> call)
    {
        ObserveReply reply;
        try
        {
            reply = await call;
        }
#pragma warning disable CA1031 // Whatever an item does to its entity, it must not stop the partition: it is set aside with the reason.
        catch (Exception fault) when (!Faults.IsEnvironment(fault))
#pragma warning restore CA1031
        {
            if (batch.Items.Count == 0)
            {
                logger.LogError(fault, "{Entity} failed on a tick; the next one is in an hour.", entity.Id);
                entity.IsHalted = false;
                Due.Set(entity, (Ahead?.Now ?? batch.Tick) + TimeSpan.FromHours(1));
                return;
            }

            await SetAside(entity, batch, fault);
            return;
        }

        await HandleReply(entity, batch, reply);
    }

    private async Task HandleReply(RouterEntity entity, ObserveBatch batch, ObserveReply reply)
    {
        switch (reply.Outcome)
        {
            case ObserveOutcome.Taken:
                Take(entity, batch, reply);
                break;
            case ObserveOutcome.Gap:
                await Resend(entity, batch);
                break;
            default:
                await StorePoison(entity, batch.Items, "The entity is not registered: register it, then send its observations again.");
                entity.IsHalted = false;
                Due.Set(entity, null);
                break;
        }
    }

    private void Take(RouterEntity entity, ObserveBatch batch, ObserveReply reply)
    {
        if (batch.Items.Count > 0)
        {
            entity.PreviousOffset = batch.Ahead is null ? batch.Items[^1].Offset : reply.Applied;
            entity.Done = Math.Max(entity.Done, reply.Applied);
        }

        var due = reply.NextDue;
        if (due <= (batch.Ahead?.Now ?? batch.Tick))
        {
            logger.LogError("{Entity} asked at {Now} to be called at {Due}, which has passed: the call is dropped.", entity.Id, batch.Ahead?.Now ?? batch.Tick, due);
            due = null;
        }

        entity.IsHalted = due <= batch.Ahead?.Until;
        if (reply.IsSilence && batch.Items.Count > 0 && due <= Now)
        {
            due = Now + backfillPatience; // It sends what it kept: more is on its way.
        }

        Due.Set(entity, due);
    }

    /// <summary>The entity lost what was not yet flushed: it gets everything since the checkpoint again.</summary>
    private async Task Resend(RouterEntity entity, ObserveBatch batch)
    {
        var items = new List<LoggedObservation>();
        var until = batch.Items.Count > 0 ? batch.Items[^1].Offset : entity.PreviousOffset;
        for (var after = CheckpointOffset; after < until;)
        {
            var slice = await log.Read(Partition, after, 10_000);
            if (slice.Items.Count == 0)
            {
                break;
            }

            for (var i = 0; i < slice.Items.Count && slice.FirstOffset + i <= until; i++)
            {
                var item = slice.Items[i].Span;
                if (ReferenceEquals(EntityOf(item), entity))
                {
                    items.Add(new LoggedObservation(slice.FirstOffset + i, Codec.Decode(item, entity.Id)));
                }
            }

            after = slice.LastOffset;
        }

        logger.LogInformation("{Entity} had lost observations; {Count} were sent again.", entity.Id, items.Count);
        var again = new ObserveBatch { Items = items, Tick = batch.Tick, Now = Now, Ahead = Ahead };
        var reply = await entity.Grain.Observe(again);
        if (reply.Outcome != ObserveOutcome.Taken || reply.Applied < entity.PreviousOffset)
        {
            throw new TimeoutException($"{entity.Id} answered {reply.Outcome} at {reply.Applied} to all its observations since the checkpoint; the partition begins again from there.");
        }

        Take(entity, again, reply);
    }

    /// <summary>Finds the item that the entity fails on, by sending one at a time.</summary>
    private async Task SetAside(RouterEntity entity, ObserveBatch batch, Exception fault)
    {
        logger.LogError(fault, "{Entity} failed on an observation; its items are tried one by one.", entity.Id);
        foreach (var item in batch.Items)
        {
            LoggedObservation[] one = [item];
            var single = new ObserveBatch { PreviousOffset = entity.PreviousOffset, Items = one, Now = Now, Ahead = batch.Ahead };
            ObserveReply reply;
            try
            {
                reply = await entity.Grain.Observe(single);
            }
#pragma warning disable CA1031 // As above.
            catch (Exception again) when (!Faults.IsEnvironment(again))
#pragma warning restore CA1031
            {
                await StorePoison(entity, one, $"{again.GetType().Name}: {again.Message}");
                continue;
            }

            await HandleReply(entity, single, reply); // Outside of the try: what a resend fails on is not this item's fault.
            if (entity.Done < item.Offset)
            {
                break; // It found something earlier, ahead of the clock; the rest waits.
            }
        }
    }

    private async Task StorePoison(RouterEntity entity, IReadOnlyList<LoggedObservation> items, string reason)
    {
        var buffer = new byte[ObservationCodec.LongestItem];
        foreach (var item in items)
        {
            var length = Codec.Encode(item.Observation, buffer);
            await log.StorePoison(new PoisonItem(Partition, item.Offset, entity.Id, reason, buffer.AsMemory(0, length).ToArray()));
            entity.Done = item.Offset;
            Poisoned++;
        }
    }
}
