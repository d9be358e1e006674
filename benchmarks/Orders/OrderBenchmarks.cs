using System.Diagnostics;
using CityActors.Benchmarks.Reports;
using CityActors.Cases;
using CityActors.Commits;
using CityActors.Deadlines;
using CityActors.Dispatch;
using CityActors.Drill;
using CityActors.Facts;
using CityActors.Packs;
using CityActors.Places;
using CityActors.WorkOrders;
using Microsoft.Extensions.Options;
using static CityActors.WorkOrders.WorkOrderCommand;
using CodedRules = CityActors.WorkOrders.Coded.WorkOrderRules;

namespace CityActors.Benchmarks.Orders;

/// <summary>
/// What a command of an order costs that its type decides, beside one that the rules in code decided before there were types, in turn in one process: rules and fold alone, and with what a grain
/// then makes of it for its commit. The call and the disk, which are the same for both, are left out.
/// </summary>
/// <param name="seeds">The folder of seeds.</param>
/// <param name="report">Where the figures go.</param>
internal sealed class OrderBenchmarks(string seeds, Report report)
{
    private const string Id = "order-0123456789abc";
    private const int Lives = 300;
    private const int Rounds = 15;
    private const int WarmUps = 5;
    private readonly StateSerializer serializer = new();
    private long bytes;
    private static readonly DateTimeOffset begin = new(2025, 6, 3, 1, 0, 0, TimeSpan.Zero);

    // A way through most of what there is, refusals included: an order that was extended, sent back, reworked, appealed and rated.
    private static readonly WorkOrderCommand[] life =
    [
        new Check(), new FileCase(), new Start(), Assign("truck-1", "cleaner-1"), new SignFor { Responder = "truck-1" }, new Decline { Responder = "cleaner-1" }, Assign("", "cleaner-2"), new SignFor { Responder = "cleaner-2" },
        new Start(), new Extend { Granted = false }, new Extend { Granted = true }, new Return(), Assign("truck-2", "cleaner-1"), new SignFor { Responder = "truck-2" }, new Start(), new Submit(), new Rework(),
        Assign("truck-1", "cleaner-1"), new SignFor { Responder = "truck-1" }, new Start(), new Submit(), new Submit(), new Confirm(), new Verify(), new Close(), new Appeal(), new DecideAppeal { Granted = true }, new Rate { Stars = 4 },
    ];

    /// <summary>Measures both: what is decided alone, and with all that a grain then does with it before it is stored.</summary>
    public void Run()
    {
        var packs = PackFolder.ReadAll(Path.Combine(seeds, "packs"));
        var (catalogue, calendar, drill) = (new Catalogue(packs), WorkCalendar.Parse(File.ReadAllText(Path.Combine(seeds, "calendars", "china.json")), "china.json"), Options.Create(new DrillOptions()));
        var (coded, typed) = (new CodedRules(catalogue, calendar, drill), new WorkOrderRules(new PackCaseTypes(packs.Find("orders")!, catalogue), catalogue, calendar, drill));
        foreach (var isWritten in (bool[])[false, true])
        {
            var (byCode, byType) = (new List<double>(), new List<double>());
            var (versionByCode, versionByType) = (0L, 0L);
            for (var round = -WarmUps; round < Rounds; round++)
            {
                var one = Measure(coded, coded.Report, coded.Apply, isWritten, out versionByCode);
                var other = Measure(typed, typed.Report, typed.Apply, isWritten, out versionByType);
                if (round >= 0)
                {
                    byCode.Add(one);
                    byType.Add(other);
                }
            }

            var what = isWritten ? ", written" : "";
            Add("coded" + what, byCode, null, true);
            Add("typed" + what, byType, Median(byCode), versionByCode == versionByType);
        }
    }

    private static double Median(List<double> all) => all.Order().ElementAt(all.Count / 2);

    // Microseconds for each command.
    private double Measure(
        ICityRules<WorkOrder> rules,
        Func<string, WorkOrder, OrderReport, (Decision<WorkOrder> Decision, WorkOrderReply Reply)> take,
        Func<string, WorkOrder, WorkOrderCommand, (Decision<WorkOrder> Decision, WorkOrderReply Reply)> apply,
        bool isWritten,
        out long versions)
    {
        versions = 0;
        var start = Stopwatch.GetTimestamp();
        for (var number = 0; number < Lives; number++)
        {
            var order = new WorkOrder();
            order = Written(rules, order, take(Id, order, Report(number)).Decision, isWritten);
            for (var step = 0; step < life.Length; step++)
            {
                var command = life[step] with { CommandId = $"c-{step}", Actor = life[step] is Rate ? "citizen-1" : life[step] is DecideAppeal ? "reviewer-1" : "officer-1", At = begin.AddMinutes(step), Reason = "because" };
                order = Written(rules, order, apply(Id, order, command).Decision, isWritten);
            }

            versions += order.Summary!.Version;
        }

        return Stopwatch.GetElapsedTime(start).TotalMicroseconds / (Lives * (life.Length + 1));
    }

    // The head, the rows that are new, the facts and the deadlines, as a commit takes them.
    private WorkOrder Written(ICityRules<WorkOrder> rules, WorkOrder before, Decision<WorkOrder> decision, bool isWritten)
    {
        if (isWritten && decision.IsChange)
        {
            bytes += serializer.Serialize(decision.Next).Length;
            bytes += rules.RowKinds.SelectMany(kind => kind.Difference(before, decision.Next, serializer)).Sum(static row => row.Payload?.Length ?? 0);
            bytes += decision.Facts.Sum(static fact => FactRecords.Of(fact).Payload.Length) + rules.Deadlines(Id, decision.Next).Count();
        }

        return decision.Next;
    }

    private static OrderReport Report(int number) => new()
    {
        Id = $"report-{number}",
        Category = "event.environment.exposed-waste",
        Channel = ReportChannel.Citizen,
        At = begin,
        Position = new GeoPoint(112.98, 28.19),
        Cell = "430103002001001",
        Text = "two bags",
        Reporter = "citizen-1",
    };

    private static AssignTo Assign(string truck, string cleaner) => new()
    {
        Choices = [new DispatchChoice { Skill = "sanitation-vehicle", Responder = truck }, new DispatchChoice { Skill = "cleaner", Responder = cleaner }],
    };

    private void Add(string name, List<double> all, double? bare, bool isConsistent) => report.Add(new Result
    {
        Benchmark = "order-commands",
        Case = name,
        Unit = "µs/command",
        Median = Math.Round(Median(all), 1),
        Least = Math.Round(all.Max(), 1),
        Most = Math.Round(all.Min(), 1),
        Rounds = Rounds,
        Operations = Lives * (life.Length + 1),
        Bare = bare is { } known ? Math.Round(known, 1) : null,
        Ratio = bare is { } divisor ? Math.Round(Median(all) / divisor, 2) : null,
        Consistent = isConsistent,
    });
}
