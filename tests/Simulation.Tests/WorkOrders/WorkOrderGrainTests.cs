using System.Text.Json;
using CityActors.Facts;
using CityActors.Silo.Clock;
using CityActors.Simulation;
using static CityActors.WorkOrders.WorkOrderCommand;

namespace CityActors.WorkOrders;

public sealed class WorkOrderGrainTests
{
    private const string Owner = "work-order/" + OrderRun.Id;

    private static readonly WorkOrderCommand[] Life =
    [
        new FileCase(), OrderRun.Assign("truck-1", "cleaner-1"), new SignFor { Responder = "truck-1" }, new Start(), new Submit(), new Confirm(),
        new Close(), new Rate { Stars = 5 },
    ];

    private readonly ReplayClock clock = new(OrderRun.Cst("2025-06-03 09:00"));
    private readonly MemoryFactLog facts = new();
    private readonly MemoryStates disk = new();

    [Fact]
    public async Task Order_FromReportToRating_EveryCommandResent_IsToldOnceAndLeavesItsDueBook()
    {
        await using var city = await OrderCity.Start(disk, facts, clock);
        var order = city.Grains.GetGrain<IWorkOrderGrain>(OrderRun.Id);
        Assert.Null((await order.Report(Report())).Refusal);
        Assert.Single(await city.Deadlines(Owner));
        foreach (var command in Stamped())
        {
            var reply = await order.Handle(command);
            Assert.Null(reply.Refusal);
            await city.RunTo(clock.GetUtcNow().AddSeconds(20));
            Assert.Equal(Text(reply), Text(await order.Handle(command)));
        }

        var view = await order.Read();
        Assert.Equal((OrderStatus.Closed, 5), (view!.Order.Status, view.Order.Rating));
        var told = await facts.ReadSubject(OrderRun.Id, TestContext.Current.CancellationToken);
        Assert.Equal(Enumerable.Range(1, view.Timeline.Count).Select(static version => $"{OrderRun.Id}#{version}"), told.Select(static fact => fact.Id));
        Assert.Empty(await city.Deadlines(Owner));
    }

    [Fact]
    public async Task Deadline_SiloDownWhenItFell_IsRecordedOnceAtItsTimeAfterTheRestart()
    {
        await using (var city = await OrderCity.Start(disk, facts, clock))
        {
            await city.Grains.GetGrain<IWorkOrderGrain>(OrderRun.Id).Report(Report());
            await city.RunTo(OrderRun.Cst("2025-06-03 09:10"));
        }

        clock.MoveTo(OrderRun.Cst("2025-06-03 12:00"));
        await using var again = await OrderCity.Start(disk, facts, clock);
        await again.WakeAll();
        await again.RunTo(OrderRun.Cst("2025-06-03 12:01"));
        var view = await again.Grains.GetGrain<IWorkOrderGrain>(OrderRun.Id).Read();
        var overdue = Assert.Single(view!.Timeline, static entry => entry.What == "acceptance-overdue");
        Assert.Equal(OrderRun.Cst("2025-06-03 09:15"), overdue.At);
        Assert.True(view.Order.IsEscalated);
        Assert.Single(await facts.ReadSubject(OrderRun.Id, TestContext.Current.CancellationToken), fact => fact.Id == $"{OrderRun.Id}#{overdue.Version}");
    }

    [Fact]
    public async Task PowerCut_AfterAnyWrite_NothingAcknowledgedIsLostAndEverythingIsToldOnce()
    {
        // First run: how many writes a whole life takes. Then a cut after each of them.
        var writes = await Lived(int.MaxValue);
        Assert.True(writes > 10);
        for (var cut = 0; cut < writes; cut++)
        {
            await Lived(cut);
        }
    }

