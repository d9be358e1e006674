namespace CityActors.Alerts;

/// <summary>What was found before and what is found now: the episodes that begin, end or never were. Pure.</summary>
internal static class LateEvidence
{
    /// <summary>Why an alert is withdrawn.</summary>
    public const string Reason = "late-evidence";

    private const string Rule = "late-evidence";
    private static readonly Explanation Withdrawn = new(Reason, Reason, Rule);

    /// <summary>What has to be corrected, by kind and zone, in the order of time.</summary>
    public static IReadOnlyList<Finding> Corrections(IReadOnlyList<Finding> before, IReadOnlyList<Finding> now)
    {
        if (before.SequenceEqual(now))
        {
            return [];
        }

        var corrections = new List<Finding>();
        foreach (var (kind, zone) in before.Concat(now).Select(static found => (found.Kind, found.Zone)).Distinct().Order())
        {
            Pair(Episodes(before, kind, zone), Episodes(now, kind, zone), kind, zone, corrections);
        }

        return corrections;
    }

    private static List<Seen> Episodes(IReadOnlyList<Finding> findings, string kind, string zone)
    {
        var episodes = new List<Seen>();
        foreach (var found in findings.Where(found => found.Kind == kind && found.Zone == zone && found.Act != FindingAct.Recognise))
        {
            if (found.Act == FindingAct.Open)
            {
                episodes.Add(new Seen(found, found, null));
                continue;
            }

            if (episodes is not [.., { End: null }])
            {
                episodes.Add(default); // It began before.
            }

            episodes[^1] = found.Act == FindingAct.Level ? episodes[^1] with { Graded = found } : episodes[^1] with { End = found };
        }

        return episodes;
    }

    // Episodes that overlap are the same one, seen better now.
    private static void Pair(
        List<Seen> before, List<Seen> now, string kind, string zone, List<Finding> corrections)
    {
        var (old, fresh) = (0, 0);
        if (IsGoingOn(before) != IsGoingOn(now))
        {
            // The one that was open before all this ended in one view only.
            var was = IsGoingOn(before) ? Span(before[old++]) : new Episode(null, null);
            var found = IsGoingOn(now) ? now[fresh++] : default;
            corrections.Add(Correct(kind, zone, was, Span(found), found.End, found.Graded));
        }

        while (old < before.Count || fresh < now.Count)
        {
            var was = old < before.Count ? Span(before[old]) : null;
            var found = fresh < now.Count ? Span(now[fresh]) : null;
            if (was is not null && found is not null && Overlap(was, found))
            {
                if (was != found)
                {
                    corrections.Add(Correct(kind, zone, was, found, was.From != found.From ? now[fresh].Opening ?? now[fresh].End : now[fresh].End, now[fresh].Said));
                }

                (old, fresh) = (old + 1, fresh + 1);
            }
            else if (found is null || (was is not null && was.From < found.From))
            {
                corrections.Add(Correct(kind, zone, was, null, null, null));
                old++;
            }
            else
            {
                corrections.Add(Correct(kind, zone, null, found, now[fresh].Opening, now[fresh].Said));
                fresh++;
            }
        }
    }

    private static bool IsGoingOn(List<Seen> episodes) => episodes is [{ Opening: null }, ..];

    private static Episode Span(Seen found) => new(found.Opening?.At, found.End?.At, found.Graded?.Level ?? 0);

    private static bool Overlap(Episode a, Episode b) =>
        (a.From ?? DateTimeOffset.MinValue) <= (b.To ?? DateTimeOffset.MaxValue) && (b.From ?? DateTimeOffset.MinValue) <= (a.To ?? DateTimeOffset.MaxValue);

    private static Finding Correct(string kind, string zone, Episode? was, Episode? found, Finding? why, Finding? graded) => new(
        kind, zone, FindingAct.Correct, found?.To ?? found?.From ?? was?.To ?? was?.From ?? default, why?.Why ?? graded?.Why ?? Withdrawn, was, found, graded?.Level ?? 0, graded?.Terms, why?.Since, why?.Value ?? 0, graded?.Sends);

    /// <summary>An episode as findings tell it.</summary>
    /// <param name="Opening">Its beginning, or null: it began before.</param>
    /// <param name="Graded">What last said at which level it is, or null: nothing did.</param>
    /// <param name="End">Its end, or null: it goes on.</param>
    private readonly record struct Seen(Finding? Opening, Finding? Graded, Finding? End)
    {
        /// <summary>What last said how severe it is and what follows.</summary>
        public Finding? Said => Graded ?? Opening;
    }
}
