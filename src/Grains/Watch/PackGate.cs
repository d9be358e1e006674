using CityActors.Alerts;
using CityActors.Packs.Switches;

namespace CityActors.Watch;

/// <summary>What becomes of the findings of detectors that are code, where the pack that declares their alerts is off: nothing begins, and what is open ends. Pure.</summary>
internal static class PackGate
{
    /// <summary>The findings that count.</summary>
    /// <param name="things">Which packs are on where.</param>
    /// <param name="findings">What the detector says.</param>
    /// <param name="cell">Where it says it.</param>
    public static IReadOnlyList<Finding> Pass(CityThings things, IReadOnlyList<Finding> findings, string cell)
    {
        var passed = new List<Finding>(findings.Count);
        foreach (var finding in findings)
        {
            if (things.SpansOf(finding.Kind, cell) is not { } spans || finding.Act == FindingAct.Clear)
            {
                passed.Add(finding);
            }
            else if (finding.Act != FindingAct.Correct)
            {
                passed.AddRange(IsOn(spans, finding.At) ? [finding] : Array.Empty<Finding>());
            }
            else if (Corrected(finding, spans) is { } correction)
            {
                passed.Add(correction);
            }
        }

        return passed;
    }

    /// <summary>The next instant at which an open alert ends because its pack is off, UTC, or null.</summary>
    public static DateTimeOffset? NextOff(CityThings things, AlertBook book, string cell)
    {
        var next = default(DateTimeOffset?);
        foreach (var alert in book.Open)
        {
            next = OffAfter(things, alert, cell) is { } off && !(next <= off) ? off : next;
        }

        return next;
    }

    /// <summary>The ends of open alerts whose packs are off by a time.</summary>
    public static IEnumerable<Finding> Ends(CityThings things, AlertBook? book, string cell, DateTimeOffset upTo)
    {
        foreach (var alert in book?.Open ?? [])
        {
            if (OffAfter(things, alert, cell) is { } off && off <= upTo)
            {
                yield return new Finding(alert.Kind, alert.Zone, FindingAct.Clear, off, Handover.PackOff);
            }
        }
    }

    private static DateTimeOffset? OffAfter(CityThings things, Alert alert, string cell)
    {
        if (!AlertRules.ClearsByItself(alert) || things.SpansOf(alert.Kind, cell) is not { } spans)
        {
            return null;
        }

        foreach (var span in spans)
        {
            if (span.Digest is null && span.From > alert.OpenedAt)
            {
                return span.From;
            }
        }

        return null;
    }

    // An episode that is seen now to have begun while the pack was off is none; one that went on into such a time ended with it.
    private static Finding? Corrected(Finding finding, IReadOnlyList<PackSpan> spans)
    {
        if (finding.Now is not { From: { } from } now)
        {
            return finding;
        }

        if (!IsOn(spans, from))
        {
            return finding.Was is null ? null : finding with { Now = null };
        }

        var off = spans.Where(span => span.Digest is null && span.From > from).Select(static span => (DateTimeOffset?)span.From).FirstOrDefault();
        return now.To > off ? finding with { Now = now with { To = off } } : finding;
    }

    private static bool IsOn(IReadOnlyList<PackSpan> spans, DateTimeOffset at) => spans.Last(span => span.From <= at).Digest is not null;
}
