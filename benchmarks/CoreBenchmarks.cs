using CityActors.Benchmarks.Alarms;
using CityActors.Benchmarks.Calls;
using CityActors.Benchmarks.Cities;
using CityActors.Benchmarks.Durable;
using CityActors.Benchmarks.Memory;
using CityActors.Benchmarks.Orders;
using CityActors.Benchmarks.Overdue;
using CityActors.Benchmarks.Peer;
using CityActors.Benchmarks.Reports;
using CityActors.Benchmarks.Restart;
using CityActors.Silo.Ingest;
using CityActors.Testing;

namespace CityActors.Benchmarks;

/// <summary>Runs everything, one thing after another.</summary>
internal static class CoreBenchmarks
{
    /// <summary>Runs a plan.</summary>
    /// <param name="plan">How much.</param>
    /// <param name="report">Where to.</param>
    /// <param name="only"><c>observations</c>, <c>alarms</c>, <c>deadlines</c>, <c>restart</c>, <c>district</c> or <c>orders</c> alone; empty: everything.</param>
    public static async Task Run(BenchmarkPlan plan, Report report, string only = "")
    {
        report.Say($"Plan {plan.Name}, seed {BenchmarkPlan.Seed}; data folders in {Path.GetTempPath()} are removed at the end.{Load()}");
        using var postgres = new ScratchPostgres();
        await (only switch
        {
            "observations" => Observations(plan, report, postgres),
            "alarms" => new AlarmBenchmarks(plan, report).Run(postgres),
            "deadlines" => new DeadlineBenchmarks(plan, report).Run(),
            "restart" => new RestartBenchmarks(plan, report).Run(),
            "district" => District(report),
            "orders" => Orders(report),
            _ => Everything(plan, report, postgres),
        });
    }

    /// <summary>A third of the district, twice, and all of it; both exports of the third must be the same.</summary>
    private static async Task District(Report report)
    {
        foreach (var scale in new[] { 0.3, 0.3, 1 })
        {
            await new CommandBenchmarks(report).Simulate(scale);
        }
    }

    /// <summary>What a command of an order costs by its type and by the rules that stood in code before.</summary>
    private static Task Orders(Report report)
    {
        using var folder = new DataFolder();
        new OrderBenchmarks(folder.Settings().Seeds, report).Run();
        return Task.CompletedTask;
    }

    private static async Task Observations(BenchmarkPlan plan, Report report, ScratchPostgres postgres)
    {
        var peer = await OverHttp(plan, report, postgres);
        await using var city = await BenchmarkCity.Start();
        await new MemoryBenchmarks(city, plan, report).Run(); // It puts the homes there.
        await InProcess(city, plan, report, peer);
    }

    private static async Task<double> OverHttp(BenchmarkPlan plan, Report report, ScratchPostgres postgres)
    {
        var peer = await new PeerBenchmarks(plan, report).OnSqlite();
        await new HttpBenchmarks(plan, report).Run("sqlite", "", peer);
        await new HttpBenchmarks(plan, report).Run("sqlite", "", peer, asEvents: true);
        if (postgres.Missing is { } missing)
        {
            report.Say($"NOTHING WAS MEASURED ON POSTGRESQL. {missing}");
        }
        else
        {
            var peerThere = await new PeerBenchmarks(plan, report).OnPostgres(postgres.NewDatabase());
            await new HttpBenchmarks(plan, report).Run("postgresql", postgres.NewDatabase(), peerThere);
        }

        return peer;
    }

    private static async Task Everything(BenchmarkPlan plan, Report report, ScratchPostgres postgres)
    {
        var peer = await OverHttp(plan, report, postgres);
        await new AlarmBenchmarks(plan, report).Run(postgres);
        await new DeadlineBenchmarks(plan, report).Run();
        await new RestartBenchmarks(plan, report).Run();
        await using (var city = await BenchmarkCity.Start())
        {
            await Calls(city, plan, report);
            await InProcess(city, plan, report, peer);
        }

        if (plan.SimulateScale is { } scale)
        {
            await new CommandBenchmarks(report).Simulate(scale);
        }
        else
        {
            report.Say($"'city simulate' is not run in plan {plan.Name}: it takes its time at any size.");
        }
    }

    private static async Task Calls(BenchmarkCity city, BenchmarkPlan plan, Report report)
    {
        if (plan.Rounds > 1)
        {
            report.Say("Warming up: the compiler gets the time to know what is hot, for the bare loops as for the grains.");
            await new CallBenchmarks(city, plan with { Calls = plan.Calls / 4 }, new Report(TextWriter.Null, TextWriter.Null)).Run(plan.GrainCounts[0]);
        }

        foreach (var count in plan.GrainCounts)
        {
            await new CallBenchmarks(city, plan, report).Run(count);
        }

        await new MemoryBenchmarks(city, plan, report).Run();
        await new StateBenchmarks(city, plan, report).Run();
    }

    private static async Task InProcess(BenchmarkCity city, BenchmarkPlan plan, Report report, double peer)
    {
        var registry = city.Get<EntityRegistry>();
        for (var home = 0; home < plan.Path.Homes; home++)
        {
            registry.Note(Homes.CardOf(home), isRetired: false);
        }

        await new QuietBenchmarks(plan, report).Run();
        var bare = await new StageBenchmarks(city, plan, report).Run();
        await new PathBenchmarks(city, plan, report, bare, peer).Run();
    }

    private static string Load() => File.Exists("/proc/loadavg") ? $" Load average before: {File.ReadAllText("/proc/loadavg").Split(' ')[0]}." : "";
}
