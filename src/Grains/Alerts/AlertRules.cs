using CityActors.Texts;
using static CityActors.Alerts.AlertCommand;
using static CityActors.Alerts.AlertState;

namespace CityActors.Alerts;

/// <summary>What may be done about an alert, and what comes of it. Pure.</summary>
internal static class AlertRules
{
    private const int LongestText = 2_000;

    /// <summary>One command of each kind, well-formed, in the order of an alert's life.</summary>
    public static IReadOnlyList<AlertCommand> Kinds { get; } = [new Acknowledge(), new OnSite(), new Safe(), new FalseAlarm { Reason = "because" }, new Outcome { Found = CareOutcome.FoundWell }];

    /// <summary>Whether a command can ever be given to an alert of a kind.</summary>
    public static bool Concerns(AlertCommand command, string kind) => command is not Outcome || AlertKinds.IsCare(kind);

    /// <summary>Applies an officer's command.</summary>
    public static AlertReply Apply(Alert alert, AlertCommand command) => (alert.State, command) switch
    {
        (_, Outcome outcome) => Close(alert, outcome),
        (Cleared, _) => Refuse(alert, "ended", "The alert has ended; nothing more can be done about it.", "该告警已结束，不能再处理。"),
        (_, Safe { Note: var words }) when Characters.In(words) > LongestText => Refuse(alert, "reason-too-long", "The note may have at most 2,000 characters: shorten it.", "说明不得超过2000字，请精简。"),
        (_, FalseAlarm { Reason: var words }) when Characters.In(words) > LongestText => Refuse(alert, "reason-too-long", "The reason may have at most 2,000 characters: shorten it.", "理由不得超过2000字，请精简。"),
        (_, FalseAlarm { Reason: var reason }) when string.IsNullOrWhiteSpace(reason) =>
            Refuse(alert, "reason-required", "A false alarm needs a reason: say what was found.", "判为误报须填写理由：请说明现场情况。"),
        (Acknowledged, Acknowledge) => Refuse(alert, "already-acknowledged", $"The alert was taken on already, by {alert.Actor}.", $"该告警已由{alert.Actor}接手。"),
        (Acknowledged, OnSite) when alert.RespondedAt is not null =>
            Refuse(alert, "already-on-site", "Somebody is on site already.", "已有人员到场。"),
        (_, Acknowledge) => Accept(alert, command, alert with { State = Acknowledged }, responded: false),
        (_, OnSite) => Accept(alert, command, alert with { State = Acknowledged }, responded: true),
        (_, Safe c) => Accept(alert, command, alert with { State = Cleared, Reason = c.Note.Length == 0 ? "safe" : c.Note }, responded: true),
        (_, FalseAlarm c) => Accept(alert, command, alert with { State = Cleared, Reason = c.Reason, IsFalseAlarm = true, Outcome = AlertKinds.IsCare(alert.Kind) ? CareOutcome.FalseAlarm : null }, responded: true),
        _ => Refuse(alert, "not-allowed", $"{command.GetType().Name} is not allowed while {alert.State}.", "当前状态下不允许此操作。"),
    };

    /// <summary>Whether an episode that ended by itself ends the alert.</summary>
    /// <remarks>An officer in a quiet home is activity too: what was taken on there is ended by the officer or by the order.</remarks>
    public static bool ClearsByItself(Alert alert) =>
        alert.State != Cleared && !(alert.Kind == AlertKinds.Inactivity && alert.State == Acknowledged);

    /// <summary>Ends an alert.</summary>
    public static Alert End(Alert alert, DateTimeOffset at, string actor, string reason) =>
        Changed(alert with { State = Cleared, ClearedAt = NotBefore(alert, at), Actor = actor, Reason = reason }, at);

    private static AlertReply Close(Alert alert, Outcome command)
    {
        var isFalse = command.Found == CareOutcome.FalseAlarm;
        if (!Concerns(command, alert.Kind))
        {
            return Refuse(alert, "not-care", "Only an alert about somebody who may need help is closed with what was found.", "只有涉及人员求助或照护的告警才登记处置结果。");
        }

        if (alert.Outcome is { } known)
        {
            return Refuse(alert, "outcome-known", $"It was said already what was found: {known}.", "已登记处置结果。");
        }

        if (Characters.In(command.Note) > LongestText)
        {
            return Refuse(alert, "reason-too-long", "The note may have at most 2,000 characters: shorten it.", "说明不得超过2000字，请精简。");
        }

        if (isFalse && string.IsNullOrWhiteSpace(command.Note))
        {
            return Refuse(alert, "reason-required", "A false alarm needs a reason: say what was found.", "判为误报须填写理由：请说明现场情况。");
        }

        var said = alert with { Outcome = command.Found, IsFalseAlarm = alert.IsFalseAlarm || isFalse };
        return alert.State == Cleared
            ? new AlertReply(Changed(said with { Actor = command.Actor, Reason = command.Note.Length == 0 ? alert.Reason : command.Note }, command.At), null)
            : Accept(alert, command, said with { State = Cleared, Reason = command.Note.Length == 0 ? "closed" : command.Note }, responded: true);
    }

    private static Alert Changed(Alert alert, DateTimeOffset at) => alert with { ChangedAt = NotBefore(alert, at), Version = alert.Version + 1 };

    private static DateTimeOffset NotBefore(Alert alert, DateTimeOffset at) => at < alert.ChangedAt ? alert.ChangedAt : at;

    private static AlertReply Accept(Alert before, AlertCommand command, Alert after, bool responded)
    {
        var at = NotBefore(before, command.At);
        return new AlertReply(
            Changed(after with
            {
                AcknowledgedAt = before.AcknowledgedAt ?? at,
                RespondedAt = before.RespondedAt ?? (responded ? at : null),
                ClearedAt = after.State == Cleared ? at : null,
                Actor = command.Actor,
            }, at),
            null);
    }

    private static AlertReply Refuse(Alert alert, string code, string english, string chinese) => new(alert, new Refusal(code, english, chinese));
}
