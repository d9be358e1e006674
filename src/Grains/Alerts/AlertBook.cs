using CityActors.Facts;
using CityActors.Places;

namespace CityActors.Alerts;

/// <summary>The alerts of one entity: at most one open for each kind and zone, and the last ended ones. Part of the entity's state.</summary>
/// <remarks>Every change leaves a fact in the list given; both are stored in one write by the owner.</remarks>
[GenerateSerializer, Alias("alert-book")]
public sealed class AlertBook
{
    private const int EndedKept = 16;
    private const int CommandsKept = 32;

    /// <summary>Alerts not yet cleared, oldest first.</summary>
    [Id(0)] public List<Alert> Open { get; set; } = [];

    /// <summary>The last 16 that ended, oldest first.</summary>
    [Id(1)] public List<Alert> Ended { get; set; } = [];

    /// <summary>Episodes so far, by <c>kind.zone</c>.</summary>
    [Id(2)] public SortedDictionary<string, int> Episodes { get; set; } = [];

    /// <summary>The last 32 commands that changed something, as <c>alert commandId</c>.</summary>
    [Id(3)] public List<string> Commands { get; set; } = [];

    /// <summary>Ladder steps taken already, as <c>alert step</c>; those of open alerts only.</summary>
    [Id(4)] public List<string> Ladder { get; set; } = [];

    /// <summary>An alert of this entity, or null: unknown, or ended long ago.</summary>
    public Alert? Find(string alertId) =>
        Open.Find(alert => alert.Id == alertId) ?? Ended.Find(alert => alert.Id == alertId);

    /// <summary>Opens or ends what a detector found.</summary>
    /// <returns>True where something changed.</returns>
    internal bool Apply(Finding finding, EntityCard card, AlertOptions options, IList<CityFact> facts)
    {
        var open = Open.Find(alert => alert.Kind == finding.Kind && alert.Zone == finding.Zone);
        switch (finding.Act)
        {
            case FindingAct.Open when open is null:
                Begin(finding, card, options, facts);
                return true;
            case FindingAct.Clear when open is not null && AlertRules.ClearsByItself(open):
                Put(AlertRules.End(open, finding.At, "system", finding.Why.English), facts);
                return true;
            default:
                return false;
        }
    }

    /// <summary>Applies an officer's command; a repeated one changes nothing and gets the alert as it stands.</summary>
    internal AlertReply Handle(string alertId, AlertCommand command, IList<CityFact> facts)
    {
        if (Find(alertId) is not { } alert)
        {
            return new AlertReply(null, new Refusal("unknown-alert", $"There is no alert {alertId}, or it ended long ago.", $"没有告警{alertId}，或早已结束。"));
        }

        var mark = $"{alertId} {command.CommandId}";
        if (command.CommandId.Length > 0 && Commands.Contains(mark))
        {
            return new AlertReply(alert, null);
        }

        var reply = AlertRules.Apply(alert, command);
        if (reply is { Refusal: null, Alert: { } changed })
        {
            Put(changed, facts);
            Keep(Commands, mark, CommandsKept);
        }

        return reply;
    }

    /// <summary>Ends an alert because its order ended.</summary>
    internal bool OrderEnded(string alertId, string orderId, string actor, string reason, DateTimeOffset at, IList<CityFact> facts)
    {
        var alert = Open.Find(open => open.Id == alertId && (open.Order.Length == 0 || open.Order == orderId));
        if (alert is null)
        {
            return false;
        }

        Put(AlertRules.End(alert with { Order = orderId }, at, actor, reason), facts);
        return true;
    }

    /// <summary>Notes the order that follows an alert, as its second version, also in what is still to be told about it.</summary>
    /// <param name="opening">The fact that opened the alert; the new fact is told right after it.</param>
    internal void SetOrder(AlertChanged opening, string orderId, IList<CityFact> facts)
    {
        if (Find(opening.Subject) is not { Order: "" } alert)
        {
            return;
        }

        Replace(alert with { Order = orderId, Version = Math.Max(alert.Version, 2) });
        for (var i = 0; i < facts.Count; i++)
        {
            if (facts[i] is AlertChanged later && later.Subject == alert.Id && later.Version > 2)
            {
                facts[i] = later with { Alert = later.Alert with { Order = orderId } };
            }
        }

        var ordered = opening.Alert with { Order = orderId, Version = 2 };
        facts.Insert(facts.IndexOf(opening) + 1, FactOf(ordered));
    }

    /// <summary>Notes that a ladder step was taken; false where it was already, or where nobody waits for it any more.</summary>
    internal bool TakeStep(string alertId, string step)
    {
        var mark = $"{alertId} {step}";
        var isWanted = Open.Exists(alert => alert.Id == alertId && alert.AcknowledgedAt is null) && !Ladder.Contains(mark);
        if (isWanted)
        {
            Ladder.Add(mark);
        }

        return isWanted;
    }

    private void Begin(Finding finding, EntityCard card, AlertOptions options, IList<CityFact> facts)
    {
        var name = $"{finding.Kind}.{finding.Zone}";
        var episode = Episodes.GetValueOrDefault(name) + 1;
        Episodes[name] = episode;
        Put(new Alert
        {
            Id = $"{card.Id}.{name}.{episode}",
            Entity = card.Id,
            Kind = finding.Kind,
            Zone = finding.Zone,
            Episode = episode,
            State = AlertState.Open,
            Priority = options.PriorityOf(finding.Kind),
            OpenedAt = finding.At,
            ChangedAt = finding.At,
            Explanation = finding.Why,
            Cell = card.Cell,
            Position = card.Position,
            Drill = card.Drill,
            Version = 1,
        }, facts);
    }

    private void Put(Alert alert, IList<CityFact> facts)
    {
        var place = Open.FindIndex(open => open.Id == alert.Id);
        if (alert.State == AlertState.Cleared)
        {
            Open.RemoveAt(place);
            Keep(Ended, alert, EndedKept);
            Ladder.RemoveAll(mark => mark.StartsWith($"{alert.Id} ", StringComparison.Ordinal));
        }
        else if (place < 0)
        {
            Open.Add(alert);
        }
        else
        {
            Open[place] = alert;
        }

        facts.Add(FactOf(alert));
    }

    private void Replace(Alert alert)
    {
        var list = alert.State == AlertState.Cleared ? Ended : Open;
        list[list.FindIndex(other => other.Id == alert.Id)] = alert;
    }

    private static AlertChanged FactOf(Alert alert) =>
        new() { Subject = alert.Id, Version = alert.Version, At = alert.ChangedAt, Area = alert.Cell, Alert = alert };

    private static void Keep<T>(List<T> list, T item, int most)
    {
        list.Add(item);
        if (list.Count > most)
        {
            list.RemoveAt(0);
        }
    }
}
