using CityActors.Alerts;
using CityActors.Dispatch;
using CityActors.Texts;
using static CityActors.WorkOrders.OrderEvents;
using static CityActors.WorkOrders.OrderStatus;
using static CityActors.WorkOrders.WorkOrderCommand;

namespace CityActors.WorkOrders.Coded;

/// <summary>What a command leads to: lines for the history, or a refusal.</summary>
/// <param name="draft">An order that exists and whose clocks are up to date.</param>
/// <param name="command">The command; its time is that of the lines.</param>
/// <param name="catalogue">The departments there are.</param>
internal sealed class WorkOrderDecisions(OrderDraft draft, WorkOrderCommand command, Catalogue catalogue)
{
    /// <summary>How often an order may be extended.</summary>
    public const int MostExtensions = 2;

    /// <summary>How often an application for an extension may be refused: refusals do not count, but each is a line.</summary>
    public const int MostRefusedExtensions = 10;

    /// <summary>With so many lines an order is led to its end, and nothing of it begins again: all of them are written with each change.</summary>
    public const int MostLines = 500;

    /// <summary>The longest suspension.</summary>
    public static TimeSpan LongestSuspension { get; } = TimeSpan.FromDays(365);

    private WorkOrder Order => draft.Order;

    private OrderSummary Summary => draft.Order.Summary!;

    private OrderStatus Status => Summary.Status;

    /// <summary>Adds the lines, or says why there are none.</summary>
    public Refusal? Decide() => command switch
    {
        _ when !WorkOrderTable.Allows(Status, command) => OrderRefusals.NotAllowed(Status, command),
        _ when Characters.In(command.Reason) > OrderReports.LongestText => OrderRefusals.ReasonTooLong,
        _ when WorkOrderTable.NeedsReason(command) && string.IsNullOrWhiteSpace(command.Reason) => OrderRefusals.ReasonRequired(command),
        _ when BeginsAgain(command) && Order.History.Count >= MostLines => OrderRefusals.TooManyLines,
        _ when WorkOrderTable.StepOf(command) is { } step => Add(Line(step.What, step.Next) with { Round = Order.Round + step.Rounds }),
        AssignTo assign => Assign(assign),
        SignFor sign => Sign(sign),
        Decline decline => DeclineBy(decline),
        Suspend suspend => PutOff(suspend),
        Extend extend => Prolong(extend),
        Escalate => Summary.IsEscalated ? OrderRefusals.AlreadyEscalated : Add(Escalated, Status),
        Merge merge => MergeInto(merge),
        Appeal => AppealLines.Length == 0 ? Add(Appealed, Status) : OrderRefusals.AppealedBefore,
        DecideAppeal decide => Review(decide),
        Rate rate => RateBy(rate),
        AlertEnded ended => EndAlert(ended),
        _ => throw new InvalidOperationException($"{command.GetType().Name} is a new command: it needs its decision."),
    };

    private OrderEntry Line(string what, OrderStatus status) => OrderEntries.OfCommand(Order, command, what) with { Status = status };

    private Refusal? Add(string what, OrderStatus status, string subject = "") => Add(Line(what, status) with { Subject = subject });

    private Refusal? Add(OrderEntry line)
    {
        draft.Add(line);
        return null;
    }

    // What callers can do over and over; everything else leads towards the end, or is done once between two of these.
    private static bool BeginsAgain(WorkOrderCommand command) =>
        command is { Source: not null } and (AssignTo or Decline or Return or Rework or Reopen);

    private Refusal? Assign(AssignTo assign)
    {
        var current = Summary.Department.Length > 0 && Status != OrderStatus.Returned ? Summary.Department : Order.Terms!.Department;
        var department = assign.Department.Length > 0 ? assign.Department : current;
        if (assign.Department.Length > 0 && !catalogue.Departments.Any(known => known.Code == department))
        {
            return OrderRefusals.UnknownDepartment(department, catalogue);
        }

        var hasResponder = assign.Choices.Any(static choice => choice.Responder.Length > 0);
        if (!hasResponder && assign.Choices.Count > 0)
        {
            return Add(Line(NobodyFree, Status) with { Choices = assign.Choices });
        }

        var isInHand = Status is OrderStatus.Dispatched or OrderStatus.SignedFor or Handling && department == Summary.Department;
        if (!hasResponder && isInHand)
        {
            return OrderRefusals.NoResponder;
        }

        var keepsStatus = isInHand && Order.Crew.Any(static member => member.HasSigned);
        var status = keepsStatus ? Status : OrderStatus.Dispatched;
        return Add(Line(OrderEvents.Dispatched, status) with { Subject = department, Choices = assign.Choices });
    }

    private Refusal? Sign(SignFor sign)
    {
        var status = Status == Handling ? Handling : OrderStatus.SignedFor;
        var signer = sign.Responder.Length > 0 ? sign.Responder : command.Actor;
        if (GivenUp(signer) is { } offer)
        {
            return Add(Line(OrderEvents.SignedFor, status) with { Subject = offer.Responder, Choices = new[] { offer } });
        }

        if (Order.Crew.Count == 0)
        {
            return Status is Handling or OrderStatus.SignedFor ? OrderRefusals.SignedBefore : Add(OrderEvents.SignedFor, status, signer);
        }

        var responder = ResponderOf(sign.Responder);
        return Order.Crew.FirstOrDefault(member => member.Responder == responder) switch
        {
            null => OrderRefusals.NotItsResponder(Order, command),
            { HasSigned: true } => OrderRefusals.SignedBefore,
            _ => Add(OrderEvents.SignedFor, status, responder),
        };
    }

