using CityActors.Alerts;
using static CityActors.WorkOrders.OrderEvents;
using static CityActors.WorkOrders.OrderStatus;
using static CityActors.WorkOrders.WorkOrderCommand;

namespace CityActors.WorkOrders;

/// <summary>What a command leads to: lines for the history, or a refusal. Changes nothing.</summary>
internal static class WorkOrderDecisions
{
    /// <summary>How often an order may be extended.</summary>
    public const int MostExtensions = 2;

    /// <summary>The longest suspension.</summary>
    public static TimeSpan LongestSuspension { get; } = TimeSpan.FromDays(365);

    /// <summary>Decides a command on an order that exists and whose clocks are up to date.</summary>
    public static CommandDecision Decide(WorkOrder order, WorkOrderCommand command, Catalogue catalogue)
    {
        var status = order.Summary!.Status;
        if (!WorkOrderTable.Allows(status, command))
        {
            return OrderRefusals.NotAllowed(status, command);
        }

        if (NeedsReason(command) && string.IsNullOrWhiteSpace(command.Reason))
        {
            return OrderRefusals.ReasonRequired(command);
        }

        return command switch
        {
            Check => Line(CheckAsked, Checking),
            FileCase => Line(OrderEvents.Filed, OrderStatus.Filed, round: order.Round + 1),
            RefuseCase => Line(OrderEvents.NotFiled, OrderStatus.NotFiled),
            AssignTo assign => Assign(order, assign, catalogue),
            SignFor sign => Sign(order, sign),
            Decline decline => DeclineBy(order, decline),
            Start => Line(Started, Handling),
            Submit => Line(OrderEvents.Submitted, OrderStatus.Submitted),
            Confirm => Line(OrderEvents.Confirmed, OrderStatus.Confirmed),
            Verify => Line(VerificationAsked, Verifying),
            Close => Line(OrderEvents.Closed, OrderStatus.Closed),
            Rework => Line(ReworkOrdered, OrderStatus.Dispatched, round: order.Round + 1),
            Return => Line(OrderEvents.Returned, OrderStatus.Returned, round: order.Round + 1),
            Suspend suspend => PutOff(order, suspend),
            Resume => Line(Resumed, OrderStatus.Dispatched, round: order.Round + 1),
            Extend extend => Prolong(order, extend),
            Escalate => order.Summary.IsEscalated ? OrderRefusals.AlreadyEscalated : Line(Escalated, status),
            Merge merge => MergeInto(order, merge),
            Cancel => Line(OrderEvents.Cancelled, OrderStatus.Cancelled),
            Reopen => Line(Reopened, OrderStatus.Filed, round: order.Round + 1),
            Appeal => order.Appeal == AppealState.None ? Line(Appealed, status) : OrderRefusals.AppealedBefore,
            DecideAppeal decide => Review(order, decide),
            Rate rate => RateBy(order, rate),
            AlertEnded ended => EndAlert(order, ended),
            _ => throw new ArgumentOutOfRangeException(nameof(command), command, "A new command needs its decision."),
        };
    }

    private static bool NeedsReason(WorkOrderCommand command) => command
        is RefuseCase or Decline or Rework or Return or Suspend or Extend or Escalate or Cancel or Reopen or Appeal;

    private static CommandDecision Line(string what, OrderStatus status, string subject = "", int? round = null) =>
        new([new DecidedLine(what, status) { Subject = subject, Round = round }]);

