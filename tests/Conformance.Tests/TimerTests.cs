using CityActors.Conformance.Fixtures;
using CityActors.Conformance.Probes;

namespace CityActors.Conformance;

/// <summary>Orleans (GrainTimer): ticks are requests of the activation; the period begins when a tick ends.</summary>
public sealed class TimerTests : IAsyncLifetime
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private readonly HandClock _clock = new();
    private readonly Log<double> _ticks = new();
    private DateTimeOffset _begin;
    private TestSilo _silo = null!;

    private IPlainProbe Grain => _silo.Grains.GetGrain<IPlainProbe>("a");

    public async ValueTask InitializeAsync()
    {
        _silo = await TestSilo.Start(new SiloSetup { Clock = _clock });
        _begin = _clock.GetUtcNow();
        await Wait.End(Grain.Run("nothing")); // Calls to a grain that is not yet active may overtake each other.
    }

    public ValueTask DisposeAsync() => _silo.DisposeAsync();

    [Fact]
    public async Task Timer_TicksAtDueTimeAndPeriod_UntilDisposedInItsCallback()
    {
        IGrainTimer? timer = null;
        CancellationToken token = default;
        await Start(probe => timer = probe.RegisterGrainTimer(
            (Probe given, CancellationToken cancellationToken) =>
            {
                Assert.Same(probe, given);
                token = cancellationToken;
                Tick();
                if (_ticks.Count == 3)
                {
                    timer!.Dispose();
                }

                return Task.CompletedTask;
            },
            probe, new GrainTimerCreationOptions(5 * Second, 10 * Second)));
        await Run(60);
        Assert.Equal([5, 15, 25], _ticks.ToList());
        Assert.True(token.IsCancellationRequested);
    }

    [Fact]
    public async Task Timer_WithoutPeriod_TicksOnce()
    {
        await Start(probe => probe.RegisterGrainTimer(Count, new GrainTimerCreationOptions(2 * Second, Timeout.InfiniteTimeSpan)));
        await Run(20);
        Assert.Equal([2], _ticks.ToList());
    }

    [Fact]
    public async Task Timer_WithoutDueTime_TicksWhenChanged()
    {
        IGrainTimer? timer = null;
        await Start(probe => timer = probe.RegisterGrainTimer(Count, new GrainTimerCreationOptions(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan)));
        await Run(5);
        _silo.Scripts.Add("change", _ => timer!.Change(2 * Second, 3 * Second));
        await Wait.End(Grain.Run("change"));
        await Run(6);
        Assert.Equal([7, 10], _ticks.ToList());
    }

    [Fact]
    public async Task Timer_Tick_WaitsForTheRunningCall_AndPeriodBeginsAtItsEnd()
    {
        var gate = new TaskCompletionSource();
        _silo.Scripts.Add("start and wait", probe =>
        {
            _ = probe.RegisterGrainTimer(Count, new GrainTimerCreationOptions(1 * Second, 10 * Second));
            return gate.Task;
        });
        var call = Grain.Run("start and wait");
        await Wait.End(Grain.Interleave("look"));
        _clock.Advance(4 * Second);
        await Wait.End(Grain.Interleave("look"));
        Assert.Empty(_ticks.ToList());
        gate.SetResult();
        await Wait.End(call);
        await Wait.Until(() => _ticks.Count == 1);
        await Run(11);
        Assert.Equal([4, 14], _ticks.ToList());
    }

    [Fact]
    public async Task Timer_PeriodBegins_WhenALongTickEnds()
    {
        var gate = new TaskCompletionSource();
        await Start(probe => probe.RegisterGrainTimer(
            () =>
            {
                Tick();
                return gate.Task;
            },
            new GrainTimerCreationOptions(1 * Second, 10 * Second)));
        _clock.Advance(1 * Second);
        await Wait.Until(() => _ticks.Count == 1);
        _clock.Advance(30 * Second);
        gate.SetResult();
        await Wait.End(Grain.Run("nothing"));
        await Run(11);
        Assert.Equal([1, 41], _ticks.ToList());
    }

    [Fact]
    public async Task Timer_Interleaving_DoesNotWait()
    {
        var gate = new TaskCompletionSource();
        _silo.Scripts.Add("start and wait", probe =>
        {
            _ = probe.RegisterGrainTimer(
                () =>
                {
                    _ = gate.TrySetResult();
                    return Task.CompletedTask;
                },
                new GrainTimerCreationOptions(1 * Second, Timeout.InfiniteTimeSpan) { Interleave = true });
            return gate.Task;
        });
        var call = Grain.Run("start and wait");
        await Wait.End(Grain.Interleave("look"));
        _clock.Advance(1 * Second);
        await Wait.End(call);
    }

    [Fact]
    public async Task Timer_Failing_TicksAgain_AndAChangeInItsCallbackCountsFromItsEnd()
    {
        IGrainTimer? timer = null;
        await Start(probe => timer = probe.RegisterGrainTimer(
            () =>
            {
                Tick();
                if (_ticks.Count == 2)
                {
                    timer!.Change(3 * Second, Timeout.InfiniteTimeSpan);
                }

                throw new ProbeException("tick");
            },
            new GrainTimerCreationOptions(1 * Second, 2 * Second)));
        await Run(30);
        Assert.Equal([1, 3, 6], _ticks.ToList());
    }

    [Fact]
    public async Task Timer_Tick_HasNoRequestContext()
    {
        var seen = new Log<object?>();
        RequestContext.Set("who", "outside");
        await Start(probe => probe.RegisterGrainTimer(
            () =>
            {
                seen.Add(RequestContext.Get("who"));
                Tick();
                return Task.CompletedTask;
            },
            new GrainTimerCreationOptions(1 * Second, Timeout.InfiniteTimeSpan)));
        RequestContext.Clear();
        await Run(1);
        Assert.Equal([null], seen.ToList());
    }

    [Fact]
    public async Task Timer_OfAnActivationThatEnds_IsStoppedBeforeOnDeactivateAsync()
    {
        CancellationToken token = default;
        bool? cancelledAtTheEnd = null;
        _silo.Scripts.OnDeactivate = _ =>
        {
            cancelledAtTheEnd = token.IsCancellationRequested;
            return Task.CompletedTask;
        };
        await Start(probe => probe.RegisterGrainTimer(
            cancellationToken =>
            {
                token = cancellationToken;
                Tick();
                return Task.CompletedTask;
            },
            new GrainTimerCreationOptions(1 * Second, 1 * Second)));
        await Run(1);
        _silo.Scripts.Add("end", probe => probe.EndSoon());
        await Wait.End(Grain.Run("end"));
        await Wait.Until(() => cancelledAtTheEnd is not null);
        await Run(30);
        Assert.Equal([1], _ticks.ToList());
        Assert.True(cancelledAtTheEnd);
    }

    [Fact]
    public async Task Timer_Disposed_TicksNoMore_AndCanBeDisposedAndChangedAgain()
    {
        IGrainTimer? timer = null;
        await Start(probe => timer = probe.RegisterGrainTimer(Count, new GrainTimerCreationOptions(2 * Second, 1 * Second)));
        await Run(2);
        _silo.Scripts.Add("dispose", _ =>
        {
            timer!.Dispose();
            timer.Dispose();
            timer.Change(1 * Second, 1 * Second);
        });
        await Wait.End(Grain.Run("dispose"));
        await Run(10);
        Assert.Equal([2], _ticks.ToList());
    }

    [Fact]
    public async Task Timer_WithTimesThatAreNone_IsRefused()
    {
        _silo.Scripts.Add("start", probe =>
        {
            _ = Assert.Throws<ArgumentOutOfRangeException>(() => probe.RegisterGrainTimer(Count, new GrainTimerCreationOptions(-2 * Second, Second)));
            _ = Assert.Throws<ArgumentOutOfRangeException>(() => probe.RegisterGrainTimer(Count, new GrainTimerCreationOptions(Second, TimeSpan.FromDays(60))));
            _ = Assert.Throws<ArgumentNullException>(() => probe.RegisterGrainTimer((Func<Task>)null!, new GrainTimerCreationOptions(Second, Second)));
        });
        await Wait.End(Grain.Run("start"));
    }

    private Task Count()
    {
        Tick();
        return Task.CompletedTask;
    }

    private void Tick() => _ticks.Add((_clock.GetUtcNow() - _begin).TotalSeconds);

    private Task Start(Action<Probe> register)
    {
        _silo.Scripts.Add("start", register);
        return Wait.End(Grain.Run("start"));
    }

    /// <summary>Moves the clock second by second; calls to the grain let ticks that are due run.</summary>
    private async Task Run(int seconds)
    {
        for (var i = 0; i < seconds; i++)
        {
            _clock.Advance(Second);
            await Wait.End(Grain.Run("nothing"));
            await Wait.End(Grain.Run("nothing"));
        }
    }
}
