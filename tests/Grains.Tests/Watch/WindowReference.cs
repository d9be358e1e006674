using CityActors.Watch;

namespace CityActors.Tests.Watch;

/// <summary>What windows, silences and runs mean, in plain loops.</summary>
internal static class WindowReference
{
    public static List<string> Silences(IReadOnlyList<Sample> samples, TimeSpan limit)
    {
        var said = new List<string>();
        for (var i = 1; i < samples.Count; i++)
        {
            if (samples[i].At - samples[i - 1].At > limit)
            {
                said.Add(Tell(samples[i - 1].At + limit, TurnAct.Begin));
                said.Add(Tell(samples[i].At, TurnAct.End));
            }
        }

        return said;
    }

    /// <summary>Which readings repeat one value for too long; a silence breaks a run that is not too long yet.</summary>
    public static (List<string> Said, bool[] IsStuck) Runs(IReadOnlyList<Sample> samples, TimeSpan limit, TimeSpan silence)
    {
        var (said, stuck, first) = (new List<string>(), new bool[samples.Count], 0);
        for (var i = 1; i < samples.Count; i++)
        {
            var isSame = samples[i].Value == samples[i - 1].Value;
            stuck[i] = isSame && (stuck[i - 1] || (samples[i].At - samples[i - 1].At <= silence && samples[i].At - samples[first].At >= limit));
            first = stuck[i] || (isSame && samples[i].At - samples[i - 1].At <= silence) ? first : i;
            if (stuck[i] != stuck[i - 1])
            {
                said.Add(Tell(samples[i].At, stuck[i] ? TurnAct.Begin : TurnAct.End));
            }
        }

        return (said, stuck);
    }

    /// <summary>Rises within a window; no window reaches over a silence or what was stuck.</summary>
    public static List<string> Rises(IReadOnlyList<Sample> samples, decimal by, TimeSpan within, TimeSpan silence, IReadOnlyList<bool>? stuck = null, double atLeast = double.MinValue)
    {
        var (said, until) = (new List<string>(), default(DateTimeOffset?));
        for (var i = 0; i < samples.Count; i++)
        {
            if (stuck?[i] == true)
            {
                continue;
            }

            var lowest = samples[i].Value;
            for (var j = i - 1; j >= 0 && samples[i].At - samples[j].At <= within && stuck?[j] != true && samples[j + 1].At - samples[j].At <= silence; j--)
            {
                lowest = Math.Min(lowest, samples[j].Value);
            }

            var shows = (decimal)samples[i].Value - (decimal)lowest >= by && samples[i].Value >= atLeast;
            if (until is { } over && (samples[i].At > over || !shows))
            {
                said.Add(Tell(samples[i].At > over ? over : samples[i].At, TurnAct.End));
                until = null;
            }

            said.AddRange(shows && until is null ? [Tell(samples[i].At, TurnAct.Signal)] : []);
            until = shows ? samples[i].At + within : null;
        }

        return said;
    }

    /// <summary>At each reading the sum of those of a window whose first instant is not in it.</summary>
    public static List<Sample> Sums(IReadOnlyList<Sample> samples, TimeSpan over)
    {
        var sums = new List<Sample>();
        for (var i = 0; i < samples.Count; i++)
        {
            var sum = 0m;
            for (var j = i; j >= 0 && samples[j].At > samples[i].At - over; j--)
            {
                sum += (decimal)samples[j].Value;
            }

            sums.Add(new Sample(samples[i].At, (double)sum));
        }

        return sums;
    }

    private static string Tell(DateTimeOffset at, TurnAct act) => $"{at.UtcDateTime:yyyy-MM-dd HH:mm} {act} 0";
}
