using Microsoft.Extensions.Logging;

namespace CityActors.Facts;

/// <summary>A grain's state that holds what is still to be told.</summary>
public interface ITellingState
{
    /// <summary>Facts stored with the state that they changed, oldest first, and not yet acknowledged by everybody.</summary>
    IList<CityFact> Untold { get; }
}

/// <summary>Tells a grain's stored facts, in order, until each was acknowledged.</summary>
/// <remarks>
/// Telling runs in a timer tick of its own that interleaves with requests, so that it never holds a turn and two grains
/// that tell each other cannot wait for one another. It writes nothing: a told fact leaves the list in memory and
/// leaves the disk with the grain's next write; told again after a crash, it is dropped by its id.
/// </remarks>
public sealed class Teller : IDisposable
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly IGrainBase grain;
    private readonly Func<ITellingState> state;
    private readonly Func<CityFact, Task> tell;
    private readonly ILogger logger;
    private IGrainTimer? timer;
    private TimeSpan pause;
    private bool running;

    /// <summary>Creates the teller of one grain.</summary>
    /// <param name="grain">The grain.</param>
    /// <param name="state">Its state as it is now.</param>
    /// <param name="tell">Tells one fact to everybody concerned; throws where anybody did not acknowledge it.</param>
    /// <param name="logger">Where failed attempts are told.</param>
    public Teller(IGrainBase grain, Func<ITellingState> state, Func<CityFact, Task> tell, ILogger logger)
    {
        this.grain = grain;
        this.state = state;
        this.tell = tell;
        this.logger = logger;
    }

    /// <summary>Begins telling if there is anything to tell. Call it after every write and on activation.</summary>
    public void Kick()
    {
        if (running || state().Untold.Count == 0)
        {
            return;
        }

        running = true;
        pause = TimeSpan.Zero;
        Schedule(TimeSpan.Zero);
    }

    /// <summary>Tells everything now and returns when all was acknowledged.</summary>
    /// <exception cref="Exception">A receiver's: the caller must try again later.</exception>
    public async Task Drain()
    {
        while (state().Untold is { Count: > 0 } untold)
        {
            var fact = untold[0];
            await tell(fact);
            untold = state().Untold;
            if (untold.Count > 0 && ReferenceEquals(untold[0], fact))
            {
                untold.RemoveAt(0);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => timer?.Dispose();

    private void Schedule(TimeSpan due)
    {
        if (timer is null)
        {
            timer = grain.RegisterGrainTimer(
                static (self, _) => self.Tick(),
                this,
                new GrainTimerCreationOptions(due, Timeout.InfiniteTimeSpan) { Interleave = true, KeepAlive = true });
        }
        else
        {
            timer.Change(due, Timeout.InfiniteTimeSpan);
        }
    }

    private async Task Tick()
    {
        try
        {
            await Drain();
            running = false;
            Kick();
        }
#pragma warning disable CA1031 // Whatever a receiver threw, the fact is not acknowledged and is told again.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            pause = pause == TimeSpan.Zero ? TimeSpan.FromSeconds(1) : TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, LongestPause.Ticks));
            logger.LogWarning(failure, "{Grain} could not tell a fact; trying again in {Pause}.", grain.GrainContext.GrainId, pause);
            Schedule(pause);
        }
    }
}