    // The offer of a responder that was given up when nobody else was found either; signing late is welcome.
    private DispatchChoice? GivenUp(string responder)
    {
        if (Order.Crew.Any(member => member.Responder == responder))
        {
            return null;
        }

        var last = Order.History
            .Where(entry => entry.Round == Order.Round)
            .LastOrDefault(entry => (entry.What == Declined && entry.Subject == responder)
                || (entry.What == OrderEvents.Dispatched && entry.Choices.Any(choice => choice.Responder == responder)));
        return last?.Subject != Summary.Department
            ? null
            : last.Choices.FirstOrDefault(choice => choice.Responder == responder && !Order.Crew.Any(member => member.Skill == choice.Skill));
    }

    private Refusal? DeclineBy(Decline decline)
    {
        var responder = ResponderOf(decline.Responder);
        if (!Order.Crew.Any(member => member.Responder == responder))
        {
            return OrderRefusals.NotItsResponder(Order, command);
        }

        var isInHand = Order.Crew.Any(member => member.HasSigned && member.Responder != responder);
        return Add(Declined, isInHand ? Status : OrderStatus.Dispatched, responder);
    }

    // Where the command does not name one: the actor itself, or the only one there is.
    private string ResponderOf(string named) => named switch
    {
        { Length: > 0 } => named,
        _ when Order.Crew.Any(member => member.Responder == command.Actor) => command.Actor,
        _ => Order.Crew is [var only] ? only.Responder : "",
    };

    private Refusal? PutOff(Suspend suspend) => suspend.Until switch
    {
        _ when Order.History.Any(static line => line.What == OrderEvents.Suspended) => OrderRefusals.SuspendedBefore,
        var until when until <= command.At || until > command.At + LongestSuspension => OrderRefusals.SuspensionLength(command.At),
        var until => Add(Line(OrderEvents.Suspended, OrderStatus.Suspended) with { Until = until.ToUniversalTime() }),
    };

    private Refusal? Prolong(Extend extend) => extend switch
    {
        _ when !Order.Clocks.Any(static clock => clock is { Name: ClockNames.Handling, IsOverdue: false }) => OrderRefusals.OverdueAlready,
        { Granted: false } => Order.History.Count(static line => line.What == ExtensionRefused) < MostRefusedExtensions
            ? Add(ExtensionRefused, Status)
            : OrderRefusals.ExtensionRefusedBefore,
        _ => Summary.Extensions < MostExtensions ? Add(Extended, Status) : OrderRefusals.ExtendedBefore,
    };

    private Refusal? MergeInto(Merge merge) => merge.Into.StartsWith("order-", StringComparison.Ordinal) && merge.Into != Summary.Id
        ? Add(OrderEvents.Merged, OrderStatus.Merged, merge.Into)
        : OrderRefusals.MergeTarget;

    private OrderEntry[] AppealLines => [.. Order.History.Where(static line => line.What is Appealed or AppealHalfGranted or AppealGranted or AppealRefused)];

    private Refusal? Review(DecideAppeal decide) => AppealLines.LastOrDefault()?.What switch
    {
        not (Appealed or AppealHalfGranted) => OrderRefusals.NoAppeal,
        _ when AppealLines.Any(line => line.Actor == command.Actor) => OrderRefusals.SameReviewer,
        _ when !decide.Granted => Add(AppealRefused, OrderStatus.Closed),
        Appealed => Add(AppealHalfGranted, OrderStatus.Closed),
        _ => Add(AppealGranted, OrderStatus.Closed),
    };

    private Refusal? RateBy(Rate rate) => rate switch
    {
        _ when Order.Reporters.IsEmpty => OrderRefusals.NoRater,
        _ when !Order.Reporters.Contains(command.Actor) => OrderRefusals.NotTheReporter,
        { Stars: < 1 or > 5 } => OrderRefusals.Stars,
        _ when Summary.Rating != 0 => OrderRefusals.RatedBefore,
        _ => Add(Line(Rated, OrderStatus.Closed) with { Number = rate.Stars }),
    };

    // The order ends with the last of its alerts, if nobody else reported the matter.
    private Refusal? EndAlert(AlertEnded ended)
    {
        if (!OrderLines.Follows(Order, ended.Alert))
        {
            return OrderRefusals.UnknownAlert(ended.Alert);
        }

        if (OrderLines.FindEnd(Order, ended.Alert) is not null)
        {
            return null;
        }

        Add(OrderEvents.AlertEnded, Status, ended.Alert);
        return (ended.IsFalseAlarm, Status) switch
        {
            _ when !OrderLines.AreAllEnded(Order) => null,
            (true, OrderStatus.Reported or Checking) => Add(OrderEvents.NotFiled, OrderStatus.NotFiled),
            (true, _) => Add(OrderEvents.Cancelled, OrderStatus.Cancelled),
            _ => Add(OrderEvents.Closed, OrderStatus.Closed),
        };
    }
}
