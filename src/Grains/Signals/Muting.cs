using CityActors.Alerts;
using CityActors.Facts;

namespace CityActors.Signals;

/// <summary>
/// What a thing raises while something larger holds around it. Its detector finds what it always finds; what is of a muted kind is held back, and when the
/// larger thing is over it is raised only if it then goes on for as long again as it took to find. Pure.
/// </summary>
internal static class Muting
{
    /// <summary>Why an alert that was raised a moment too soon is withdrawn.</summary>
    public const string Reason = "muted";

    /// <summary>Whether a kind of alert is not raised now.</summary>
    public static bool IsMuted(PlaceTies ties, string kind) => MuteOf(ties, kind) is not null;

    /// <summary>Lets a finding through, holds it back, or drops what it ends.</summary>
    /// <returns>What is remembered, and the finding if it is to be decided now.</returns>
    public static (PlaceTies Ties, Finding? Passed) Pass(PlaceTies ties, Finding finding)
    {
        var held = Held(ties, finding.Kind, finding.Zone);
        return finding.Act switch
        {
            FindingAct.Open => Open(ties, finding),
            FindingAct.Level when held is not null => (Put(ties, held with { Finding = held.Finding with { Level = finding.Level, Terms = finding.Terms, Why = finding.Why } }), null),
            FindingAct.Clear when held is not null => (Drop(ties, held), null),
            FindingAct.Correct when finding is { Was: null, Now: { From: { } from, To: null } } => Open(ties, finding with { Act = FindingAct.Open, At = from, Now = null }),
            FindingAct.Correct when finding is { Was: null, Now: { From: { } from } } && SpanAt(ties, finding.Kind, from) is not null => (ties, null),
            FindingAct.Correct when held is not null && (finding.Was?.From is null || finding.Was.From == held.Finding.At) =>
                (finding.Now is { To: null } now ? Put(ties, held with { Finding = held.Finding with { At = now.From ?? held.Finding.At } }) : Drop(ties, held), null),
            _ => (ties, finding),
        };
    }

    /// <summary>Its own signals, or what holds around it, became otherwise: what is muted begins or ends.</summary>
    public static PlaceTies Change(PlaceTies before, PlaceTies after, DateTimeOffset at)
    {
        foreach (var kind in KindsOf(before).Union(KindsOf(after), StringComparer.Ordinal))
        {
            var (was, now) = (MuteOf(before, kind), MuteOf(after, kind));
            after = (was, now) switch
            {
                (null, { } mute) => Begin(after, kind, mute, at),
                ({ }, null) => End(after, kind, at),
                _ => after,
            };
        }

        return after;
    }

    /// <summary>What falls due: findings that went on for as long again.</summary>
    public static IEnumerable<HeldBack> Waiting(PlaceTies ties) => (ties.HeldBack ?? []).Where(static held => held.Due is not null);

    /// <summary>What was held back of a kind and zone, or null.</summary>
    public static HeldBack? Held(PlaceTies ties, string kind, string zone) =>
        ties.HeldBack?.FirstOrDefault(held => held.Finding.Kind == kind && held.Finding.Zone == zone);

    /// <summary>Without what was held back: it is raised, or over.</summary>
    public static PlaceTies Drop(PlaceTies ties, HeldBack held) => ties with { HeldBack = NullIfNone(ties.HeldBack?.Where(other => other != held)) };

    /// <summary>With something held back, in the place of what was held back of its kind and zone.</summary>
    public static PlaceTies Put(PlaceTies ties, HeldBack held) => ties with
    {
        HeldBack = [.. (ties.HeldBack ?? []).Where(other => other.Finding.Kind != held.Finding.Kind || other.Finding.Zone != held.Finding.Zone), held],
    };

    /// <summary>With a signal that it holds, or without.</summary>
    public static PlaceTies With(PlaceTies ties, string signal, DateTimeOffset? since) => ties with
    {
        Signals = NullIfNone((ties.Signals ?? []).Where(own => own.Name != signal).Concat(since is { } at ? [new OwnSignal(signal, at)] : [])),
    };

    /// <summary>With what holds around it, or without what is over.</summary>
    public static PlaceTies With(PlaceTies ties, PlaceMute mute) => ties with
    {
        Mutes = NullIfNone((ties.Mutes ?? []).Where(other => other.Rule != mute.Rule).Concat(mute.Until is null ? [mute] : [])),
    };

    /// <summary>What mutes a kind of alert now, or null.</summary>
    public static PlaceMute? MuteOf(PlaceTies ties, string kind) => ties.Mutes is null || ties.Signals is null ? null
        : ties.Mutes.FirstOrDefault(mute => mute.Kinds.Contains(kind) && ties.Signals.Any(own => own.Since >= mute.From && mute.Signals.Contains(own.Name)));

    /// <summary>Since when it shares in what mutes a kind.</summary>
    public static DateTimeOffset SharesSince(PlaceTies ties, PlaceMute mute) =>
        ties.Signals!.Where(own => own.Since >= mute.From && mute.Signals.Contains(own.Name)).Min(static own => own.Since);

    private static (PlaceTies Ties, Finding? Passed) Open(PlaceTies ties, Finding finding)
    {
        if (IsMuted(ties, finding.Kind))
        {
            return (Put(ties, new HeldBack(finding, null)), null);
        }

        var due = DueOf(ties, finding);
        return due is null || due <= finding.At ? (ties, finding) : (Put(ties, new HeldBack(finding, due)), null);
    }

    // What began before the end counts from the end, for as long as it took to find.
    private static DateTimeOffset? DueOf(PlaceTies ties, Finding finding) =>
        ties.Muted?.FirstOrDefault(span => span.Kind == finding.Kind)?.Until is { } end && finding.Since is { } since && since < end ? end + (finding.At - since) : null;

    private static PlaceTies Begin(PlaceTies ties, string kind, PlaceMute mute, DateTimeOffset at) => ties with
    {
        Muted = [.. Others(ties, kind), new MutedSpan(kind, mute.From < at ? mute.From : at, null)],
        HeldBack = ties.HeldBack?.Select(held => held.Finding.Kind == kind ? held with { Due = null } : held).ToArray(),
    };

    private static PlaceTies End(PlaceTies ties, string kind, DateTimeOffset at)
    {
        var from = ties.Muted?.FirstOrDefault(span => span.Kind == kind)?.From ?? at;
        var ended = ties with { Muted = [.. Others(ties, kind), new MutedSpan(kind, from, at)] };
        return ended with { HeldBack = ended.HeldBack?.Select(held => held.Finding.Kind == kind ? held with { Due = DueOf(ended, held.Finding) ?? at } : held).ToArray() };
    }

    private static MutedSpan? SpanAt(PlaceTies ties, string kind, DateTimeOffset at) =>
        ties.Muted?.FirstOrDefault(span => span.Kind == kind && span.From <= at && !(span.Until < at));

    private static IEnumerable<MutedSpan> Others(PlaceTies ties, string kind) => (ties.Muted ?? []).Where(span => span.Kind != kind);

    private static IEnumerable<string> KindsOf(PlaceTies ties) => (ties.Mutes ?? []).SelectMany(static mute => mute.Kinds);

    private static T[]? NullIfNone<T>(IEnumerable<T>? items) => items?.ToArray() is { Length: > 0 } some ? some : null;
}
