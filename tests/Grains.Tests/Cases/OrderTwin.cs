using System.Text.Encodings.Web;
using System.Text.Json;
using CityActors.Alerts;
using CityActors.Cases;
using CityActors.Commits;
using CityActors.Deadlines;
using CityActors.Drill;
using CityActors.Facts;
using CityActors.WorkOrders;
using Microsoft.Extensions.Options;
using CodedRules = CityActors.WorkOrders.Coded.WorkOrderRules;
using CodedTable = CityActors.WorkOrders.Coded.WorkOrderTable;

namespace CityActors.Tests.Cases;

/// <summary>One order twice: by the rules in code, and by the type of case that says the same. Both get the same reports, commands, facts and deadlines.</summary>
internal sealed class OrderTwin
{
    public const string Id = OrderRun.Id;

    private static readonly JsonSerializerOptions plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly List<string> differences = [];
    private readonly List<string> alerts = [];
    private CodedRules coded = CodedOf(OrderRun.Calendar);
    private WorkOrderRules rules = OrderRun.Rules;
    private bool isAdopted;

    /// <summary>The order by the rules in code.</summary>
    public WorkOrder Coded { get; private set; } = new();

    /// <summary>The order by its type.</summary>
    public WorkOrder Told { get; private set; } = new();

    public OrderStatus Status => Coded.Summary?.Status ?? OrderStatus.None;

    public IReadOnlyList<string> Alerts => alerts;

    /// <summary>The rules in code.</summary>
    public static CodedRules CodedOf(WorkCalendar calendar) => new(OrderRun.Catalogue, calendar, Options.Create(new DrillOptions()));

    /// <summary>Another calendar takes the place of the usual one.</summary>
    public void Correct(WorkCalendar other) => (coded, rules) = (CodedOf(other), OrderRun.RulesOf(other));

    /// <summary>The first report, or a further one.</summary>
    public void Report(OrderReport report)
    {
        Note(report);
        Take(coded.Report(Id, Coded, report), rules.Report(Id, Told, report));
    }

    /// <summary>Gives both the same command.</summary>
    /// <returns>Why each refused it.</returns>
    public (Refusal? Coded, Refusal? Told) Do(WorkOrderCommand command) => Take(coded.Apply(Id, Coded, command), rules.Apply(Id, Told, command));

    /// <summary>Gives both the same picture.</summary>
    public void Attach(OrderAttachment attachment) => Take(coded.Attach(Id, Coded, attachment), rules.Attach(Id, Told, attachment));

    /// <summary>Another grain's fact reaches both.</summary>
    public void React(CityFact fact)
    {
        foreach (var report in (fact as ReportsHandedOver)?.Reports ?? [])
        {
            Note(report);
        }

        Take((coded.React(Id, Coded, fact, fact.At), Plain(Coded)), (rules.React(Id, Told, fact, fact.At), Plain(Told)));
    }

    /// <summary>What both would answer.</summary>
    public void Weigh(CommandGiver giver)
    {
        var told = rules.Weigh(Id, Told, giver);
        var known = told is null ? null : told with { Commands = [.. told.Commands.Where(static one => !CodedTable.LaterKinds.Any(later => later.GetType() == one.Command.GetType()))] };
        var (one, other) = (JsonSerializer.Serialize(coded.Weigh(Id, Coded, giver), plain), JsonSerializer.Serialize(known, plain));
        if (one != other && !isAdopted)
        {
            differences.Add($"weighed {one} by code, {other} by the type");
        }
    }

    /// <summary>Calls both for their next deadline.</summary>
    public void FallDue()
    {
        var (one, other) = (coded.Deadlines(Id, Coded).FirstOrDefault(), rules.Deadlines(Id, Told).FirstOrDefault());
        Take(
            (one.Name is null ? Decision.None(Coded) : coded.Due(Id, Coded, new Deadline($"work-order/{Id}", one.Name, one.At), one.At), Plain(Coded)),
            (other.Name is null ? Decision.None(Told) : rules.Due(Id, Told, new Deadline($"work-order/{Id}", other.Name, other.At), other.At), Plain(Told)));
    }

