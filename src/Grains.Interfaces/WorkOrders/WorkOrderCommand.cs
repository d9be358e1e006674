using System.Text.Json.Serialization;
using CityActors.Alerts;
using CityActors.Dispatch;
using CityActors.Places;

namespace CityActors.WorkOrders;

/// <summary>What somebody does about an order.</summary>
[GenerateSerializer, Immutable, Alias("work-order-command")]
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Check), "check")]
[JsonDerivedType(typeof(FileCase), "file")]
[JsonDerivedType(typeof(RefuseCase), "not-file")]
[JsonDerivedType(typeof(AssignTo), "dispatch")]
[JsonDerivedType(typeof(SignFor), "sign-for")]
[JsonDerivedType(typeof(Decline), "decline")]
[JsonDerivedType(typeof(Start), "start")]
[JsonDerivedType(typeof(Submit), "submit")]
[JsonDerivedType(typeof(Confirm), "confirm")]
[JsonDerivedType(typeof(Verify), "verify")]
[JsonDerivedType(typeof(Close), "close")]
[JsonDerivedType(typeof(Rework), "rework")]
[JsonDerivedType(typeof(Return), "return")]
[JsonDerivedType(typeof(Suspend), "suspend")]
[JsonDerivedType(typeof(Resume), "resume")]
[JsonDerivedType(typeof(Extend), "extend")]
[JsonDerivedType(typeof(Escalate), "escalate")]
[JsonDerivedType(typeof(Merge), "merge")]
[JsonDerivedType(typeof(Cancel), "cancel")]
[JsonDerivedType(typeof(Reopen), "reopen")]
[JsonDerivedType(typeof(Appeal), "appeal")]
[JsonDerivedType(typeof(DecideAppeal), "decide-appeal")]
[JsonDerivedType(typeof(Rate), "rate")]
[JsonDerivedType(typeof(Transfer), "transfer")]
[JsonDerivedType(typeof(AskExtension), "ask-extension")]
[JsonDerivedType(typeof(Supervise), "supervise")]
[JsonDerivedType(typeof(Revisit), "revisit")]
[JsonDerivedType(typeof(AlertEnded), "alert-ended")]
public abstract record WorkOrderCommand
{
    /// <summary>The id of this command; a repeat changes nothing and gets the same answer, anything else with this id is refused.</summary>
    [Id(0)] public string CommandId { get; init; } = "";

    /// <summary>Who acts; set from the caller's key, never from the body.</summary>
    [Id(1)] public string Actor { get; init; } = "";

    /// <summary>When, UTC; set from the declared clock.</summary>
    [Id(2)] public DateTimeOffset At { get; init; }

    /// <summary>Why; some commands require it.</summary>
    [Id(3)] public string Reason { get; init; } = "";

    /// <summary>Which caller gave the id, and for what; set by the API, never from the body. Null: the city's own parts did.</summary>
    [Id(4)] public CommandSource? Source { get; init; }

    /// <summary>核查: has it looked at before filing.</summary>
    [GenerateSerializer, Immutable, Alias("order-check")]
    public sealed record Check : WorkOrderCommand;

    /// <summary>立案: accepts it as a case.</summary>
    [GenerateSerializer, Immutable, Alias("order-file")]
    public sealed record FileCase : WorkOrderCommand;

    /// <summary>不予立案: reason required.</summary>
    [GenerateSerializer, Immutable, Alias("order-not-file")]
    public sealed record RefuseCase : WorkOrderCommand;

    /// <summary>派遣: gives it to a department and responders.</summary>
    [GenerateSerializer, Immutable, Alias("order-dispatch")]
    public sealed record AssignTo : WorkOrderCommand
    {
        /// <summary>The department; empty: the catalogue's.</summary>
        [Id(0)] public string Department { get; init; } = "";

        /// <summary>Who was chosen for each wanted skill, with reasons.</summary>
        [Id(1)] public IReadOnlyList<DispatchChoice> Choices { get; init; } = [];
    }

    /// <summary>签收: a responder takes it on.</summary>
    [GenerateSerializer, Immutable, Alias("order-sign-for")]
    public sealed record SignFor : WorkOrderCommand
    {
        /// <summary>Which of its responders.</summary>
        [Id(0)] public string Responder { get; init; } = "";
    }

    /// <summary>A responder cannot: the next one is chosen. Reason required.</summary>
    [GenerateSerializer, Immutable, Alias("order-decline")]
    public sealed record Decline : WorkOrderCommand
    {
        /// <summary>Which of its responders.</summary>
        [Id(0)] public string Responder { get; init; } = "";
    }

    /// <summary>Handling begins.</summary>
    [GenerateSerializer, Immutable, Alias("order-start")]
    public sealed record Start : WorkOrderCommand;

    /// <summary>The handler is done.</summary>
    [GenerateSerializer, Immutable, Alias("order-submit")]
    public sealed record Submit : WorkOrderCommand;

    /// <summary>The department confirms; ends the handling clock.</summary>
    [GenerateSerializer, Immutable, Alias("order-confirm")]
    public sealed record Confirm : WorkOrderCommand;

