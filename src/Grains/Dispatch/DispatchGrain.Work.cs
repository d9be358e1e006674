using CityActors.Deadlines;
using CityActors.Responders;
using CityActors.WorkOrders;
using Microsoft.Extensions.Logging;

namespace CityActors.Dispatch;

/// <content>The work between calls: rounds, words to others, and the deadline in the due-book.</content>
internal sealed partial class DispatchGrain
{
    private const string WakeName = "wake";
    private const int LanesAtOnce = 32;
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private IGrainTimer? timer;
    private bool isScheduled;
    private bool isWorking;
    private TimeSpan pause;
    private int dueCalls;
    private DueEntry? bookedWake;

    private string Owner => this.GetGrainId().ToString();

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
            if (book.IsAsking)
            {
                book.Round(clock.GetUtcNow());
                await writer.Save();
            }

            isAllDone = await TellAll();
            isAllDone &= await Attempt(KeepDeadline, "its deadline in the due-book");
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

    // Words of one order keep their order; those of different orders do not wait for one another.
    private async Task<bool> TellAll()
    {
        var isAllTold = true;
        while (isAllTold && book.Pending.Count > 0)
        {
            var lanes = book.Pending.Select(word => word.Order).Distinct(StringComparer.Ordinal).Take(LanesAtOnce).ToArray();
            var told = await Task.WhenAll(lanes.Select(order => Attempt(() => TellLane(order), $"what was decided about {order}")));
            isAllTold = Array.TrueForAll(told, done => done);
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

    // Not while a deadline is being dealt with: its answer would be overtaken. The end of that schedules this again.
    private async Task KeepDeadline()
    {
        while (dueCalls == 0 && Wanted() is var wanted && wanted != bookedWake)
        {
            await Book(wanted);
        }
    }

    private async Task EnterBook()
    {
        if (bookedWake is null)
        {
            await Book(Wanted());
        }

        book.IsInBook = true;
        await writer.Save();
    }

    private async Task Book(DueEntry wanted)
    {
        await DueBooks.Of(GrainFactory, wanted.Owner).Set(wanted.Owner, [wanted]);
        bookedWake = wanted;
    }

    private DueEntry Wanted() => new(Owner, WakeName, book.NextWake());

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
            logger.LogWarning(failure, "{Grain} could not tell {What}; trying again.", Owner, what);
            return false;
        }
    }
}
