using System.Collections.Immutable;
using System.Text.Json;
using CityActors.Alerts;
using CityActors.Cases;
using CityActors.Commits;
using CityActors.Deadlines;
using CityActors.Packs;
using CityActors.WorkOrders;

namespace CityActors.Tests.Cases;

/// <summary>One order twice: by the rules in code, and by the type of case that says the same. Both get the same reports, commands and deadlines.</summary>
internal sealed class OrderTwin
{
    public const string Id = OrderRun.Id;

    private static readonly PackCaseTypes types = new(Pack(), OrderRun.Catalogue);
    private static readonly JsonSerializerOptions plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly CaseRules usual = new(types, OrderRun.Calendar);
    private static readonly ImmutableHashSet<string> roles = [.. Program.Spec.Commands.SelectMany(static command => command.By).Where(static who => !who.StartsWith('$'))];
    private readonly List<OrderReport> reports = [];
    private WorkOrderRules coded = OrderRun.Rules;
    private CaseRules rules = usual;
    private readonly HashSet<string> ended = [];
    private readonly OrderProjection projection = new();
    private WorkCalendar calendar = OrderRun.Calendar;
    private OrderReport? given;
    private WorkOrderCommand? asked;

    public static CaseProgram Program => types.Named("order")!;

    public WorkOrder Coded { get; private set; } = new();

    public CaseState Told { get; private set; } = new();

    public OrderStatus Status => Coded.Summary?.Status ?? OrderStatus.None;

    public IReadOnlyList<string> Alerts => [.. reports.Select(static report => report.Alert).Where(static alert => alert.Length > 0)];

    public static PackFiles Pack()
    {
        var folder = SeedFiles.TestPath("Cases/orders");
        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .ToDictionary(path => Path.GetRelativePath(folder, path).Replace('\\', '/'), static path => (ReadOnlyMemory<byte>)File.ReadAllBytes(path));
        var read = PackReader.Read(files, out var faults);
        Assert.Empty(faults);
        return read!;
    }

    /// <summary>The name of a status in the type of case: in small letters, with hyphens.</summary>
    public static string NameOf(OrderStatus status) => JsonNamingPolicy.KebabCaseLower.ConvertName(status.ToString());

    /// <summary>Another calendar takes the place of the usual one.</summary>
    public void Correct(WorkCalendar other) => (calendar, coded, rules) = (other, OrderRun.RulesOf(other), new CaseRules(types, other));

    /// <summary>The first report, or a further one.</summary>
    public void Report(OrderReport report)
    {
        reports.Add(report);
        (given, asked) = (report, null);
        Coded = coded.Report(Id, Coded, report).Decision.Next;
        var reporters = OrderLines.IsHuman(report) ? ImmutableSortedDictionary<string, IReadOnlyList<string>>.Empty.Add("reporters", [report.Reporter]) : ImmutableSortedDictionary<string, IReadOnlyList<string>>.Empty;
        if (reports.Count > 1)
        {
            Take(rules.Happen(Id, Told, new CaseOccurrence
            {
                Trigger = CaseTrigger.Reported,
                What = OrderEvents.ReportAdded,
                Actor = report.Reporter,
                At = report.At,
                CommandId = report.Id,
                Subject = report.Id,
                IsNew = report.At > Told.EndedAt,
                Changes = Json(new Dictionary<string, object> { ["report-channel"] = ChannelOf(report) }),
                Joined = reporters,
            }));
            return;
        }

        Take(rules.Begin(Id, Told, "order", new CaseBeginning
        {
            Id = report.Id,
            Actor = report.Reporter,
            At = report.At,
            Area = report.Cell,
            Fields = Json(new Dictionary<string, object>
            {
                ["category"] = report.Category,
                ["channel"] = ChannelOf(report),
                ["place"] = new { longitude = report.Position.Longitude, latitude = report.Position.Latitude, area = report.Cell },
                ["text"] = report.Text,
            }),
            Parties = reporters,
        }));
    }