    private static CommandDecision Assign(WorkOrder order, AssignTo command, Catalogue catalogue)
    {
        var summary = order.Summary!;
        var current = summary.Department.Length > 0 && summary.Status != OrderStatus.Returned ? summary.Department : order.Terms!.Department;
        var department = command.Department.Length > 0 ? command.Department : current;
        if (command.Department.Length > 0 && !catalogue.Departments.Any(known => known.Code == department))
        {
            return OrderRefusals.UnknownDepartment(department, catalogue);
        }

        var hasResponder = command.Choices.Any(static choice => choice.Responder.Length > 0);
        var isInHand = summary.Status is OrderStatus.Dispatched or OrderStatus.SignedFor or Handling;
        if (!hasResponder && command.Choices.Count > 0)
        {
            return new([new DecidedLine(NobodyFree, summary.Status) { Choices = command.Choices }]);
        }

        if (!hasResponder && isInHand && department == summary.Department)
        {
            return OrderRefusals.NoResponder;
        }

        var keepsStatus = isInHand && department == summary.Department && order.Crew.Any(static member => member.HasSigned);
        return new([new DecidedLine(OrderEvents.Dispatched, keepsStatus ? summary.Status : OrderStatus.Dispatched)
        {
            Subject = department,
            Choices = command.Choices,
        }]);
    }

    private static CommandDecision Sign(WorkOrder order, SignFor command)
    {
        var status = order.Summary!.Status == Handling ? Handling : OrderStatus.SignedFor;
        if (GivenUp(order, command.Responder.Length > 0 ? command.Responder : command.Actor) is { } offer)
        {
            return new([new DecidedLine(OrderEvents.SignedFor, status) { Subject = offer.Responder, Choices = new[] { offer } }]);
        }

        if (order.Crew.Count == 0)
        {
            return status == Handling || order.Summary.Status == OrderStatus.SignedFor
                ? OrderRefusals.SignedBefore
                : Line(OrderEvents.SignedFor, status, command.Responder.Length > 0 ? command.Responder : command.Actor);
        }

        var responder = ResponderOf(order, command.Responder, command.Actor);
        return order.Crew.FirstOrDefault(member => member.Responder == responder) switch
        {
            null => OrderRefusals.NotItsResponder(order, command),
            { HasSigned: true } => OrderRefusals.SignedBefore,
            _ => Line(OrderEvents.SignedFor, status, responder),
        };
    }

    // The offer of a responder that was given up when nobody else was found either. Whoever signs late is welcome.
    private static Dispatch.DispatchChoice? GivenUp(WorkOrder order, string responder)
    {
        if (order.Crew.Any(member => member.Responder == responder))
        {
            return null;
        }

        var last = order.History
            .Where(entry => entry.Round == order.Round)
            .LastOrDefault(entry => (entry.What == Declined && entry.Subject == responder)
                || (entry.What == OrderEvents.Dispatched && entry.Choices.Any(choice => choice.Responder == responder)));
        return last is null || last.Subject != order.Summary!.Department ? null : last.Choices.FirstOrDefault(choice => choice.Responder == responder && !order.Crew.Any(member => member.Skill == choice.Skill));
    }

    private static CommandDecision DeclineBy(WorkOrder order, Decline command)
    {
        var responder = ResponderOf(order, command.Responder, command.Actor);
        if (!order.Crew.Any(member => member.Responder == responder))
        {
            return OrderRefusals.NotItsResponder(order, command);
        }

        var isInHand = order.Crew.Any(member => member.HasSigned && member.Responder != responder);
        return Line(Declined, isInHand ? order.Summary!.Status : OrderStatus.Dispatched, responder);
    }

    // Where the command does not name one: the actor itself, or the only one there is.
    private static string ResponderOf(WorkOrder order, string named, string actor) => named switch
    {
        { Length: > 0 } => named,
        _ when order.Crew.Any(member => member.Responder == actor) => actor,
        _ => order.Crew is [var only] ? only.Responder : "",
    };

    private static CommandDecision PutOff(WorkOrder order, Suspend command) => command switch
    {
        _ when order.WasSuspended => OrderRefusals.SuspendedBefore,
        _ when command.Until <= command.At || command.Until > command.At + LongestSuspension => OrderRefusals.SuspensionLength(command.At),
        _ => new CommandDecision([new DecidedLine(OrderEvents.Suspended, OrderStatus.Suspended) { Until = command.Until.ToUniversalTime() }]),
    };