    [Fact]
    public async Task PowerCut_RightAfterAnyAcknowledgement_TheUntoldIsToldWithoutAnybodyAskingAgain()
    {
        for (var last = 0; last <= Life.Length; last++)
        {
            var cityDisk = new MemoryStates();
            var log = new DeafFactLog();
            var time = new ReplayClock(OrderRun.Cst("2025-06-03 09:00"));
            await using (var city = await OrderCity.Start(cityDisk, log, time))
            {
                var order = city.Grains.GetGrain<IWorkOrderGrain>(OrderRun.Id);
                WorkOrderCommand[] commands = [.. Stamped()];
                for (var step = 0; step <= last; step++)
                {
                    log.IsDeaf = step == last;
                    Assert.Null((step == 0 ? await order.Report(Report()) : await order.Handle(commands[step - 1])).Refusal);
                    if (step < last)
                    {
                        await city.RunTo(time.GetUtcNow());
                    }
                }

                cityDisk = cityDisk.Copy();
            }

            log.IsDeaf = false;
            await using var again = await OrderCity.Start(cityDisk, log, time);
            await again.WakeAll();
            var told = await log.ReadSubject(OrderRun.Id, TestContext.Current.CancellationToken);
            var view = await again.Grains.GetGrain<IWorkOrderGrain>(OrderRun.Id).Read();
            Assert.Equal(view!.Timeline.Count, told.Count);
            Assert.Equal(view.Order.EndedAt is null ? 1 : 0, (await again.Deadlines(Owner)).Count);
        }
    }

    // Lives an order's life; when the disk has taken so many writes the power is cut, and the callers try again afterwards.
    private static async Task<int> Lived(int cutAfter)
    {
        var disk = new MemoryStates();
        var log = new MemoryFactLog();
        var clock = new ReplayClock(OrderRun.Cst("2025-06-03 09:00"));
        var city = await OrderCity.Start(disk, log, clock);
        var done = 0;
        WorkOrderCommand[] commands = [.. Stamped()];
        while (done <= commands.Length)
        {
            disk.IsCut = disk.Writes >= cutAfter;
            try
            {
                var order = city.Grains.GetGrain<IWorkOrderGrain>(OrderRun.Id);
                var reply = done == 0 ? await order.Report(Report()) : await order.Handle(commands[done - 1]);
                Assert.Null(reply.Refusal);
                done++;
            }
            catch (Exception) when (disk.IsCut)
            {
                var rest = disk.Copy();
                await city.DisposeAsync();
                disk = rest;
                cutAfter = int.MaxValue;
                city = await OrderCity.Start(disk, log, clock);
                await city.WakeAll();
            }
        }

        await city.RunTo(clock.GetUtcNow().AddMinutes(2));
        var view = await city.Grains.GetGrain<IWorkOrderGrain>(OrderRun.Id).Read();
        Assert.Equal((OrderStatus.Closed, 5), (view!.Order.Status, view.Order.Rating));
        Assert.Equal(view.Timeline.Select(static entry => entry.Version), Enumerable.Range(1, view.Timeline.Count).Select(static n => (long)n));
        var told = await log.ReadSubject(OrderRun.Id, TestContext.Current.CancellationToken);
        Assert.Equal(view.Timeline.Count, told.Count);
        Assert.Empty(await city.Deadlines(Owner));
        await city.DisposeAsync();
        return disk.Writes;
    }

    private static OrderReport Report() =>
        OrderRun.ReportOf("report-1", "event.environment.exposed-waste", OrderRun.Cst("2025-06-03 09:00"), ReportChannel.Citizen);

    private static IEnumerable<WorkOrderCommand> Stamped() => Life.Select(static (command, index) => command with
    {
        CommandId = $"c-{index}",
        Actor = command is Rate ? "citizen-1" : "officer-1",
        At = OrderRun.Cst("2025-06-03 09:01").AddSeconds(20 * index),
    });

    private static string Text(WorkOrderReply reply) => JsonSerializer.Serialize(reply);

    private sealed class DeafFactLog : IFactLog
    {
        private readonly MemoryFactLog log = new();

        public bool IsDeaf { get; set; }

        public Task Append(IReadOnlyList<FactRecord> facts, CancellationToken cancellationToken = default) =>
            IsDeaf ? throw new IOException("The fact log does not hear.") : log.Append(facts, cancellationToken);

        public Task<FactPage> Read(long afterSequence, int max, FactFilter? filter = null, CancellationToken cancellationToken = default) =>
            log.Read(afterSequence, max, filter, cancellationToken);

        public Task<IReadOnlyList<FactRecord>> ReadSubject(string subject, CancellationToken cancellationToken = default) =>
            log.ReadSubject(subject, cancellationToken);

        public Task<long> LastSequence() => log.LastSequence();

        public Task WaitBeyond(long sequence, CancellationToken cancellationToken = default) => log.WaitBeyond(sequence, cancellationToken);
    }
}
