using System.Text.Json;
using CityActors.Cases;
using CityActors.Dispatch;
using CityActors.WorkOrders;

namespace CityActors.Tests.Cases;

/// <summary>
/// Lines of a case as lines of an order: what the order's facts, views and API are made of. Whatever a line of a case does not say comes from the report or the command
/// that brought it: who was considered and why, and what was reported.
/// </summary>
internal sealed class OrderProjection
{
    private static readonly string[] filings = [OrderEvents.Filed, OrderEvents.Reopened];
    private readonly List<OrderEntry> entries = [];
    private int round;

    /// <summary>The lines so far, oldest first.</summary>
    public IReadOnlyList<OrderEntry> Entries => entries;

    /// <summary>Adds a line.</summary>
    /// <param name="program">The type.</param>
    /// <param name="before">The case before it.</param>
    /// <param name="line">The line.</param>
    /// <param name="after">The case after it.</param>
    /// <param name="report">The report that was given, or null.</param>
    /// <param name="command">The command that was given, or null.</param>
    public void Add(CaseProgram program, CaseState before, CaseLine line, CaseState after, OrderReport? report, WorkOrderCommand? command)
    {
        round += program.EffectsOf(line).Any(static effect => effect.Spec.Assign is not null) ? 1 : 0;
        var isByItself = report is not null && line.Actor == CaseDraft.System && filings.Contains(line.What); // Filed or opened again because of a report.
        entries.Add(new OrderEntry
        {
            Version = line.Version,
            At = line.At,
            Actor = line.Actor,
            What = line.What,
            Status = Enum.Parse<OrderStatus>(line.Status.Replace("-", "", StringComparison.Ordinal), ignoreCase: true),
            Round = round,
            Why = isByItself ? WhyOf(line) : line.Trigger is { Kind: "due" } ? WhyDue(before, line) : line.Why,
            CommandId = isByItself ? report!.Id : line.CommandId,
            Source = line.Source,
            Subject = isByItself ? report!.Id : SubjectOf(line, after),
            Until = line.Until?.Values.First(),
            DueBefore = line.What == OrderEvents.CalendarCorrected ? before.Clocks.Single(clock => clock.Name == line.Subject).DueAt : null,
            Number = line.What == OrderEvents.Rated ? int.Parse(line.Changes!["stars"], System.Globalization.CultureInfo.InvariantCulture) : 0,
            Choices = ChoicesOf(before, line, after, command),
            Report = line.What is OrderEvents.Reported or OrderEvents.ReportAdded ? report : null,
        });
    }

    private static string WhyOf(CaseLine line) => line.Status == "filed"
        ? "A sensor's alarm of this category is a case by itself. 该类感知告警自动立案。"
        : "Reported again. 再次上报。";

    private static string WhyDue(CaseState before, CaseLine line) => line.What == OrderEvents.Resumed
        ? "The suspension's date has come. 挂账到期自动恢复。"
        : $"Limit: {before.Terms!.Limits[line.Trigger!.Value.Name]}. 时限已到。";

    private static string SubjectOf(CaseLine line, CaseState after) => line.What switch
    {
        OrderEvents.Reported => line.CommandId,
        OrderEvents.ReportAdded or OrderEvents.AlertEnded or OrderEvents.CalendarCorrected => line.Subject,
        OrderEvents.Dispatched => after.Unit,
        OrderEvents.SignedFor or OrderEvents.Declined => Text(line.Changes!["responder"]),
        OrderEvents.Merged => Text(line.Changes!["into"]),
        _ => "",
    };

    // Who signs for a place that was lost is shown with the offer of it.
    private IReadOnlyList<DispatchChoice> ChoicesOf(CaseState before, CaseLine line, CaseState after, WorkOrderCommand? command)
    {
        if (command is WorkOrderCommand.AssignTo assign && line.What is OrderEvents.Dispatched or OrderEvents.NobodyFree)
        {
            return assign.Choices;
        }

        return line.What != OrderEvents.SignedFor ? [] : [.. after.Holders.Skip(before.Holders.Count).Select(back =>
            entries.Last(entry => entry.What == OrderEvents.Dispatched && entry.Choices.Any(choice => choice.Responder == back.Who)).Choices.First(choice => (choice.Responder, choice.Skill) == (back.Who, back.Need)))];
    }

    private static string Text(string json) => JsonSerializer.Deserialize<string>(json)!;
}
