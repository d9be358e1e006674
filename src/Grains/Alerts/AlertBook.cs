using System.Collections.Immutable;
using System.Text.Json.Serialization;
using CityActors.Places;

namespace CityActors.Alerts;

/// <summary>The alerts of one entity: at most one open for each kind and zone, and the last ended ones. Immutable; part of the entity's state.</summary>
[GenerateSerializer, Alias("alert-book")]
public sealed partial record AlertBook
{
    private const string System = "system";
    private const string RetiredReason = "retired";
    private const int EndedKept = 16;
    private const int CommandsKept = 32;

    /// <summary>No alert yet.</summary>
    public static AlertBook Empty { get; } = new();

    /// <summary>Alerts not yet cleared, oldest first.</summary>
    [Id(0)] public IReadOnlyList<Alert> Open { get; init; } = [];

    /// <summary>The last 16 that ended, oldest first.</summary>
    [Id(1)] public IReadOnlyList<Alert> Ended { get; init; } = [];

    /// <summary>Episodes so far, by <c>kind.zone</c>.</summary>
    [Id(2)] public ImmutableSortedDictionary<string, int> Episodes { get; init; } = ImmutableSortedDictionary.Create<string, int>(StringComparer.Ordinal);

    /// <summary>The last 32 commands of the city's own parts that changed something, as <c>alert commandId</c>.</summary>
    [Id(3)] public IReadOnlyList<string> Commands { get; init; } = [];

    /// <summary>Ladder steps taken already, as <c>alert receiver</c>; those of open alerts only.</summary>
    [Id(4)] public IReadOnlyList<string> Ladder { get; init; } = [];

    /// <summary>From how many merged orders an alert was handed on, by its id; none where from none.</summary>
    [Id(5)] public ImmutableSortedDictionary<string, int> Handovers { get; init; } = ImmutableSortedDictionary.Create<string, int>(StringComparer.Ordinal);

    /// <summary>The last 32 commands of callers that changed something, with their answers.</summary>
    [Id(6)] public IReadOnlyList<AnsweredCommand> Answered { get; init; } = [];

