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
    private static readonly StateSerializer serializer = new();
    private readonly List<(string Kind, string What)> differences = [];
    private readonly List<string> alerts = [];
    private CodedRules coded = CodedOf(OrderRun.Calendar);
    private WorkOrderRules rules = OrderRun.Rules;
    private (WorkOrder? Coded, WorkOrder? Told) compared;
    private List<(OrderEntry Coded, OrderEntry Told)> lines = [];
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
    public void Correct(WorkCalendar other) => (coded, rules, compared) = (CodedOf(other), OrderRun.RulesOf(other), default);

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
            differences.Add(("told", $"weighed {one} by code, {other} by the type"));
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

    /// <summary>In what they differ, by kind. Lines that were compared before are not compared again.</summary>
    public IEnumerable<(string Kind, string What)> Differences()
    {
        if (ReferenceEquals(Coded, compared.Coded) && ReferenceEquals(Told, compared.Told))
        {
            return differences;
        }

        Compare("summary", Coded.Summary!, Told.Summary!, Text);
        Compare("clocks", Clocks(Coded), Clocks(Told));
        Compare("crew", Coded.Crew, Told.Crew);
        Compare("rest", Rest(Coded), Rest(Told));
        Compare("deadlines", Exact(coded.Deadlines(Id, Coded)), Exact(rules.Deadlines(Id, Told)));
        CompareLines(Lines(Coded), Lines(Told));
        compared = (Coded, Told);
        return differences;
    }

    /// <summary>Whether the case rebuilt from its lines is the same; that a report came is no line of the case.</summary>
    public bool IsRebuilt()
    {
        var stored = Told.Case!;
        var rebuilt = CaseFold.Rebuild(OrderRun.Program, Id, stored.Terms!, stored.History, OrderRun.Calendar);
        return JsonSerializer.Serialize(rebuilt with { Version = stored.Version, ChangedAt = stored.ChangedAt }) == JsonSerializer.Serialize(stored);
    }

    /// <summary>Both as their next activations read them.</summary>
    public void Store() => (Told, compared) = (Stored(Told), default);

    /// <summary>An order as its next activation reads it.</summary>
    public static WorkOrder Stored(WorkOrder order)
    {
        var rows = OrderRun.Rules.RowKinds.SelectMany(kind => kind.Difference(new WorkOrder(), order, serializer)).Select(static write => new StoredRow(write.Name, write.Payload!.Value)).ToArray();
        return OrderRun.Rules.RowKinds.Aggregate(serializer.Deserialize<WorkOrder>(serializer.Serialize(order))!, (read, kind) => kind.Fill(read, rows, serializer));
    }

    /// <summary>The order by its type goes on from how the rules in code left it, as if they had stored it. From then on it has one line more.</summary>
    public void Adopt() => (Told, isAdopted, compared) = (Stored(Coded), true, default);

    private static WorkOrderReply Plain(WorkOrder order) => new(order.Summary, null);

    private static IEnumerable<object?> Clocks(WorkOrder order) =>
        order.Clocks.OrderBy(static clock => clock.Name, StringComparer.Ordinal).SelectMany(static clock => (object?[])[clock, clock.RunningSince?.Offset, clock.DueAt?.Offset]);

    // An instant is equal to the same one in another zone, and stored as another text.
    private static IEnumerable<(DueTime, TimeSpan)> Exact(IEnumerable<DueTime> all) => all.Select(static due => (due, due.At.Offset));

    private static IEnumerable<object?> Rest(WorkOrder order) => [order.Text, order.Round, order.Terms?.Department, .. order.Reporters];

    private string Text(OrderSummary summary) => JsonSerializer.Serialize(isAdopted ? summary with { Version = 0 } : summary, plain);

    private static List<OrderEntry> Lines(WorkOrder order) => [.. order.History.Where(static entry => entry.What != OrderEvents.Adopted).TakeLast(4), .. order.Further.Youngest(2), .. order.Ends.Youngest(2)];

    private string Text(OrderEntry entry) => JsonSerializer.Serialize(isAdopted ? entry with { Version = 0 } : entry, plain);

    private string Text(IEnumerable<CityFact> facts) => string.Join('\n', facts.Where(static fact => fact is not OrderChanged { Entry.What: OrderEvents.Adopted })
        .Select(fact => isAdopted ? fact.GetType().Name : $"{fact.GetType().Name} {JsonSerializer.Serialize<object>(fact, plain)}"));

    // What the order is now is compared as such, so that here it is enough to know that it was the answer.
    private string Text(WorkOrderReply reply, WorkOrder next) =>
        isAdopted ? $"{reply.Refusal}" : ReferenceEquals(reply.Order, next.Summary) ? $"as it is {JsonSerializer.Serialize(reply.Refusal, plain)}" : JsonSerializer.Serialize(reply, plain);

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
        Compare("change", [one.Decision.IsChange], [other.Decision.IsChange]);
        Compare("facts", Text(one.Decision.Facts), Text(other.Decision.Facts), static text => text);
        Compare("reply", Text(one.Reply, Coded), Text(other.Reply, Told), static text => text);
        return (one.Reply.Refusal, other.Reply.Refusal);
    }

    // A line that is the same object on both sides as before is the same line.
    private void CompareLines(List<OrderEntry> one, List<OrderEntry> other)
    {
        Compare("lines", [one.Count], [other.Count]);
        var all = one.Zip(other).ToList();
        foreach (var (coded, told) in all.Where(pair => !lines.Exists(known => ReferenceEquals(known.Coded, pair.First) && ReferenceEquals(known.Told, pair.Second))))
        {
            Compare("entries", coded, told, Text);
        }

        lines = all;
    }

    // Compared as values, because texts of all of them would take most of the time; written only where they differ.
    private void Compare<T>(string kind, IEnumerable<T> one, IEnumerable<T> other)
    {
        if (!one.SequenceEqual(other))
        {
            Compare(kind, one, other, static all => string.Join(' ', all));
        }
    }

    private void Compare<T>(string kind, T one, T other, Func<T, string> text)
    {
        var (coded, told) = (text(one), text(other));
        if (coded != told)
        {
            differences.Add((kind, $"{coded} by code, {told} by the type"));
        }
    }
}