    /// <summary>Gives both the same command.</summary>
    /// <returns>Why each refused it.</returns>
    public (Refusal? Coded, Refusal? Told) Do(WorkOrderCommand command)
    {
        (given, asked) = (null, command);
        var (decision, reply) = coded.Apply(Id, Coded, command);
        Coded = decision.Next;
        return (reply.Refusal, command is WorkOrderCommand.AlertEnded end ? End(end) : Take(rules.Apply(Id, Told, CommandOf(command))));
    }

    /// <summary>Calls both for their next deadline.</summary>
    public void FallDue()
    {
        (given, asked) = (null, null);
        if (coded.Deadlines(Id, Coded).FirstOrDefault() is { Name.Length: > 0 } due)
        {
            Coded = coded.Due(Id, Coded, new Deadline($"work-order/{Id}", due.Name, due.At), due.At).Next;
        }

        if (rules.Deadlines(Id, Told).FirstOrDefault() is { Name.Length: > 0 } told)
        {
            Take((rules.Due(Id, Told, new Deadline($"case/{Id}", told.Name, told.At), told.At), null));
        }
    }

    /// <summary>In what they differ, by kind.</summary>
    public IEnumerable<(string Kind, string What)> Differences()
    {
        var summary = Coded.Summary!;
        var lines = OrderLines.All(Coded);
        (string Kind, object Coded, object Told)[] all =
        [
            ("status", NameOf(summary.Status), Told.Status),
            ("version", summary.Version, Told.Version),
            ("changed", summary.ChangedAt, Told.ChangedAt),
            ("ended", summary.EndedAt ?? default, Told.EndedAt ?? default),
            ("words", string.Join(' ', lines.TakeLast(6).Select(static line => line.What)), string.Join(' ', Told.History.TakeLast(6).Select(static line => line.What))),
            ("clocks", Text(Coded.Clocks), Text(Told.Clocks)),
            ("crew", string.Join(' ', Coded.Crew.Select(static one => $"{one.Skill}:{one.Responder}:{one.HasSigned}")), string.Join(' ', (Told.EndedAt is null ? Told.Holders : Told.HeldAtEnd).Select(static one => $"{one.Need}:{one.Who}:{one.HasSigned}"))),
            ("overdue", string.Join(' ', summary.Overdue), string.Join(' ', Told.Overdue)),
            ("escalated", summary.IsEscalated, Told.IsEscalated),
            ("exempt", summary.IsExempt, Told.Exempt.Length > 0),
            ("unit", summary.Department.Length > 0 ? summary.Department : Coded.Terms!.Department, Told.Unit),
            ("extensions", summary.Extensions, Told.History.Count(static line => line.What == OrderEvents.Extended)),
            ("reworks", summary.Reworks, Told.History.Count(static line => line.What == OrderEvents.ReworkOrdered)),
            ("rating", summary.Rating, Told.History.Exists(static line => line.What == OrderEvents.Rated) ? int.Parse(Told.Fields["stars"], System.Globalization.CultureInfo.InvariantCulture) : 0),
            ("entries", Text(lines.TakeLast(6)), Text(projection.Entries.TakeLast(6))),
            ("reporters", string.Join(' ', Coded.Reporters), string.Join(' ', Told.Parties.GetValueOrDefault("reporters", []).Order(StringComparer.Ordinal))),
            ("deadlines", string.Join(' ', coded.Deadlines(Id, Coded)), string.Join(' ', rules.Deadlines(Id, Told))),
        ];
        return all.Where(static one => !one.Coded.Equals(one.Told)).Select(static one => (one.Kind, $"{one.Coded} by code, {one.Told} by the type"));
    }

    /// <summary>Whether the case rebuilt from its history is the same.</summary>
    public bool IsRebuilt() =>
        JsonSerializer.Serialize(CaseFold.Rebuild(Program, Id, Told.Terms!, Told.History, OrderRun.Calendar) with { History = [] }) == JsonSerializer.Serialize(Told with { History = [] });