    /// <summary>Open alerts in which somebody of a roster is, by id.</summary>
    [Id(7), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public IReadOnlyList<string>? Rostered { get; init; }

    /// <summary>An alert of this entity, or null: unknown, or ended long ago.</summary>
    public Alert? Find(string alertId) =>
        Open.FirstOrDefault(alert => alert.Id == alertId) ?? Ended.LastOrDefault(alert => alert.Id == alertId);

    /// <summary>Opens, ends or corrects what a detector found.</summary>
    /// <returns>The changes, in order; none where nothing changes.</returns>
    internal IReadOnlyList<AlertStep> Apply(Finding finding, EntityCard card, AlertOptions options)
    {
        var open = OpenOf(finding);
        return finding.Act switch
        {
            FindingAct.Open when open is null => [Begin(finding, finding.At, card, options)],
            FindingAct.Level when open is not null && (open.Level != finding.Level || (open.Sends is null && finding.Sends is not null)) => [Grade(open, finding, options)],
            FindingAct.Clear when open is not null && AlertRules.ClearsByItself(open) => [Put(AlertRules.End(open, finding.At, System, finding.Why.English))],
            FindingAct.Recognise when open is not null && !HasRoster(open) => [new AlertStep(this with { Rostered = [.. Rostered ?? [], open.Id] }, null)],
            FindingAct.Correct => Correct(finding, card, options),
            _ => [],
        };
    }

    /// <summary>Whether somebody of a roster is in an open alert.</summary>
    internal bool HasRoster(Alert alert) => Rostered?.Contains(alert.Id) == true;

    /// <summary>Applies a command; a caller's repeated one gets the same answer, and another one with its id is refused.</summary>
    internal (AlertStep Step, AlertReply Reply) Handle(string alertId, AlertCommand command)
    {
        if (Find(alertId) is not { } alert)
        {
            return (new AlertStep(this, null), new AlertReply(null, new Refusal("unknown-alert", $"There is no alert {alertId}, or it ended long ago.", $"没有告警{alertId}，或早已结束。")));
        }

        if (Answer(alert, command) is { } known)
        {
            return (new AlertStep(this, null), known);
        }

        var reply = AlertRules.Apply(alert, command);
        return reply is { Refusal: null, Alert: { } changed }
            ? (Remember(changed, command).Put(changed), reply)
            : (new AlertStep(this, null), reply);
    }

    /// <summary>What <see cref="Handle"/> would answer to each command; null where there is no such alert.</summary>
    internal WeighedAlert? Weigh(string alertId, string actor, DateTimeOffset at) => Find(alertId) is not { } alert ? null : new WeighedAlert(
        alert.Version,
        [.. AlertRules.Kinds.Where(kind => AlertRules.Concerns(kind, alert.Kind)).Select(kind => kind with { Actor = actor, At = at }).Select(command => new WeighedAlertCommand(command, Handle(alertId, command).Reply.Refusal))]);

    /// <summary>Ends an alert because its order ended.</summary>
    internal AlertStep OrderEnded(string alertId, string orderId, string actor, string reason, DateTimeOffset at) =>
        Open.FirstOrDefault(open => open.Id == alertId && (open.Order.Length == 0 || open.Order == orderId)) is { } alert
            ? Put(AlertRules.End(alert with { Order = orderId }, at, actor, reason))
            : new AlertStep(this, null);

    /// <summary>Ends an alert because what it is about was taken out of service.</summary>
    internal AlertStep Retired(Alert alert, DateTimeOffset at) => Put(AlertRules.End(alert, at, System, RetiredReason));

    /// <summary>Ends an alert because it is part of something larger that was found a moment later.</summary>
    internal AlertStep Withdrawn(Alert alert, DateTimeOffset at) => Put(AlertRules.End(alert, at, System, Signals.Muting.Reason));

    /// <summary>Makes an alert part of that of a larger place.</summary>
    internal AlertStep Adopted(Alert alert, string parent, DateTimeOffset at) => Put(alert with
    {
        Parent = parent,
        ChangedAt = at > alert.ChangedAt ? at : alert.ChangedAt,
        Version = alert.Version + 1,
    });

    /// <summary>Notes the order that follows an alert.</summary>
    /// <param name="handovers">From how many merged orders it was handed on: what was handed on less often is older news.</param>
    internal AlertStep SetOrder(string alertId, string orderId, int handovers)
    {
        if (Find(alertId) is not { } alert || alert.Order == orderId || (alert.Order.Length > 0 && handovers <= Handovers.GetValueOrDefault(alertId)))
        {
            return new AlertStep(this, null);
        }

        var book = handovers == 0 ? this : this with { Handovers = Known(Handovers.SetItem(alertId, handovers)) };
        return book.Put(alert with { Order = orderId, Version = alert.Version + 1 });
    }

    /// <summary>Notes that a ladder step was taken.</summary>
    /// <returns>Null where it was already, or where nobody waits for it any more.</returns>
    internal AlertBook? TakeStep(string alertId, string receiver)
    {
        var mark = $"{alertId} {receiver}";
        return Open.Any(alert => alert.Id == alertId && alert.AcknowledgedAt is null) && !Ladder.Contains(mark)
            ? this with { Ladder = [.. Ladder, mark] }
            : null;
    }

    // Ids of callers and of the city's own parts never meet: they stand in different lists.
    private AlertReply? Answer(Alert alert, AlertCommand command)
    {
        if (command.Source is not { } source)
        {
            return command.CommandId.Length > 0 && Commands.Contains($"{alert.Id} {command.CommandId}") ? new AlertReply(alert, null) : null;
        }

        var answered = Answered.LastOrDefault(known => known.Answer.Id == alert.Id && known.CommandId == command.CommandId);
        return answered is null ? null
            : answered.Source == source ? new AlertReply(answered.Answer, null)
            : new AlertReply(alert, CommandRefusals.IdReused(command.CommandId));
    }

    private AlertBook Remember(Alert changed, AlertCommand command) => command.Source is { } source
        ? this with { Answered = Kept(Answered, new AnsweredCommand(command.CommandId, source, changed), CommandsKept) }
        : this with { Commands = Kept(Commands, $"{changed.Id} {command.CommandId}", CommandsKept) };

    private ImmutableSortedDictionary<string, int> Known(ImmutableSortedDictionary<string, int> handovers) =>
        handovers.RemoveRange(handovers.Keys.Where(alert => Find(alert) is null));

    private Alert? OpenOf(Finding finding) => Open.FirstOrDefault(alert => alert.Kind == finding.Kind && alert.Zone == finding.Zone);

    private AlertStep Begin(Finding finding, DateTimeOffset at, EntityCard card, AlertOptions options)
    {
        var name = $"{finding.Kind}.{finding.Zone}";
        var episode = Episodes.GetValueOrDefault(name) + 1;
        return (this with { Episodes = Episodes.SetItem(name, episode) }).Put(new Alert
        {
            Id = $"{card.Id}.{name}.{episode}",
            Entity = card.Id,
            Kind = finding.Kind,
            Zone = finding.Zone,
            Episode = episode,
            State = AlertState.Open,
            Priority = options.PriorityOf(finding.Kind, finding.Terms?.Priority),
            OpenedAt = at,
            ChangedAt = at,
            Explanation = finding.Why,
            Cell = card.Cell,
            Position = card.Position,
            Drill = card.Drill,
            Level = finding.Level,
            Sends = finding.Sends,
            Pack = finding.Terms is { Pack.Length: > 0 } terms ? terms.Pack : null,
            IsUnreported = finding.Terms is { IsReported: false },
            Version = 1,
        });
    }

    private AlertStep Grade(Alert alert, Finding finding, AlertOptions options) => Put(Graded(alert, finding, options) with
    {
        Explanation = finding.Why,
        ChangedAt = finding.At > alert.ChangedAt ? finding.At : alert.ChangedAt,
        Version = alert.Version + 1,
    });

    // What was reported once stays so: its order goes on.
    private static Alert Graded(Alert alert, Finding finding, AlertOptions options) => finding.Terms is not { } terms ? alert with { Sends = alert.Sends ?? finding.Sends } : alert with
    {
        Sends = alert.Sends ?? finding.Sends,
        Level = finding.Level,
        Priority = options.PriorityOf(finding.Kind, terms.Priority),
        IsUnreported = alert.IsUnreported && !terms.IsReported,
    };

    private AlertStep Put(Alert alert)
    {
        var isOpen = alert.State != AlertState.Cleared;
        var before = Find(alert.Id);
        var wasEnded = before?.State == AlertState.Cleared;
        return new AlertStep(
            this with
            {
                Open = isOpen && !Open.Any(other => other.Id == alert.Id) ? [.. Open, alert] : Replaced(Open, alert, isOpen),
                Ended = isOpen ? Ended : wasEnded ? Replaced(Ended, alert, isKept: true) : Kept(Ended, alert, EndedKept),
                Ladder = isOpen || Ladder.Count == 0 ? Ladder : [.. Ladder.Where(mark => !mark.StartsWith($"{alert.Id} ", StringComparison.Ordinal))],
                Rostered = isOpen || !HasRoster(alert) ? Rostered : Rostered is [_] ? null : [.. Rostered!.Where(other => other != alert.Id)],
            },
            alert,
            IsReport: !alert.IsUnreported && (before is null || before.IsUnreported),
            Sends: isOpen && before?.Sends is null ? alert.Sends : null);
    }

    private static IReadOnlyList<Alert> Replaced(IReadOnlyList<Alert> list, Alert alert, bool isKept) =>
        [.. list.Where(other => isKept || other.Id != alert.Id).Select(other => other.Id == alert.Id ? alert : other)];

    private static IReadOnlyList<T> Kept<T>(IReadOnlyList<T> list, T item, int most) => [.. list.Skip(Math.Max(0, list.Count - most + 1)), item];
}

/// <summary>What became of an entity's alerts.</summary>
/// <param name="Book">The alerts after it.</param>
/// <param name="Changed">The alert that changed, or null: none did.</param>
/// <param name="IsReport">Whether an order is to follow from this change.</param>
/// <param name="Sends">The rule that has a device told what to do because of this change, or null.</param>
internal readonly record struct AlertStep(AlertBook Book, Alert? Changed, bool IsReport = false, string? Sends = null);

/// <summary>A caller's command that was done, for its repeats.</summary>
/// <param name="CommandId">Its id.</param>
/// <param name="Source">Which caller gave the id, and for what.</param>
/// <param name="Answer">The alert after it.</param>
[GenerateSerializer, Immutable, Alias("answered-command")]
public sealed record AnsweredCommand(
    [property: Id(0)] string CommandId,
    [property: Id(1)] CommandSource Source,
    [property: Id(2)] Alert Answer);
