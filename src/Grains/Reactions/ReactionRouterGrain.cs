using CityActors.Commits;
using CityActors.Facts;
using CityActors.Observations;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace CityActors.Reactions;

/// <summary>Reads one partition of the fact log and gives each fact to the grains that must know it. <see cref="Lanes"/> decides what goes when.</summary>
/// <remarks>Reentrant: a grain that answers slowly holds up its own letters only.</remarks>
[GrainType("reaction-router"), Reentrant]
internal sealed class ReactionRouterGrain(
    IFactLog log, IReactionPositions table, TimeProvider time, ILocalSiloDetails silo, ILogger<ReactionRouterGrain> logger)
    : PartitionGrain(time, silo, logger), IReactionRouterGrain
{
    private const int FactsAtOnce = 500;
    private const int MostWaiting = 4 * FactsAtOnce;
    private const int CallsAtOnce = 64;
    private static readonly TimeSpan BetweenCheckpoints = TimeSpan.FromSeconds(5);

    private Lanes lanes = null!;
    private long lastBefore;
    private int calls;
    private bool isReading;
    private bool hasGrown;
    private Task saving = Task.CompletedTask;
    private DateTimeOffset savedAt;
    private long savedCursor;

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await base.OnActivateAsync(cancellationToken);
        lastBefore = await log.LastSequence(); // What is appended later was delivered by nobody before.
        var position = await table.Read(Partition);
        lanes = new Lanes(Partition);
        lanes.Restore(position, await ReadHeld(position));
        (savedCursor, savedAt) = (position.Cursor, Now);
        _ = LookEverySecond(Second, interleave: true);
    }

    /// <inheritdoc/>
    public override Task Wake()
    {
        hasGrown = true;
        return isReading || IsResting ? Task.CompletedTask : ReadOn();
    }

    /// <inheritdoc/>
    public override async Task Checkpoint()
    {
        await saving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        await (saving = Save());
    }

    /// <inheritdoc/>
    public Task<bool> Retry(long number, string target)
    {
        var isHeld = lanes.Retry(new LetterKey(number, target), Now);
        Deliver();
        return Task.FromResult(isHeld);
    }

    /// <inheritdoc/>
    public async Task<bool> Skip(long number, string target)
    {
        var isHeld = lanes.Skip(new LetterKey(number, target));
        Deliver();
        if (isHeld)
        {
            await Checkpoint(); // An operator's decision is durable before it is answered.
        }

        return isHeld;
    }

    /// <inheritdoc/>
    public Task<ReactionStatus> Status() => Task.FromResult(new ReactionStatus(Partition, lanes.Read, savedCursor, lanes.Waiting, lanes.HeldCount));

    /// <inheritdoc/>
    protected override async Task Look()
    {
        await Wake();
        Deliver();
        if (!IsResting && saving.IsCompleted && Now - savedAt >= BetweenCheckpoints)
        {
            savedAt = Now;
            await (saving = Save());
        }
    }

    private async Task ReadOn()
    {
        isReading = true;
        try
        {
            while (hasGrown && !IsResting && lanes.Waiting - lanes.HeldCount < MostWaiting)
            {
                hasGrown = false;
                var facts = await log.ReadPartition(Partition, lanes.Read, FactsAtOnce);
                foreach (var record in facts)
                {
                    Take(record);
                }

                hasGrown |= facts.Count == FactsAtOnce;
                Deliver();
            }
        }
        finally
        {
            isReading = false;
        }
    }

    private void Take(FactRecord record)
    {
        try
        {
            var fact = FactRecords.Read(record);
            lanes.Add(record.Sequence, fact, ReactionTable.Of(fact), isRepeat: record.Sequence <= lastBefore);
        }
#pragma warning disable CA1031 // A fact that this version cannot read, or whose targets cannot be named, must not stop those after it.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            logger.LogError(fault, "Fact {Id} (number {Number}) has reactions that cannot be delivered; they are skipped.", record.Id, record.Sequence);
            lanes.Pass(record.Sequence);
        }
    }

    private void Deliver()
    {
        while (!IsResting && calls < CallsAtOnce && lanes.Next(Now) is { } delivery)
        {
            calls++;
            _ = Deliver(delivery);
        }
    }

    private async Task Deliver(Delivery delivery)
    {
        try
        {
            var failures = await GrainFactory.GetGrain<ICityGrain>(GrainId.Parse(delivery.Target)).React(delivery.Letters);
            foreach (var failure in failures)
            {
                logger.LogError("{Target} failed on fact {Number}; its lane waits: {Error}", delivery.Target, failure.Number, failure.Error);
            }

            lanes.Delivered(delivery, failures, Now);
        }
#pragma warning disable CA1031 // Whatever it was, the letters are not delivered; the lanes send them again.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            logger.LogWarning(fault, "{Count} facts could not be delivered to {Target}; trying again.", delivery.Letters.Count, delivery.Target);
            lanes.Failed(delivery, $"{fault.GetType().Name}: {fault.Message}", Faults.IsEnvironment(fault), Now);
        }

        calls--;
        Deliver();
        if (hasGrown && !isReading && !IsResting)
        {
            await ReadOn();
        }
    }

    private async Task Save()
    {
        var checkpoint = lanes.Checkpoint();
        if (checkpoint.Cursor == savedCursor && checkpoint is { Held.Count: 0, Released.Count: 0 })
        {
            return;
        }

        await table.Save(Partition, checkpoint.Cursor, checkpoint.Held, checkpoint.Released);
        lanes.Stored(checkpoint);
        savedCursor = checkpoint.Cursor;
    }

    private async Task<IReadOnlyDictionary<long, CityFact>> ReadHeld(ReactionPosition position)
    {
        var facts = new Dictionary<long, CityFact>();
        foreach (var number in position.Held.Select(static held => held.Number).Distinct())
        {
            if (await log.ReadPartition(Partition, number - 1, 1) is [var record] && record.Sequence == number)
            {
                facts[number] = FactRecords.Read(record);
            }
        }

        return facts;
    }
}