    // What the order's grain does around the kernel: it knows the alerts behind it.
    private Refusal? End(WorkOrderCommand.AlertEnded end)
    {
        if (end.CommandId.Length > 0 && Told.History.Exists(line => line.CommandId == end.CommandId && line.Source is null))
        {
            return null;
        }

        if (Told.EndedAt is null && !Alerts.Contains(end.Alert))
        {
            return OrderRefusals.UnknownAlert(end.Alert);
        }

        if (Told.EndedAt is null && ended.Contains(end.Alert))
        {
            return Take((rules.Due(Id, Told, new Deadline($"case/{Id}", "", end.At), end.At), null));
        }

        var isLast = ended.Count + 1 == reports.Count;
        var refusal = Take(rules.Happen(Id, Told, new CaseOccurrence
        {
            Trigger = CaseTrigger.AlertEnded,
            What = OrderEvents.AlertEnded,
            Actor = end.Actor,
            At = end.At,
            Why = end.Reason,
            Subject = end.Alert,
            CommandId = end.CommandId,
            Changes = Json(new Dictionary<string, object> { ["last-alert"] = isLast, ["false-alarm"] = end.IsFalseAlarm }),
        }));
        if (refusal is null)
        {
            ended.Add(end.Alert);
        }

        return refusal;
    }

    private static string ChannelOf(OrderReport report) => JsonNamingPolicy.KebabCaseLower.ConvertName(report.Channel.ToString());

    private static CaseCommand CommandOf(WorkOrderCommand command) => new()
    {
        Do = WorkOrderTable.NameOf(command),
        CommandId = command.CommandId,
        Actor = command.Actor,
        At = command.At,
        Reason = command.Reason,
        Source = command.Source,
        Roles = roles,
        Form = Json(FormOf(command)),
    };

    private static Dictionary<string, object> FormOf(WorkOrderCommand command) => command switch
    {
        WorkOrderCommand.AssignTo assign => Given(("to-unit", assign.Department), ("choices", assign.Choices.Select(static choice => Given(("need", choice.Skill), ("who", choice.Responder))).ToArray())),
        WorkOrderCommand.SignFor sign => Given(("responder", sign.Responder)),
        WorkOrderCommand.Decline decline => Given(("responder", decline.Responder)),
        WorkOrderCommand.Suspend suspend => Given(("until", suspend.Until)),
        WorkOrderCommand.Extend extend => Given(("granted", extend.Granted)),
        WorkOrderCommand.Merge merge => Given(("into", merge.Into)),
        WorkOrderCommand.DecideAppeal decide => Given(("granted", decide.Granted)),
        WorkOrderCommand.Rate rate => Given(("stars", rate.Stars)),
        _ => [],
    };

    // What is empty was not given.
    private static Dictionary<string, object> Given(params (string Name, object Value)[] all) => all.Where(static one => one.Value is not "").ToDictionary(static one => one.Name, static one => one.Value, StringComparer.Ordinal);

    private static ImmutableSortedDictionary<string, string> Json(Dictionary<string, object> fields) =>
        fields.ToImmutableSortedDictionary(static field => field.Key, static field => JsonSerializer.Serialize(field.Value), StringComparer.Ordinal);

    private static string Text(IEnumerable<OrderClock> clocks) => string.Join(' ', clocks.OrderBy(static clock => clock.Name, StringComparer.Ordinal).Select(static clock =>
        $"{clock.Name}:{(clock.RunningSince is null ? "paused" : "runs")}{(clock.IsOverdue ? ":overdue" : "")}:due={clock.DueAt:yyyy-MM-ddTHH:mm:ss}:length={clock.Length}:spent={clock.Spent}"));

    // When it is due then follows from the fold.
    private static string Text(IEnumerable<OrderEntry> entries) => string.Join('\n', entries.Select(static entry => JsonSerializer.Serialize(entry with { DueAt = null, DueClock = null }, plain)));

    private Refusal? Take((Decision<CaseState> Decision, Refusal? Refusal) decided)
    {
        var before = Told;
        foreach (var line in decided.Decision.Next.History.Skip(Told.History.Count))
        {
            var after = CaseFold.Apply(Program, before.Terms is null ? new CaseState { Id = Id, Terms = decided.Decision.Next.Terms } : before, line, calendar);
            projection.Add(Program, before, line, after, given, asked);
            before = after;
        }

        Told = decided.Decision.Next;
        return decided.Refusal;
    }
}
