using CityActors.Responders;
using CityActors.WorkOrders;
using Microsoft.Extensions.Logging;

namespace CityActors.Dispatch;

/// <content>The work between calls: rounds, words to others, and the deadline in the due-book.</content>
internal sealed partial class DispatchGrain
{
    private const int LanesAtOnce = 32;
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private IGrainTimer? timer;
    private bool isScheduled;
    private bool isWorking;
    private TimeSpan pause;

    private void ScheduleWork(TimeSpan due)
    {
        if (isScheduled)
        {
            return;
        }

        isScheduled = true;
        if (isWorking)
        {
            return; // The end of the work begun schedules it.
        }

        StartTimer(due);
    }

    private void StartTimer(TimeSpan due)
    {
        if (timer is null)
        {
            timer = this.RegisterGrainTimer(
                static (self, _) => self.Work(),
                this,
                new GrainTimerCreationOptions(due, Timeout.InfiniteTimeSpan) { Interleave = true, KeepAlive = true });
        }
        else
        {
            timer.Change(due, Timeout.InfiniteTimeSpan);
        }
    }

    private async Task Work()
    {
        isScheduled = false;
        isWorking = true;
        var isAllDone = false;
        try
        {
            await DecideRound();
            isAllDone = await TellAll();
            isAllDone &= await Attempt(deadline.Keep, "its deadline in the due-book");
        }
#pragma warning disable CA1031 // Whatever a round failed on, the district must go on dispatching; it is tried again after a pause.
        catch (Exception fault) when (!writer.IsBroken)
#pragma warning restore CA1031
        {
            logger.LogError(fault, "A round of {Dispatch} failed; trying again.", this.GetPrimaryKeyString());
        }
        finally
        {
            isWorking = false;
        }

        pause = isAllDone ? TimeSpan.Zero : TimeSpan.FromTicks(Math.Clamp(pause.Ticks * 2, TimeSpan.TicksPerSecond, LongestPause.Ticks));
        if (isScheduled || !isAllDone)
        {
            isScheduled = true;
            StartTimer(isAllDone ? options.Value.RoundDelay : pause);
        }
    }

    // A round that could not be stored must not be lived with, either: the next activation begins from the disk.
    private async Task DecideRound()
    {
        try
        {
            if (book.IsAsking)
            {
                book.Round(clock.GetUtcNow());
                await writer.Save();
            }
            else
            {
                await writer.Settled(); // Nothing is told before what it follows from is stored.
            }
        }
        finally
        {
            if (writer.IsBroken)
            {
                DeactivateOnIdle();
            }
        }
    }

    // Words of one order keep their order; those of different orders do not wait for one another.
    private async Task<bool> TellAll()
    {
        var isAllTold = true;
        while (isAllTold && book.Pending.Count > 0)
        {
            string[] orders = [.. book.Pending.Select(word => word.Order).Distinct(StringComparer.Ordinal)]; // What is told leaves the list meanwhile, and more may come.
            foreach (var lanes in orders.Chunk(LanesAtOnce))
            {
                var told = await Task.WhenAll(lanes.Select(order => Attempt(() => TellLane(order), $"what was decided about {order}")));
                isAllTold &= Array.TrueForAll(told, done => done);
            }
        }

        return isAllTold;
    }

    private async Task TellLane(string order)
    {
        while (book.Pending.FirstOrDefault(word => word.Order == order) is { } word)
        {
            await Tell(word);
            book.Told(word);
        }
    }

    private async Task Tell(DispatchWord word)
    {
        switch (word)
        {
            case { Assign: { } assign }:
                var reply = await GrainFactory.GetGrain<IWorkOrderGrain>(word.Order).Handle(assign);
                if (reply.Refusal is { } refusal)
                {
                    logger.LogInformation("{Order} refused {Command}: {Reason}", word.Order, assign.CommandId, refusal.English);
                    book.Refused(word);
                    ScheduleWork(options.Value.RoundDelay); // Whoever was kept for it may serve another now.
                }

                break;
            case { Offer: { } offer }:
                await GrainFactory.GetGrain<IResponderGrain>(word.Responder).Offer(offer);
                break;
            default:
                await GrainFactory.GetGrain<IResponderGrain>(word.Responder).Release(word.Order, word.At);
                break;
        }
    }

    private async Task<bool> Attempt(Func<Task> step, string what)
    {
        try
        {
            await step();
            return true;
        }
#pragma warning disable CA1031 // Whatever a receiver threw, the word is not acknowledged and is told again.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            logger.LogWarning(failure, "{Grain} could not tell {What}; trying again.", this.GetGrainId(), what);
            return false;
        }
    }
}
