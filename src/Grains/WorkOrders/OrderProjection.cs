using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using CityActors.Cases;
using CityActors.Dispatch;
using CityActors.Packs.Cases;
using CityActors.Packs.Expressions;

namespace CityActors.WorkOrders;

/// <summary>Lines of a case as lines of an order: what the order's facts, views and API are made of. Pure.</summary>
/// <remarks>What a line of a case does not say comes from the report or the command that brought it: who was considered and why, and what was reported.</remarks>
internal static class OrderProjection
{
    private const string SupervisionField = "supervision";

    private static readonly ImmutableSortedDictionary<string, string> none = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>How a case begins with a report. Who reported, and the words, stay with the order: of them there may be thousands.</summary>
    public static CaseBeginning BeginningOf(OrderReport report) => new()
    {
        Id = report.Id,
        Actor = report.Reporter,
        At = report.At,
        Area = report.Cell,
        Fields = ChannelOf("channel", report)
            .Add("category", OrderCommands.Json(report.Category))
            .Add("place", CaseValue.Write(Value.Of(new Place(report.Position.Longitude, report.Position.Latitude, report.Cell)), ExpressionType.Place)!),
    };

    /// <summary>A report's channel as a field.</summary>
    public static ImmutableSortedDictionary<string, string> ChannelOf(string field, OrderReport report) =>
        none.Add(field, OrderCommands.Json(JsonNamingPolicy.KebabCaseLower.ConvertName(report.Channel.ToString())));

    /// <summary>Fields that say yes or no.</summary>
    public static ImmutableSortedDictionary<string, string> Flags(params (string Field, bool Value)[] flags) =>
        none.AddRange(flags.Select(static flag => KeyValuePair.Create(flag.Field, flag.Value ? "true" : "false")));

    /// <summary>The line of an order.</summary>
    /// <param name="program">The type.</param>
    /// <param name="change">The line of its case.</param>
    /// <param name="order">The order before it.</param>
    /// <param name="cause">What brought it.</param>
    public static OrderEntry EntryOf(CaseProgram program, CaseChange change, WorkOrder order, OrderCause cause)
    {
        var (before, line, after) = (change.Before, change.Line, change.After);
        var report = IsByItself(line) ? cause.Report : null; // Filed or opened again because of a report.
        return new OrderEntry
        {
            Version = line.Version,
            At = line.At,
            Actor = line.Actor,
            What = line.What,
            Status = OrderStates.Of(line.Status),
            Round = order.Round + (LooksForCrew(program, line) ? 1 : 0),
            Why = report is not null ? cause.Why ?? WhyOf(line) : line.Trigger is { Kind: "due" } ? WhyDue(before, line) : line.Trigger is { Kind: "warn" } ? "The limit will soon be over. 时限将至。" : line.Why,
            CommandId = report?.Id ?? line.CommandId,
            Source = line.Source,
            Subject = report?.Id ?? SubjectOf(line, after),
            Until = UntilOf(line),
            DueBefore = line.What == OrderEvents.CalendarCorrected ? before.Clocks.Single(clock => clock.Name == line.Subject).DueAt : null,
            Number = line.What == OrderEvents.Rated ? int.Parse(line.Changes!["stars"], CultureInfo.InvariantCulture) : 0,
            Choices = ChoicesOf(change, order, cause),
            Report = line.What is OrderEvents.Reported or OrderEvents.ReportAdded ? cause.Report : null,
        };
    }

    /// <summary>The date that a line names, or null.</summary>
    public static DateTimeOffset? UntilOf(CaseLine line) => line.Until?.Values.First();

    /// <summary>Who supervises an order above the street, or null.</summary>
    public static string? SupervisionOf(CaseState order) => order.Fields.TryGetValue(SupervisionField, out var level) ? Text(level) : null;

    /// <summary>The line of a case that a line of an order stands for that was written before orders had a type.</summary>
    public static CaseLine LineOf(OrderEntry entry) => new()
    {
        Version = entry.Version,
        At = entry.At,
        Actor = entry.Actor,
        What = entry.What,
        Status = OrderStates.NameOf(entry.Status),
        Why = entry.Why,
        CommandId = entry.CommandId,
        Source = entry.Source,
        Subject = entry.Subject,
    };

    private static bool IsByItself(CaseLine line) => line.Actor == CaseDraft.System && line.What is OrderEvents.Filed or OrderEvents.Reopened;

    private static bool LooksForCrew(CaseProgram program, CaseLine line)
    {
        foreach (var effect in program.EffectsOf(line))
        {
            if (effect.Spec.Assign is not null)
            {
                return true;
            }
        }

        return false;
    }

    private static string WhyOf(CaseLine line) => line.Status == "filed"
        ? "A sensor's alarm of this category is a case by itself. 该类感知告警自动立案。"
        : "Reported again. 再次上报。";

    private static string WhyDue(CaseState before, CaseLine line) => line.What switch
    {
        OrderEvents.Resumed => "The suspension's date has come. 挂账到期自动恢复。",
        OrderEvents.ExtensionRefused => "Nobody has decided about the request in time. 延期申请逾期未批复，视为不同意。",
        OrderEvents.Supervised => "It is overdue still, and goes one level up. 超期仍未办结，升级督办。",
        _ => $"Limit: {before.Terms!.Limits[line.Trigger!.Value.Name]}. 时限已到。",
    };

    private static string SubjectOf(CaseLine line, CaseState after) => line.What switch
    {
        OrderEvents.Reported => line.CommandId,
        OrderEvents.ReportAdded or OrderEvents.AlertEnded or OrderEvents.CalendarCorrected or OrderEvents.Attached or OrderEvents.Adopted => line.Subject,
        OrderEvents.Dispatched => after.Unit,
        OrderEvents.Transferred => $"{after.Unit} {after.Area}",
        OrderEvents.Supervised => Text(line.Changes![SupervisionField]),
        OrderEvents.SignedFor or OrderEvents.Declined => Text(line.Changes!["responder"]),
        OrderEvents.Merged => Text(line.Changes!["into"]),
        _ => "",
    };

    // Who signs for a place that was lost is shown with the offer of it.
    private static IReadOnlyList<DispatchChoice> ChoicesOf(CaseChange change, WorkOrder order, OrderCause cause)
    {
        if (cause.Command is WorkOrderCommand.AssignTo assign && change.Line.What is OrderEvents.Dispatched or OrderEvents.NobodyFree)
        {
            return assign.Choices;
        }

        return change.Line.What != OrderEvents.SignedFor || change.After.Holders.Count == change.Before.Holders.Count ? [] : [.. change.After.Holders.Skip(change.Before.Holders.Count).Select(back =>
            order.History.Where(static entry => entry.What == OrderEvents.Dispatched).Reverse().SelectMany(static entry => entry.Choices).FirstOrDefault(choice => (choice.Responder, choice.Skill) == (back.Who, back.Need))
            ?? new DispatchChoice { Responder = back.Who, Skill = back.Need })];
    }

    private static string Text(string json) => JsonSerializer.Deserialize<string>(json)!;
}

/// <summary>What brought a line about.</summary>
/// <param name="Report">A report, or null.</param>
/// <param name="Command">A command, or null.</param>
/// <param name="Why">Why, where neither says it; or null.</param>
internal readonly record struct OrderCause(OrderReport? Report = null, WorkOrderCommand? Command = null, string? Why = null);
