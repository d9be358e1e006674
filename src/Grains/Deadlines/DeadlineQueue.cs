using CityActors.Commits;

namespace CityActors.Deadlines;

/// <summary>The deadlines that are due, and whose turn it is: in order, one per owner at a time; an owner that failed waits a while.</summary>
/// <remarks>Pure: time comes with the calls. The partition's grain, replay and simulation use the same.</remarks>
internal sealed class DeadlineQueue
{
    private readonly SortedSet<Deadline> waiting = new(Deadline.InOrder);
    private readonly HashSet<string> busy = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (DateTimeOffset Until, int Attempts)> paused = new(StringComparer.Ordinal);

    /// <summary>How many are known and not yet handled.</summary>
    public int Count => waiting.Count;

    /// <summary>When an owner that failed is called again, or null: none waits for that.</summary>
    public DateTimeOffset? NextAt => paused.Count == 0 ? null : paused.Values.Min(static pause => pause.Until);

    /// <summary>When the first one after a time is due, or null.</summary>
    public DateTimeOffset? After(DateTimeOffset time) =>
        waiting.Count == 0 || waiting.Max!.Due <= time ? null : waiting.GetViewBetween(new Deadline("", "", time.AddTicks(1)), waiting.Max!).Min?.Due;

    /// <summary>Adds one; adding it again changes nothing.</summary>
    public void Add(Deadline deadline) => waiting.Add(deadline);

    /// <summary>The next call to make, or null: none at this time. It must be answered by <see cref="Done"/> or <see cref="Failed"/>.</summary>
    public Deadline? Next(DateTimeOffset now)
    {
        foreach (var deadline in waiting)
        {
            if (deadline.Due > now)
            {
                return null;
            }

            if (!busy.Contains(deadline.Owner) && !(paused.TryGetValue(deadline.Owner, out var pause) && pause.Until > now))
            {
                busy.Add(deadline.Owner);
                return deadline;
            }
        }

        return null;
    }

    /// <summary>The owner has handled it.</summary>
    public void Done(Deadline deadline)
    {
        waiting.Remove(deadline);
        busy.Remove(deadline.Owner);
        paused.Remove(deadline.Owner);
    }

    /// <summary>The owner could not handle it: it is called again later, and its later deadlines stay behind this one.</summary>
    public void Failed(Deadline deadline, bool isEnvironment, DateTimeOffset now)
    {
        busy.Remove(deadline.Owner);
        var attempts = paused.GetValueOrDefault(deadline.Owner).Attempts + 1;
        paused[deadline.Owner] = (now + RetryPause.After(attempts, isEnvironment), attempts);
    }
}
