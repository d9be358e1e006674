using System.Text.Json;
using CityActors.Alerts;
using CityActors.Client.Api;
using CityActors.Client.CommandLine;
using CityActors.Client.Live;
using CityActors.Client.Silos;
using CityActors.Client.Simulation;

namespace CityActors.Client.Tests.Live;

/// <summary>A live drill against a real Silo on the wall's clock, which listens at two addresses.</summary>
public sealed class LiveDrillTests
{
    [Fact]
    public async Task Drill_OneOfThreeAddressesCutInTheMiddle_GoesOnAndLosesNothing()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var silo = await SiloProcess.Start(null, null, _ => { }, cancellation, addresses: 2);
        await using var proxy = new CuttableProxy(silo.Settings.Urls[1]);
        using var client = new CityClient([.. silo.Settings.Urls, proxy.Address], silo.Settings.AdminKey, LiveDrill.Patience);
        var settings = new SimulationPlan { District = "tianxin", Scale = 0.002, Seed = 7, Live = TimeSpan.FromSeconds(36), Interval = TimeSpan.FromSeconds(2), LoadPerSecond = 200 };

        var report = await new LiveDrill(client, settings, _ => { }).Run(CutHalfWay, cancellation);

        Assert.Empty(report.Broken);
        Assert.All(report.Silos, silo => Assert.True(silo.Accepted > 0 && silo.P50Ms > 0, $"{silo}"));
        Assert.Equal([true, true, false], report.Silos.Select(silo => silo.Answers));
        Assert.Equal([0, 0], report.Silos.Take(2).Select(silo => silo.Failures));
        Assert.True(report.Silos[2].Failures > 0);
        var load = Assert.IsType<LoadFigures>(report.Live!.Load);
        Assert.Equal(report.ObservationsSent, report.ObservationsAccepted);
        Assert.Equal(load.Sent, load.Accepted);
        Assert.Equal(report.ObservationsAccepted + load.Accepted, report.Live.LogGrewBy);
        Assert.Equal(report.ObservationsAccepted + load.Accepted, report.Silos.Sum(silo => silo.Accepted));
        Assert.Equal(0, report.Live.StillWaiting);
        Assert.All(report.Detection, kind => Assert.Equal((kind.Injected, 0), (kind.Found, kind.False)));
        Assert.Superset(new HashSet<string> { AlertKinds.Smoke, AlertKinds.SmokeSeen }, report.Detection.Where(kind => kind.Found > 0).Select(kind => kind.Kind).ToHashSet());
        Assert.Equal((4, 4), (report.Reports.Matters, report.Reports.Orders));
        Assert.NotNull(report.Live.ToldSeconds);
        Assert.Contains(AlertKinds.FireLaneBlocked, report.Live.LeftOut.Keys);

        void CutHalfWay(double share, string what)
        {
            if (share is >= 0.5 and < 1)
            {
                proxy.Cut();
            }
        }
    }

    [Fact]
    public async Task Simulate_InterruptedInTheMiddle_ReportsWhatWasMeasured()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var silo = await SiloProcess.Start(null, null, _ => { }, cancellation, addresses: 2);
        using var client = new CityClient(silo.Settings.Url, silo.Settings.AdminKey);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var results = new StringWriter();
        using var says = new StringWriter();
        string[] line =
        [
            "simulate", "tianxin", "--scale", "0.002", "--minutes", "120", "--interval", "1", "--json",
            "--url", string.Join(',', silo.Settings.Urls), "--key", silo.Settings.AdminKey,
        ];

        var running = CityCommand.Run(line, new CommandOutput(results, says, resultsOnTerminal: false, saysOnTerminal: false), stop.Token);
        while (!running.IsCompleted && await client.Status(silo.Settings.Url, cancellation) is not { Observations: >= 200 })
        {
            await Task.WhenAny(running, Task.Delay(100, cancellation));
        }

        await stop.CancelAsync();

        Assert.Equal(ExitCode.Interrupted, await running);
        using var report = JsonDocument.Parse(results.ToString());
        var live = report.RootElement.GetProperty("live");
        Assert.True(live.GetProperty("interrupted").GetBoolean());
        Assert.InRange(live.GetProperty("minutes").GetDouble(), 0.01, 10);
        Assert.Equal(0, report.RootElement.GetProperty("broken").GetArrayLength());
        Assert.All(report.RootElement.GetProperty("silos").EnumerateArray(), figures => Assert.True(figures.GetProperty("accepted").GetInt64() > 0));
        Assert.Empty(await client.Alerts(new AlertFilter { State = "open", Kind = AlertKinds.FireLaneBlocked }, cancellation).ToListAsync(cancellation));
    }
}
