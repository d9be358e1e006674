using System.Diagnostics.CodeAnalysis;

namespace Orleans.Runtime;

/// <summary>A timer of one activation; its ticks are calls to the grain.</summary>
public interface IGrainTimer : IDisposable
{
    /// <summary>Sets when the timer ticks next and how long after the end of a tick it ticks again.</summary>
    /// <param name="dueTime">From now; <see cref="Timeout.InfiniteTimeSpan"/> means never.</param>
    /// <param name="period">From the end of a tick; <see cref="Timeout.InfiniteTimeSpan"/> means only once.</param>
    void Change(TimeSpan dueTime, TimeSpan period);
}

/// <summary>How a grain timer ticks.</summary>
public readonly struct GrainTimerCreationOptions()
{
    /// <summary>Creates options.</summary>
    /// <param name="dueTime">When the timer ticks first.</param>
    /// <param name="period">How long after the end of a tick it ticks again.</param>
    [SetsRequiredMembers]
    public GrainTimerCreationOptions(TimeSpan dueTime, TimeSpan period)
        : this()
    {
        DueTime = dueTime;
        Period = period;
    }

    /// <summary>Gets when the timer ticks first.</summary>
    public required TimeSpan DueTime { get; init; }

    /// <summary>Gets how long after the end of a tick the timer ticks again.</summary>
    public required TimeSpan Period { get; init; }

    /// <summary>Gets a value indicating whether ticks may interleave with calls and other ticks. Default false.</summary>
    public bool Interleave { get; init; }

    /// <summary>Gets a value indicating whether a tick keeps the activation from being idle. Default false.</summary>
    public bool KeepAlive { get; init; }
}
