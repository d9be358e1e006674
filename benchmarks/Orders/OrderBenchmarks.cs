using System.Diagnostics;
using CityActors.Benchmarks.Reports;
using CityActors.Cases;
using CityActors.Commits;
using CityActors.Deadlines;
using CityActors.Dispatch;
using CityActors.Drill;
using CityActors.Packs;
using CityActors.Places;
using CityActors.WorkOrders;
using Microsoft.Extensions.Options;
using static CityActors.WorkOrders.WorkOrderCommand;
using CodedRules = CityActors.WorkOrders.Coded.WorkOrderRules;

namespace CityActors.Benchmarks.Orders;

/// <summary>What a command of an order costs that its type decides, beside one that the rules in code decided before there were types: rules and fold alone, in turn in one process.</summary>
/// <param name="seeds">The folder of seeds.</param>
/// <param name="report">Where the figures go.</param>
internal sealed class OrderBenchmarks(string seeds, Report report)
{
    private const string Id = "order-0123456789abc";
    private const int Lives = 300;
    private const int Rounds = 15;
    private const int WarmUps = 5;
    private static readonly DateTimeOffset begin = new(2025, 6, 3, 1, 0, 0, TimeSpan.Zero);

    // A way through most of what there is, refusals included: an order that was extended, sent back, reworked, appealed and rated.
    private static readonly WorkOrderCommand[] life =
    [
        new Check(), new FileCase(), new Start(), Assign("truck-1", "cleaner-1"), new SignFor { Responder = "truck-1" }, new Decline { Responder = "cleaner-1" }, Assign("", "cleaner-2"), new SignFor { Responder = "cleaner-2" },
        new Start(), new Extend { Granted = false }, new Extend { Granted = true }, new Return(), Assign("truck-2", "cleaner-1"), new SignFor { Responder = "truck-2" }, new Start(), new Submit(), new Rework(),
        Assign("truck-1", "cleaner-1"), new SignFor { Responder = "truck-1" }, new Start(), new Submit(), new Submit(), new Confirm(), new Verify(), new Close(), new Appeal(), new DecideAppeal { Granted = true }, new Rate { Stars = 4 },
    ];

    /// <summary>Measures both.</summary>
    public void Run()
    {
        var packs = PackFolder.ReadAll(Path.Combine(seeds, "packs"));
        var (catalogue, calendar, drill) = (new Catalogue(packs), WorkCalendar.Parse(File.ReadAllText(Path.Combine(seeds, "calendars", "china.json")), "china.json"), Options.Create(new DrillOptions()));
        var (coded, typed) = (new CodedRules(catalogue, calendar, drill), new WorkOrderRules(new PackCaseTypes(packs.Find("orders")!, catalogue), catalogue, calendar, drill));
        var (byCode, byType) = (new List<double>(), new List<double>());
        var (versionByCode, versionByType) = (0L, 0L);
        for (var round = -WarmUps; round < Rounds; round++)
        {
            var one = Measure(coded.Report, coded.Apply, out versionByCode);
            var other = Measure(typed.Report, typed.Apply, out versionByType);
            if (round >= 0)
            {
                byCode.Add(one);
                byType.Add(other);
            }
        }

        Add("coded", byCode, null, true);
        Add("typed", byType, Median(byCode), versionByCode == versionByType);
    }

    private static double Median(List<double> all) => all.Order().ElementAt(all.Count / 2);

    // Microseconds for each command.
    private static double Measure(
        Func<string, WorkOrder, OrderReport, (Decision<WorkOrder> Decision, WorkOrderReply Reply)> take, Func<string, WorkOrder, WorkOrderCommand, (Decision<WorkOrder> Decision, WorkOrderReply Reply)> apply, out long versions)
    {
        versions = 0;
        var start = Stopwatch.GetTimestamp();
        for (var number = 0; number < Lives; number++)
        {
            var order = take(Id, new WorkOrder(), Report(number)).Decision.Next;
            for (var step = 0; step < life.Length; step++)
            {
                var command = life[step] with { CommandId = $"c-{step}", Actor = life[step] is Rate ? "citizen-1" : life[step] is DecideAppeal ? "reviewer-1" : "officer-1", At = begin.AddMinutes(step), Reason = "because" };
                order = apply(Id, order, command).Decision.Next;
            }

            versions += order.Summary!.Version;
        }

        return Stopwatch.GetElapsedTime(start).TotalMicroseconds / (Lives * (life.Length + 1));
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
