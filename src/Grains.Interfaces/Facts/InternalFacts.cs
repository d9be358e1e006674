using CityActors.Alerts;
using CityActors.Devices;
using CityActors.Dispatch;
using CityActors.Places;
using CityActors.Responders;
using CityActors.WorkOrders;

namespace CityActors.Facts;

/// <summary>A fact that only other grains may see: it carries what their decisions need, including people's names and words.</summary>
[GenerateSerializer, Immutable, Alias("internal-fact")]
public abstract record InternalFact : CityFact
{
    /// <inheritdoc/>
    public sealed override bool IsInternal => true;
}

/// <summary>An alert that an order follows has ended, or an ended one got its order. Subject: the alert.</summary>
[GenerateSerializer, Immutable, Alias("alert-ended-fact")]
public sealed record AlertEnded : InternalFact
{
    /// <summary>The order that follows it.</summary>
    [Id(0)] public required string Order { get; init; }

    /// <summary>The command for the order.</summary>
    [Id(1)] public required WorkOrderCommand.AlertEnded Command { get; init; }
}

/// <summary>A report was found to be of a matter, new or known. Subject: the order.</summary>
[GenerateSerializer, Immutable, Alias("matter-claimed")]
public sealed record MatterClaimed : InternalFact
{
    /// <summary>The report.</summary>
    [Id(0)] public required OrderReport Report { get; init; }
}

/// <summary>Two matters were found to be one. Subject: the order that ends.</summary>
[GenerateSerializer, Immutable, Alias("matter-merged")]
public sealed record MatterMerged : InternalFact
{
    /// <summary>The command; it names the order that goes on, which is no merged one itself.</summary>
    [Id(0)] public required WorkOrderCommand.Merge Command { get; init; }
}

/// <summary>An order has taken a report. Subject: the order.</summary>
[GenerateSerializer, Immutable, Alias("report-taken")]
public sealed record ReportTaken : InternalFact
{
    /// <summary>The report's id.</summary>
    [Id(0)] public required string Report { get; init; }

    /// <summary>The alert it came from, or empty.</summary>
    [Id(1)] public string Alert { get; init; } = "";

    /// <summary>How often it was handed over on its way here: of two orders that took one report, the one with more goes on, whoever is heard first.</summary>
    [Id(2)] public int Handovers { get; init; }
}

/// <summary>A merged order has handed over what it had. Subject: the order that ended.</summary>
[GenerateSerializer, Immutable, Alias("reports-handed-over")]
public sealed record ReportsHandedOver : InternalFact
{
    /// <summary>The order that goes on.</summary>
    [Id(0)] public required string Into { get; init; }

    /// <summary>Its reports, oldest first.</summary>
    [Id(1)] public required IReadOnlyList<OrderReport> Reports { get; init; }

    /// <summary>Alerts that ended: of these reports, or of some that it handed over before.</summary>
    [Id(2)] public IReadOnlyList<string> EndedAlerts { get; init; } = [];
}

/// <summary>An order waits for responders. Subject: the order.</summary>
[GenerateSerializer, Immutable, Alias("responder-wanted")]
public sealed record ResponderWanted : InternalFact
{
    /// <summary>What it needs.</summary>
    [Id(0)] public required DispatchNeed Need { get; init; }
}

/// <summary>Responders were chosen for an order, or it was found that nobody is free. Subject: <c>dispatch/</c> and the order.</summary>
[GenerateSerializer, Immutable, Alias("responder-chosen")]
public sealed record ResponderChosen : InternalFact
{
    /// <summary>The order.</summary>
    [Id(0)] public required string Order { get; init; }

    /// <summary>The command for the order.</summary>
    [Id(1)] public required WorkOrderCommand.AssignTo Command { get; init; }
}

/// <summary>An order was given to responders or taken off them. Subject: the order.</summary>
[GenerateSerializer, Immutable, Alias("crew-changed")]
public sealed record CrewChanged : InternalFact
{
    /// <summary>Who has it from now on.</summary>
    [Id(0)] public IReadOnlyList<CrewOffer> Offers { get; init; } = [];

    /// <summary>Who has it no more.</summary>
    [Id(1)] public IReadOnlyList<string> Released { get; init; } = [];
}

