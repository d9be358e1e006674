using CityActors.Places;

namespace CityActors.Alerts;

/// <content>What came late shows that an episode was otherwise than it was found. What people have ended stays as they left it.</content>
public sealed partial record AlertBook
{
    private IReadOnlyList<AlertStep> Correct(Finding finding, EntityCard card, AlertOptions options) => (finding.Was, finding.Now) switch
    {
        (null, { From: { } from, To: var to }) => Insert(finding, from, to, card, options),
        ({ } was, var now) when Found(finding, was) is { } alert => Correct(alert, finding, was, now, card, options),
        _ => [], // Ended so long ago that it is forgotten.
    };

    private IReadOnlyList<AlertStep> Correct(Alert alert, Finding finding, Episode was, Episode? now, EntityCard card, AlertOptions options)
    {
        if (alert.State == AlertState.Cleared ? alert.Actor != System : !AlertRules.ClearsByItself(alert))
        {
            return [];
        }

        if (now is null)
        {
            return [Put(EndedBy(alert, alert.ClearedAt ?? alert.ChangedAt, LateEvidence.Reason))];
        }

        var from = was.From is null ? alert.OpenedAt : now.From ?? alert.OpenedAt;
        if (now.To is { } to)
        {
            var why = alert.State == AlertState.Cleared ? alert.Reason : finding.Why.English;
            return [Put(EndedBy(Graded(alert, finding, options) with { OpenedAt = from }, to, why))];
        }

        if (alert.State != AlertState.Cleared)
        {
            return [Put(Graded(alert, finding, options) with { OpenedAt = from, Version = alert.Version + 1 })];
        }

        // It was ended too soon, and perhaps its order with it: it is told anew.
        var withdrawn = Put(EndedBy(alert, alert.ClearedAt ?? alert.ChangedAt, LateEvidence.Reason));
        return [withdrawn, withdrawn.Book.Begin(finding with { Why = alert.Explanation, Sends = alert.Sends is null ? finding.Sends : null }, from, card, options)];
    }

    private IReadOnlyList<AlertStep> Insert(Finding finding, DateTimeOffset from, DateTimeOffset? to, EntityCard card, AlertOptions options)
    {
        if (to is null && OpenOf(finding) is not null)
        {
            return []; // Somebody kept the one before open: one at a time.
        }

        var begun = Begin(to is null ? finding : finding with { Sends = null }, from, card, options); // What is over needs nothing done.
        return to is { } end ? [begun, begun.Book.Put(EndedBy(begun.Changed!, end, finding.Why.English))] : [begun];
    }

    // An episode from before what can be judged again is told by its end, or is the open one.
    private Alert? Found(Finding finding, Episode was) => (was.From, was.To) switch
    {
        (null, null) => OpenOf(finding),
        (null, { } to) => Ended.LastOrDefault(alert => alert.Kind == finding.Kind && alert.Zone == finding.Zone && alert.ClearedAt == to),
        ({ } from, _) => Open.Concat(Ended.Reverse()).FirstOrDefault(alert =>
            alert.Kind == finding.Kind && alert.Zone == finding.Zone && alert.OpenedAt == from && alert.Reason != LateEvidence.Reason),
    };

    private static Alert EndedBy(Alert alert, DateTimeOffset at, string reason) => alert with
    {
        State = AlertState.Cleared,
        ClearedAt = at,
        ChangedAt = at > alert.ChangedAt ? at : alert.ChangedAt,
        Actor = System,
        Reason = reason,
        Version = alert.Version + 1,
    };
}
