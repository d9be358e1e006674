using CityActors.Engine.Tests.Probes;
using Orleans.Configuration;

namespace CityActors.Engine.Tests;

public sealed class TimeTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Timer_Ticks_AtDueTimeAndPeriod_UntilDisposed()
    {
        var clock = new HandClock();
        await using var silo = await TestSilo.Start(time: clock);
        var ticks = new List<double>();
        var begin = clock.GetUtcNow();
        IGrainTimer? timer = null;
        silo.Scripts.Add("start", probe =>
        {
            timer = probe.RegisterGrainTimer(
                (Probe of) =>
                {
                    Assert.Same(probe, of);
                    ticks.Add((clock.GetUtcNow() - begin).TotalSeconds);
                    if (ticks.Count == 3)
                    {
                        timer!.Dispose();
                    }

                    return Task.CompletedTask;
                },
                probe, new GrainTimerCreationOptions(5 * Second, 10 * Second));
            return Task.CompletedTask;
        });
        await silo.Probe().Run("start");
        await clock.Run(silo, 120 * Second);
        Assert.Equal([5, 15, 25], ticks);
    }

    [Fact]
    public async Task Timer_Tick_WaitsForTheRunningCall_AndPeriodBeginsAtItsEnd()
    {
        var clock = new HandClock();
        await using var silo = await TestSilo.Start(time: clock);
        var gate = new TaskCompletionSource();
        var ticks = new List<double>();
        var begin = clock.GetUtcNow();
        silo.Scripts.Add("start", probe =>
        {
            _ = probe.RegisterGrainTimer(
                () =>
                {
                    ticks.Add((clock.GetUtcNow() - begin).TotalSeconds);
                    return Task.CompletedTask;
                },
                new GrainTimerCreationOptions(1 * Second, 10 * Second));
            return gate.Task;
        });
        var call = silo.Probe().Run("start");
        _ = await silo.Probe("b").Count();
        clock.Advance(4 * Second);
        _ = await silo.Probe("b").Count();
        Assert.Empty(ticks);
        gate.SetResult();
        await call;
        await clock.Run(silo, 11 * Second);
        Assert.Equal([4, 14], ticks);
    }

    [Fact]
    public async Task Timer_Interleaving_DoesNotWait()
    {
        var clock = new HandClock();
        await using var silo = await TestSilo.Start(time: clock);
        var gate = new TaskCompletionSource();
        silo.Scripts.Add("start", probe =>
        {
            _ = probe.RegisterGrainTimer(
                () =>
                {
                    _ = gate.TrySetResult();
                    return Task.CompletedTask;
                },
                new GrainTimerCreationOptions(1 * Second, 10 * Second) { Interleave = true });
            return gate.Task;
        });
        var call = silo.Probe().Run("start");
        _ = await silo.Probe("b").Count();
        clock.Advance(1 * Second);
        await call;
    }

    [Fact]
    public async Task Timer_Failing_TicksAgain_AndChangeMovesIt()
    {
        var clock = new HandClock();
        await using var silo = await TestSilo.Start(time: clock);
        var ticks = new List<double>();
        var begin = clock.GetUtcNow();
        IGrainTimer? timer = null;
        silo.Scripts.Add("start", probe =>
        {
            timer = probe.RegisterGrainTimer(
                () =>
                {
                    ticks.Add((clock.GetUtcNow() - begin).TotalSeconds);
                    if (ticks.Count == 2)
                    {
                        timer!.Change(3 * Second, Timeout.InfiniteTimeSpan);
                    }

                    throw new InvalidOperationException("tick");
                },
                new GrainTimerCreationOptions(1 * Second, 2 * Second));
            return Task.CompletedTask;
        });
        await silo.Probe().Run("start");
        await clock.Run(silo, 60 * Second);
        Assert.Equal([1, 3, 6], ticks);
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 1)]
    public async Task Timer_KeepsTheGrainActive_OnlyWhenToldSo(bool keepAlive, int active)
    {
        var clock = new HandClock();
        await using var silo = await TestSilo.Start(
            configure: builder => builder.Configure<GrainCollectionOptions>(options => options.CollectionAge = TimeSpan.FromMinutes(5)), time: clock);
        var ticks = 0;
        silo.Scripts.Add("start", probe =>
        {
            _ = probe.RegisterGrainTimer(
                () =>
                {
                    ticks++;
                    return Task.CompletedTask;
                },
                new GrainTimerCreationOptions(60 * Second, 60 * Second) { KeepAlive = keepAlive });
            return Task.CompletedTask;
        });
        await silo.Probe().Run("start");
        await clock.Run(silo, TimeSpan.FromMinutes(20));
        Assert.Equal(active, silo.Control.ActivationCount);
        Assert.Equal(keepAlive, ticks > 10);
    }

    [Fact]
    public async Task Timer_OfAnEndedActivation_IsStopped()
    {
        var clock = new HandClock();
        await using var silo = await TestSilo.Start(time: clock);
        CancellationToken seen = default;
        var ticks = 0;
        silo.Scripts.Add("start", probe =>
        {
            _ = probe.RegisterGrainTimer(
                token =>
                {
                    seen = token;
                    ticks++;
                    return Task.CompletedTask;
                },
                new GrainTimerCreationOptions(1 * Second, 1 * Second));
            return Task.CompletedTask;
        });
        await silo.Probe().Run("start");
        await clock.Run(silo, 3 * Second);
        await silo.Control.DeactivateAll();
        await clock.Run(silo, 30 * Second);
        Assert.Equal(3, ticks);
        Assert.True(seen.IsCancellationRequested);
    }
}