/// <summary>An order is offered to a responder.</summary>
[GenerateSerializer, Immutable, Alias("crew-offer")]
public sealed record CrewOffer(
    [property: Id(0)] string Responder,
    [property: Id(1)] Assignment Assignment);

/// <summary>An order refused a command that another grain's fact brought. Subject: the order.</summary>
[GenerateSerializer, Immutable, Alias("command-refused")]
public sealed record CommandRefused : InternalFact
{
    /// <summary>The command.</summary>
    [Id(0)] public required WorkOrderCommand Command { get; init; }

    /// <summary>Why, as a refusal's code.</summary>
    [Id(1)] public required string Code { get; init; }

    /// <summary>The order as it stands, or null: there is none.</summary>
    [Id(2)] public OrderSummary? Order { get; init; }
}

/// <summary>An order ended, other than by a merge: so do the alerts behind it. Subject: the order.</summary>
[GenerateSerializer, Immutable, Alias("order-ended")]
public sealed record OrderEnded : InternalFact
{
    /// <summary>Its alerts that did not end before.</summary>
    [Id(0)] public IReadOnlyList<string> Alerts { get; init; } = [];

    /// <summary>Who ended it.</summary>
    [Id(1)] public required string Actor { get; init; }

    /// <summary>Why, or empty.</summary>
    [Id(2)] public string Reason { get; init; } = "";

    /// <summary>As what it ended.</summary>
    [Id(3)] public OrderStatus Status { get; init; } = OrderStatus.Closed;
}

/// <summary>A responder that is out of service carries an order no more. Subject: <c>retired/</c>, the responder, <c>/</c> and the order.</summary>
[GenerateSerializer, Immutable, Alias("order-given-up")]
public sealed record OrderGivenUp : InternalFact
{
    /// <summary>The order.</summary>
    [Id(0)] public required string Order { get; init; }

    /// <summary>The command for the order.</summary>
    [Id(1)] public required WorkOrderCommand.Decline Command { get; init; }
}

/// <summary>A device was chosen for what an alert wants done, or it was found that none is near. Subject: <c>desk/</c> and the alert.</summary>
[GenerateSerializer, Immutable, Alias("command-chosen")]
public sealed record CommandChosen : InternalFact
{
    /// <summary>The command; without a device where none is near: then the alert's own entity hears of it.</summary>
    [Id(0)] public required DeviceCommand Command { get; init; }
}

/// <summary>A drill's responder acted. Subject: the responder, <c>/</c> and the order.</summary>
[GenerateSerializer, Immutable, Alias("drill-step-taken")]
public sealed record DrillStepTaken : InternalFact
{
    /// <summary>The order.</summary>
    [Id(0)] public required string Order { get; init; }

    /// <summary>The commands for the order, in this order.</summary>
    [Id(1)] public required IReadOnlyList<WorkOrderCommand> Commands { get; init; }
}

/// <summary>A drill's responder is where its order is. Subject: the responder, <c>/</c> and the order.</summary>
[GenerateSerializer, Immutable, Alias("responder-arrived")]
public sealed record ResponderArrived : InternalFact
{
    /// <summary>The responder.</summary>
    [Id(0)] public required string Responder { get; init; }

    /// <summary>Where it is.</summary>
    [Id(1)] public required GeoPoint Position { get; init; }
}

/// <summary>A drill's responder did something about alerts. Subject: the responder, <c>/</c> and the order that follows them.</summary>
[GenerateSerializer, Immutable, Alias("alerts-acted-on")]
public sealed record AlertsActedOn : InternalFact
{
    /// <summary>The alerts.</summary>
    [Id(0)] public required IReadOnlyList<string> Alerts { get; init; }

    /// <summary>What each is told.</summary>
    [Id(1)] public required AlertCommand Command { get; init; }
}

/// <summary>It was said what was found where somebody might have needed help. Subject: the alert.</summary>
[GenerateSerializer, Immutable, Alias("outcome-given")]
public sealed record OutcomeGiven : InternalFact
{
    /// <summary>What was found; null: it was erased.</summary>
    [Id(0)] public CareOutcome? Outcome { get; init; }
}