    /// <summary>核实: has the result looked at.</summary>
    [GenerateSerializer, Immutable, Alias("order-verify")]
    public sealed record Verify : WorkOrderCommand;

    /// <summary>结案</summary>
    [GenerateSerializer, Immutable, Alias("order-close")]
    public sealed record Close : WorkOrderCommand;

    /// <summary>返工: not done well; reason required.</summary>
    [GenerateSerializer, Immutable, Alias("order-rework")]
    public sealed record Rework : WorkOrderCommand;

    /// <summary>回退: not ours; reason required.</summary>
    [GenerateSerializer, Immutable, Alias("order-return")]
    public sealed record Return : WorkOrderCommand;

    /// <summary>挂账 to a date at most a year away, once; reason required.</summary>
    [GenerateSerializer, Immutable, Alias("order-suspend")]
    public sealed record Suspend : WorkOrderCommand
    {
        /// <summary>When it resumes by itself, UTC.</summary>
        [Id(0)] public DateTimeOffset Until { get; init; }
    }

    /// <summary>Ends a suspension early.</summary>
    [GenerateSerializer, Immutable, Alias("order-resume")]
    public sealed record Resume : WorkOrderCommand;

    /// <summary>延期 by one original limit, at most twice, not after overdue; reason required.</summary>
    [GenerateSerializer, Immutable, Alias("order-extend")]
    public sealed record Extend : WorkOrderCommand
    {
        /// <summary>False: the application is refused (recorded, does not count).</summary>
        [Id(0)] public bool Granted { get; init; } = true;
    }

    /// <summary>督办: into the street's overdue queue by hand; reason required.</summary>
    [GenerateSerializer, Immutable, Alias("order-escalate")]
    public sealed record Escalate : WorkOrderCommand;

    /// <summary>The same matter as another order.</summary>
    [GenerateSerializer, Immutable, Alias("order-merge")]
    public sealed record Merge : WorkOrderCommand
    {
        /// <summary>The order that goes on.</summary>
        [Id(0)] public string Into { get; init; } = "";
    }

    /// <summary>作废; reason required.</summary>
    [GenerateSerializer, Immutable, Alias("order-cancel")]
    public sealed record Cancel : WorkOrderCommand;

    /// <summary>Reopens a closed order; reason required.</summary>
    [GenerateSerializer, Immutable, Alias("order-reopen")]
    public sealed record Reopen : WorkOrderCommand;

    /// <summary>申诉: once after close; reason required.</summary>
    [GenerateSerializer, Immutable, Alias("order-appeal")]
    public sealed record Appeal : WorkOrderCommand;

    /// <summary>One of two reviewers decides an appeal; both must grant it.</summary>
    [GenerateSerializer, Immutable, Alias("order-decide-appeal")]
    public sealed record DecideAppeal : WorkOrderCommand
    {
        /// <summary>The reviewer's verdict.</summary>
        [Id(0)] public bool Granted { get; init; }
    }

    /// <summary>Rating by whoever reported.</summary>
    [GenerateSerializer, Immutable, Alias("order-rate")]
    public sealed record Rate : WorkOrderCommand
    {
        /// <summary>1 (bad) to 5 (good).</summary>
        [Id(0)] public int Stars { get; init; }
    }

    /// <summary>移交: to another department, another level of administration, or both; waits there to be dispatched. Reason required.</summary>
    [GenerateSerializer, Immutable, Alias("order-transfer")]
    public sealed record Transfer : WorkOrderCommand
    {
        /// <summary>The department; empty: the same.</summary>
        [Id(0)] public string Department { get; init; } = "";

        /// <summary>The level, of the areas where the order lies; null: the same.</summary>
        [Id(1)] public AreaLevel? Level { get; init; }
    }

    /// <summary>申请延期: asks whoever accepts for more time; not after overdue. Reason required.</summary>
    [GenerateSerializer, Immutable, Alias("order-ask-extension")]
    public sealed record AskExtension : WorkOrderCommand;

    /// <summary>挂牌督办: before the district, or where it is there already, the city; reason required.</summary>
    [GenerateSerializer, Immutable, Alias("order-supervise")]
    public sealed record Supervise : WorkOrderCommand;

    /// <summary>回访 after close: where people are not content, it is filed again, and the reason says why.</summary>
    [GenerateSerializer, Immutable, Alias("order-revisit")]
    public sealed record Revisit : WorkOrderCommand
    {
        /// <summary>Whether those whom it concerns are content.</summary>
        [Id(0)] public bool Satisfied { get; init; }
    }

    /// <summary>The alert behind it ended by an officer's word on site: nothing is left to handle.</summary>
    [GenerateSerializer, Immutable, Alias("order-alert-ended")]
    public sealed record AlertEnded : WorkOrderCommand
    {
        /// <summary>The alert.</summary>
        [Id(0)] public string Alert { get; init; } = "";

        /// <summary>True: there was nothing.</summary>
        [Id(1)] public bool IsFalseAlarm { get; init; }
    }
}
