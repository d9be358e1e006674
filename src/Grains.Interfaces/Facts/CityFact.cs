using System.Text.Json.Serialization;
using CityActors.Alerts;
using CityActors.Cases;
using CityActors.Devices;
using CityActors.Notifications;
using CityActors.Places;
using CityActors.Pools;
using CityActors.Registers;
using CityActors.Responders;
using CityActors.WorkOrders;

namespace CityActors.Facts;

/// <summary>Something that happened. Appended to the fact log in the commit that stores the state it changed; whatever follows is done by those who read the log.</summary>
[GenerateSerializer, Immutable, Alias("city-fact")]
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(AlertChanged), "alert")]
[JsonDerivedType(typeof(OrderChanged), "order")]
[JsonDerivedType(typeof(ResponderChanged), "responder")]
[JsonDerivedType(typeof(EntityRegistered), "entity")]
[JsonDerivedType(typeof(AreaRegistered), "area")]
[JsonDerivedType(typeof(NotificationWanted), "notification")]
[JsonDerivedType(typeof(AlertEnded), "alert-ended")]
[JsonDerivedType(typeof(MatterClaimed), "matter-claimed")]
[JsonDerivedType(typeof(MatterMerged), "matter-merged")]
[JsonDerivedType(typeof(ReportTaken), "report-taken")]
[JsonDerivedType(typeof(ReportsHandedOver), "reports-handed-over")]
[JsonDerivedType(typeof(ResponderWanted), "responder-wanted")]
[JsonDerivedType(typeof(ResponderChosen), "responder-chosen")]
[JsonDerivedType(typeof(CrewChanged), "crew-changed")]
[JsonDerivedType(typeof(CommandRefused), "command-refused")]
[JsonDerivedType(typeof(OrderEnded), "order-ended")]
[JsonDerivedType(typeof(DrillStepTaken), "drill-step-taken")]
[JsonDerivedType(typeof(ResponderArrived), "responder-arrived")]
[JsonDerivedType(typeof(AlertsActedOn), "alerts-acted-on")]
[JsonDerivedType(typeof(OrderGivenUp), "order-given-up")]
[JsonDerivedType(typeof(PackSwitched), "pack-switched")]
[JsonDerivedType(typeof(SignalChanged), "signal")]
[JsonDerivedType(typeof(MemberChanged), "member")]
[JsonDerivedType(typeof(CellStood), "cell-stood")]
[JsonDerivedType(typeof(PlaceTurned), "place-turned")]
[JsonDerivedType(typeof(MembersMuted), "members-muted")]
[JsonDerivedType(typeof(ObservationDerived), "observation-derived")]
[JsonDerivedType(typeof(CommandChanged), "command")]
[JsonDerivedType(typeof(CommandChosen), "command-chosen")]
[JsonDerivedType(typeof(OutcomeGiven), "outcome-given")]
[JsonDerivedType(typeof(CaseChanged), "case")]
[JsonDerivedType(typeof(CaseWanted), "case-wanted")]
[JsonDerivedType(typeof(CaseReached), "case-reached")]
[JsonDerivedType(typeof(HolderWanted), "holder-wanted")]
[JsonDerivedType(typeof(HolderFound), "holder-found")]
[JsonDerivedType(typeof(CaseTold), "case-told")]
[JsonDerivedType(typeof(HolderStands), "holder-stands")]
[JsonDerivedType(typeof(RecordShown), "record-shown")]
[JsonDerivedType(typeof(RecordChanged), "record")]
[JsonDerivedType(typeof(DayMeasured), "day")]
public abstract record CityFact
{
    /// <summary>Deterministic id: the subject, <c>#</c>, and the subject's version after the change.</summary>
    [JsonIgnore] public string Id => $"{Subject}#{Version}";

    /// <summary>Whether only other grains may see it: it reaches no feed, list, export or client, and is deleted after 30 days.</summary>
    [JsonIgnore] public virtual bool IsInternal => false;

