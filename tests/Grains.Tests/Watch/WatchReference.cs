using CityActors.Watch;

namespace CityActors.Tests.Watch;

/// <summary>What the rules mean, in plain loops over the whole series: every few minutes it is asked what was so all through the delays before.</summary>
internal static class WatchReference
{
    /// <summary>The value that stands at each step of a grid, or null: the thing is silent or stuck.</summary>
    public static List<Sample?> Standing(IReadOnlyList<Sample> samples, TimeSpan step, TimeSpan silence, IReadOnlyList<bool>? stuck = null)
    {
        var standing = new List<Sample?>();
        var i = -1;
        for (var at = samples[0].At; at <= samples[^1].At; at += step)
        {
            while (i + 1 < samples.Count && samples[i + 1].At <= at)
            {
                i++;
            }

            standing.Add(at - samples[i].At >= silence || stuck?[i] == true ? null : new Sample(at, samples[i].Value));
        }

        return standing;
    }

    /// <summary>Levels, up only: one is reached when the value was at it all through the on-delay, and left when it was below its end all through the off-delay.</summary>
    /// <remarks>While a schedule is closed nothing is reached, and there is no episode.</remarks>
    public static List<string> Levels(
        IReadOnlyList<Sample?> standing, DateTimeOffset first, TimeSpan step, int onSteps, int offSteps, IReadOnlyList<WatchLevel> levels, Func<DateTimeOffset, bool>? isOpen = null)
    {
        var (said, held, reached, left) = (new List<string>(), 0, new int[levels.Count], new int[levels.Count]);
        for (var i = 0; i < standing.Count; i++)
        {
            var isClosed = isOpen?.Invoke(first + (i * step)) == false;
            for (var level = 0; level < levels.Count; level++)
            {
                reached[level] = !isClosed && standing[i]?.Value >= levels[level].From ? reached[level] + 1 : 0;
                left[level] = standing[i]?.Value < levels[level].Until ? left[level] + 1 : 0;
            }

            var next = held;
            while (next > 0 && next == held && left[next - 1] > offSteps)
            {
                next = 0;
                for (var level = 0; level < held; level++)
                {
                    next = left[level] > offSteps ? next : level + 1;
                }
            }

            for (var level = held; level < levels.Count; level++)
            {
                next = reached[level] > onSteps ? level + 1 : next;
            }

            next = isClosed ? 0 : next;
            if (next != held)
            {
                var act = next == 0 ? TurnAct.End : held == 0 ? TurnAct.Begin : TurnAct.Level;
                said.Add($"{(first + (i * step)).UtcDateTime:yyyy-MM-dd HH:mm} {act} {(next == 0 ? 0 : levels[next - 1].Level)}");
                held = next;
            }
        }

        return said;
    }
}