    private static CommandDecision Prolong(WorkOrder order, Extend command)
    {
        if (order.Clocks.FirstOrDefault(static clock => clock.Name == ClockNames.Handling) is not { IsOverdue: false })
        {
            return OrderRefusals.OverdueAlready;
        }

        if (!command.Granted)
        {
            return Line(ExtensionRefused, order.Summary!.Status);
        }

        return order.Summary!.Extensions < MostExtensions ? Line(Extended, order.Summary.Status) : OrderRefusals.ExtendedBefore;
    }

    private static CommandDecision MergeInto(WorkOrder order, Merge command) =>
        command.Into.StartsWith("order-", StringComparison.Ordinal) && command.Into != order.Summary!.Id
            ? Line(OrderEvents.Merged, OrderStatus.Merged, command.Into)
            : OrderRefusals.MergeTarget;

    private static CommandDecision Review(WorkOrder order, DecideAppeal command) => order.Appeal switch
    {
        not (AppealState.Open or AppealState.HalfGranted) => OrderRefusals.NoAppeal,
        _ when order.AppealActors.Contains(command.Actor) => OrderRefusals.SameReviewer,
        _ when !command.Granted => Line(AppealRefused, OrderStatus.Closed),
        AppealState.Open => Line(AppealHalfGranted, OrderStatus.Closed),
        _ => Line(AppealGranted, OrderStatus.Closed),
    };

    private static CommandDecision RateBy(WorkOrder order, Rate command) => command switch
    {
        _ when order.Reporters.Count == 0 => OrderRefusals.NoRater,
        _ when !order.Reporters.Contains(command.Actor) => OrderRefusals.NotTheReporter,
        _ when command.Stars is < 1 or > 5 => OrderRefusals.Stars,
        _ when order.Summary!.Rating != 0 => OrderRefusals.RatedBefore,
        _ => new CommandDecision([new DecidedLine(Rated, OrderStatus.Closed) { Number = command.Stars }]),
    };

    // The order ends with the last of its alerts, if nobody else reported the matter.
    private static CommandDecision EndAlert(WorkOrder order, AlertEnded command)
    {
        var summary = order.Summary!;
        if (!order.Alerts.Contains(command.Alert))
        {
            return OrderRefusals.UnknownAlert(command.Alert);
        }

        if (order.EndedAlerts.Contains(command.Alert))
        {
            return new(Array.Empty<DecidedLine>());
        }

        var ended = new DecidedLine(OrderEvents.AlertEnded, summary.Status) { Subject = command.Alert };
        var isLast = order.EndedAlerts.Count + 1 == order.Alerts.Count && order.Alerts.Count == summary.Reports.Count;
        if (!isLast)
        {
            return new([ended]);
        }

        return (command.IsFalseAlarm, summary.Status) switch
        {
            (true, OrderStatus.Reported or Checking) => new([ended, new DecidedLine(OrderEvents.NotFiled, OrderStatus.NotFiled)]),
            (true, _) => new([ended, new DecidedLine(OrderEvents.Cancelled, OrderStatus.Cancelled)]),
            _ => new([ended, new DecidedLine(OrderEvents.Closed, OrderStatus.Closed)]),
        };
    }
}

/// <summary>What was decided: lines, or why not.</summary>
internal readonly record struct CommandDecision(IReadOnlyList<DecidedLine> Lines, Refusal? Refusal = null)
{
    public static implicit operator CommandDecision(Refusal refusal) => new([], refusal);
}

/// <summary>A line for the history; who and when come from the command.</summary>
internal sealed record DecidedLine(string What, OrderStatus Status)
{
    public string Subject { get; init; } = "";

    public DateTimeOffset? Until { get; init; }

    public int Number { get; init; }

    /// <summary>The round after it, or null: as before.</summary>
    public int? Round { get; init; }

    public IReadOnlyList<Dispatch.DispatchChoice> Choices { get; init; } = [];
}