    /// <summary>What it is about: an alert, order, responder, entity or area id.</summary>
    [Id(0)] public required string Subject { get; init; }

    /// <summary>Counts the changes of the subject, from 1.</summary>
    [Id(1)] public required long Version { get; init; }

    /// <summary>When it happened, UTC.</summary>
    [Id(2)] public required DateTimeOffset At { get; init; }

    /// <summary>The most exact area code known: a cell, community, street or district.</summary>
    [Id(3)] public required string Area { get; init; }
}

/// <summary>An alert was opened or changed.</summary>
[GenerateSerializer, Immutable, Alias("alert-changed")]
public sealed record AlertChanged : CityFact
{
    /// <summary>The alert after the change.</summary>
    [Id(0)] public required Alert Alert { get; init; }

    /// <summary>Who may see more than that there is an alert: as its entity's card said at the time.</summary>
    [Id(1)] public Privacy Privacy { get; init; }

    /// <summary>Whether an order is to follow from this change; null: if it is the alert's first.</summary>
    [Id(2), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public bool? IsReport { get; init; }

    /// <summary>The rule that has a device told what to do because of this change, as <c>pack/rule</c>, or null: none does.</summary>
    [Id(3), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public string? Sends { get; init; }
}

/// <summary>A work order was reported or changed.</summary>
[GenerateSerializer, Immutable, Alias("order-changed")]
public sealed record OrderChanged : CityFact
{
    /// <summary>The order after the change, without its history.</summary>
    [Id(0)] public required OrderSummary Order { get; init; }

    /// <summary>The line added to the history.</summary>
    [Id(1)] public required OrderEntry Entry { get; init; }
}

/// <summary>A responder was registered or changed.</summary>
[GenerateSerializer, Immutable, Alias("responder-changed")]
public sealed record ResponderChanged : CityFact
{
    /// <summary>The responder after the change.</summary>
    [Id(0)] public required ResponderCard Responder { get; init; }

    /// <summary>The dispatch grains that must know: of the district it serves, and of one that it left. None where only its orders changed.</summary>
    [Id(1)] public IReadOnlyList<string> Dispatch { get; init; } = [];

    /// <summary>What it was offered with this change, or null.</summary>
    [Id(2)] public Assignment? Offer { get; init; }

    /// <summary>When it was taken out of service, UTC, or null: it is in service.</summary>
    [Id(3)] public DateTimeOffset? RetiredAt { get; init; }
}

/// <summary>A household, camera or terminal was registered or changed.</summary>
[GenerateSerializer, Immutable, Alias("entity-registered")]
public sealed record EntityRegistered : CityFact
{
    /// <summary>The entity's public card: no person's data.</summary>
    [Id(0)] public required EntityCard Entity { get; init; }

    /// <summary>When it was taken out of service, UTC, or null: it is in service.</summary>
    [Id(1)] public DateTimeOffset? RetiredAt { get; init; }

    /// <summary>The command desks that must know, because it can be told what to do: of the district that it stands in, and of one that it left. Null: none.</summary>
    [Id(2), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public IReadOnlyList<string>? Desks { get; init; }
}

/// <summary>A device was told what to do, or answered, or did not. Subject: the command.</summary>
[GenerateSerializer, Immutable, Alias("command-changed")]
public sealed record CommandChanged : CityFact
{
    /// <summary>The command after the change.</summary>
    [Id(0)] public required DeviceCommand Command { get; init; }
}

/// <summary>An area of the tree was registered or changed.</summary>
[GenerateSerializer, Immutable, Alias("area-registered")]
public sealed record AreaRegistered : CityFact
{
    /// <summary>The area.</summary>
    [Id(0)] public required AreaCard Place { get; init; }
}

/// <summary>Somebody outside must be notified.</summary>
[GenerateSerializer, Immutable, Alias("notification-wanted")]
public sealed record NotificationWanted : CityFact
{
    /// <summary>What to say, and to whom.</summary>
    [Id(0)] public required Notification Notification { get; init; }
}
