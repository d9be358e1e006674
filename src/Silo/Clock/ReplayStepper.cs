using CityActors.Observations;
using CityActors.Packs.Switches;
using CityActors.Reactions;
using CityActors.Watch;

namespace CityActors.Silo.Clock;

/// <summary>
/// Moves a replay from event to event. Entities run ahead, each to the first thing that it finds. At each instant: everything that was found, in
/// every partition; then what follows from it, letter by letter;
/// then the deadlines, one by one, each with what follows from it.
/// </summary>
/// <remarks>
/// What happens depends on the input alone, not on how it was cut into batches, nor on how often storage failed or the process was killed.
/// After a failure nobody knows what was stored of the last call, so everything that waits is read again, and the step continues where it was.
/// Callers take turns.
/// </remarks>
public sealed class ReplayStepper(
    ReplayClock clock,
    ReplayAgenda agenda,
    IReplayPosition position,
    ReplayStart start,
    IReactionPositions table,
    IObservationLog log,
    IGrainFactory grains,
    CityThings things,
    ILogger<ReplayStepper> logger)
{
    /// <summary>The most that entities have to be given again after a restart, in replayed time.</summary>
    private static readonly TimeSpan CheckpointEvery = TimeSpan.FromDays(1);

    /// <summary>How far entities run ahead of the clock: enough for long calls, and not so far that a call takes too long.</summary>
    private static readonly TimeSpan MostAhead = TimeSpan.FromHours(6);

    private readonly IObservationRouterGrain[] routers =
        [.. Enumerable.Range(0, Partitions.Count).Select(partition => grains.GetGrain<IObservationRouterGrain>(Partitions.RouterKey(partition)))];

    private readonly RouterStep[] steps = [.. Enumerable.Repeat(new RouterStep(null, -1), Partitions.Count)];
    private readonly HashSet<LetterKey> held = [];
    private readonly HashSet<(string Subject, string Target)> stopped = [];
    private DateTimeOffset horizon; // Everything up to then is in the log, and entities run ahead to it.
    private DateTimeOffset checkpointed = clock.GetUtcNow();
    private bool isBrokenOff;
    private PackBook? seen;

    /// <summary>A restart begins here: everything up to now is decided, with all its consequences. Whatever is repeated changes nothing.</summary>
    public DateTimeOffset Reached { get; private set; } = clock.GetUtcNow();

    /// <summary>Processes everything up to a time; completes when that is done and durable.</summary>
    public Task GoTo(DateTimeOffset to, CancellationToken cancellation) => Step(async () =>
    {
        AskAnewIfSwitched();
        await SettleNow(cancellation);
        await RunAhead(to);
        await SettleNow(cancellation);
        while (clock.GetUtcNow() < to)
        {
            clock.MoveTo(Next(horizon));
            await (clock.GetUtcNow() < horizon ? Observe(all: false) : RunAhead(to));
            await SettleNow(cancellation);
            Reached = clock.GetUtcNow();
            if (Reached - checkpointed >= CheckpointEvery)
            {
                await Checkpoint(to);
            }
        }

        await position.Write(Reached, to);
    });

    /// <summary>Carries out what follows from what was committed, and what is due, up to now.</summary>
    public Task Settle(CancellationToken cancellation) => Step(() => SettleNow(cancellation));

    private async Task Step(Func<Task> work)
    {
        try
        {
            if (isBrokenOff)
            {
                await Observe(all: true); // Before anything follows from what others observed at that instant.
                isBrokenOff = false;
            }

            await work();
        }
        catch
        {
            isBrokenOff = true;
            agenda.OutcomeUnknown();
            Array.Fill(steps, new RouterStep(null, -1));
            throw;
        }
    }

    // What entities said before packs were switched, or parameters set, they may say otherwise now.
    private void AskAnewIfSwitched()
    {
        if (!ReferenceEquals(seen, things.Book))
        {
            seen = things.Book;
            Array.Fill(steps, new RouterStep(null, -1));
        }
    }

    private Task RunAhead(DateTimeOffset to)
    {
        var most = clock.GetUtcNow() + MostAhead;
        horizon = most < to ? most : to;
        return Observe(all: true);
    }

    private async Task Fill()
    {
        foreach (var letter in await start.Fill(agenda))
        {
            held.Add(new LetterKey(letter.Number, letter.Target));
            stopped.Add((letter.Subject, letter.Target));
        }
    }

    private DateTimeOffset Next(DateTimeOffset to)
    {
        var next = agenda.NextAt() is { } at && at < to ? at : to;
        foreach (var step in steps)
        {
            next = step.Next < next ? step.Next.Value : next;
        }

        return next;
    }

    /// <summary>Decides everything observed up to now, in all partitions at once: none learns of another's before all have got there.</summary>
    private Task Observe(bool all)
    {
        var upTo = clock.GetUtcNow();
        return Task.WhenAll(Enumerable.Range(0, Partitions.Count).Where(partition => steps[partition].Next <= upTo || (all && HasMore(partition)))
            .Select(async partition => steps[partition] = await routers[partition].Step(upTo, horizon > upTo ? horizon : upTo)));
    }

    private bool HasMore(int partition) => steps[partition].Delivered != log.LastOffset(partition);

    private async Task SettleNow(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            if (!agenda.IsCertain)
            {
                await Fill();
            }

            var now = clock.GetUtcNow();
            if (agenda.NextLetter(now) is { } letter)
            {
                await Deliver(letter);
            }
            else if (agenda.NextDeadline() is { } deadline && deadline.Due <= now)
            {
                await GrainOf(deadline.Owner).Due(deadline);
            }
            else
            {
                return;
            }
        }

        cancellation.ThrowIfCancellationRequested();
    }

    private async Task Deliver(ReplayLetter letter)
    {
        var lane = (letter.Letter.Fact.Subject, letter.Target);
        if (stopped.Contains(lane))
        {
            await Hold(letter, "");
        }
        else if (await GrainOf(letter.Target).React([letter.Letter]) is [var failure])
        {
            logger.LogError("{Target} failed on fact {Number}; its lane stops: {Error}", letter.Target, letter.Number, failure.Error);
            await Hold(letter, failure.Error);
            stopped.Add(lane);
        }

        agenda.Done(letter);
    }

    /// <summary>In a replay there is no later in which to retry: the letter is dead at once and stops its lane.</summary>
    private async Task Hold(ReplayLetter letter, string error)
    {
        var key = new LetterKey(letter.Number, letter.Target);
        if (held.Contains(key))
        {
            return; // Its failure is stored already.
        }

        var partition = Partitions.OfOwner(letter.Target);
        await table.Save(partition, 0, [new HeldLetter
        {
            Number = letter.Number,
            Target = letter.Target,
            Subject = letter.Letter.Fact.Subject,
            Partition = partition,
            Attempts = 1,
            FailingSince = clock.GetUtcNow(),
            Error = error,
            IsDead = true,
        }], []);
        held.Add(key);
    }

    private ICityGrain GrainOf(string address) => grains.GetGrain<ICityGrain>(GrainId.Parse(address));

    private async Task Checkpoint(DateTimeOffset target)
    {
        var done = agenda.DoneUpTo;
        await Task.WhenAll(routers.Select(static router => router.Checkpoint()));
        await Task.WhenAll(Enumerable.Range(0, Partitions.Count).Select(partition => table.Save(partition, done, [], [])));
        checkpointed = Reached;
        await position.Write(Reached, target);
    }
}