    /// <summary>In what they differ, by kind.</summary>
    public IEnumerable<(string Kind, string What)> Differences()
    {
        (string Kind, string Coded, string Told)[] all =
        [
            ("summary", Text(Coded.Summary!), Text(Told.Summary!)),
            ("clocks", Text(Coded.Clocks), Text(Told.Clocks)),
            ("crew", string.Join(' ', Coded.Crew), string.Join(' ', Told.Crew)),
            ("rest", $"{Coded.Text} {Coded.Round} {Coded.Terms?.Department} {string.Join(' ', Coded.Reporters)}", $"{Told.Text} {Told.Round} {Told.Terms?.Department} {string.Join(' ', Told.Reporters)}"),
            ("entries", Text(Coded), Text(Told)),
            ("deadlines", string.Join(' ', coded.Deadlines(Id, Coded)), string.Join(' ', rules.Deadlines(Id, Told))),
        ];
        return all.Where(static one => one.Coded != one.Told).Select(static one => (one.Kind, $"{one.Coded} by code, {one.Told} by the type")).Concat(differences.Select(static what => ("told", what)));
    }

    /// <summary>Whether the case rebuilt from its lines is the same; that a report came is no line of the case.</summary>
    public bool IsRebuilt()
    {
        var stored = Told.Case!;
        var rebuilt = CaseFold.Rebuild(OrderRun.Program, Id, stored.Terms!, stored.History, OrderRun.Calendar);
        return JsonSerializer.Serialize(rebuilt with { Version = stored.Version, ChangedAt = stored.ChangedAt }) == JsonSerializer.Serialize(stored);
    }

    /// <summary>Both as their next activations read them.</summary>
    public void Store() => Told = Stored(Told);

    /// <summary>An order as its next activation reads it.</summary>
    public static WorkOrder Stored(WorkOrder order)
    {
        var serializer = new StateSerializer();
        var rows = OrderRun.Rules.RowKinds.SelectMany(kind => kind.Difference(new WorkOrder(), order, serializer)).Select(static write => new StoredRow(write.Name, write.Payload!.Value)).ToArray();
        return OrderRun.Rules.RowKinds.Aggregate(serializer.Deserialize<WorkOrder>(serializer.Serialize(order))!, (read, kind) => kind.Fill(read, rows, serializer));
    }

    /// <summary>The order by its type goes on from how the rules in code left it, as if they had stored it. From then on it has one line more.</summary>
    public void Adopt() => (Told, isAdopted) = (Stored(Coded), true);

    private static WorkOrderReply Plain(WorkOrder order) => new(order.Summary, null);

    private static string Text(IEnumerable<OrderClock> clocks) => string.Join(' ', clocks.OrderBy(static clock => clock.Name, StringComparer.Ordinal));

    private string Text(OrderSummary summary) => JsonSerializer.Serialize(isAdopted ? summary with { Version = 0 } : summary, plain);

    private string Text(WorkOrder order) =>
        string.Join('\n', order.History.Where(static entry => entry.What != OrderEvents.Adopted).TakeLast(4).Concat(order.Further.Youngest(2)).Concat(order.Ends.Youngest(2))
            .Select(entry => JsonSerializer.Serialize(isAdopted ? entry with { Version = 0 } : entry, plain)));

    private string Text(IEnumerable<CityFact> facts) => string.Join('\n', facts.Where(static fact => fact is not OrderChanged { Entry.What: OrderEvents.Adopted })
        .Select(fact => isAdopted ? fact.GetType().Name : $"{fact.GetType().Name} {JsonSerializer.Serialize<object>(fact, plain)}"));

    private string Text(WorkOrderReply reply) => isAdopted ? $"{reply.Refusal}" : JsonSerializer.Serialize(reply, plain);

    private void Note(OrderReport report)
    {
        if (report.Alert.Length > 0)
        {
            alerts.Add(report.Alert);
        }
    }

    private (Refusal? Coded, Refusal? Told) Take((Decision<WorkOrder> Decision, WorkOrderReply Reply) one, (Decision<WorkOrder> Decision, WorkOrderReply Reply) other)
    {
        (Coded, Told) = (one.Decision.Next, other.Decision.Next);
        (string Kind, string Coded, string Told)[] all =
        [
            ("change", $"{one.Decision.IsChange}", $"{other.Decision.IsChange}"),
            ("facts", Text(one.Decision.Facts), Text(other.Decision.Facts)),
            ("reply", Text(one.Reply), Text(other.Reply)),
        ];
        differences.AddRange(all.Where(static pair => pair.Coded != pair.Told).Select(static pair => $"{pair.Kind}: {pair.Coded} by code, {pair.Told} by the type"));
        return (one.Reply.Refusal, other.Reply.Refusal);
    }
}
