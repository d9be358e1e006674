using CityActors.Conformance.Fixtures;
using CityActors.Conformance.Probes;

namespace CityActors.Conformance;

/// <summary>Orleans (LocalReminderService): reminders outlive activations and tick at their start plus multiples of their period.</summary>
public sealed class ReminderTests : IAsyncLifetime
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private readonly HandClock _clock = new();
    private DateTime _begin;
    private TestSilo _silo = null!;

    private IRemindedProbe Grain => _silo.Grains.GetGrain<IRemindedProbe>("a");

    private Log<(string Name, TickStatus Status)> Ticks => _silo.Scripts.Ticks;

    public async ValueTask InitializeAsync()
    {
        _silo = await TestSilo.Start(new SiloSetup { Clock = _clock });
        _begin = _clock.GetUtcNow().UtcDateTime;
    }

    public ValueTask DisposeAsync() => _silo.DisposeAsync();

    [Fact]
    public async Task Reminder_TicksAtStartAndPeriod_AndSaysWhen()
    {
        await Run(probe => probe.RegisterOrUpdateReminder("wake", 2 * Minute, 3 * Minute));
        await AdvanceTo(2);
        await AdvanceTo(5);
        Assert.Equal(
            [("wake", _begin.AddMinutes(2), 3 * Minute, _begin.AddMinutes(2)), ("wake", _begin.AddMinutes(2), 3 * Minute, _begin.AddMinutes(5))],
            Ticks.ToList().Select(tick => (tick.Name, tick.Status.FirstTickTime, tick.Status.Period, tick.Status.CurrentTickTime)));
    }

    [Fact]
    public async Task Reminder_OfAnEndedActivation_ActivatesTheGrain()
    {
        await Run(async probe =>
        {
            _ = await probe.RegisterOrUpdateReminder("wake", 1 * Minute, 1 * Minute);
            probe.EndSoon();
        });
        await Wait.Until(() => _silo.Scripts.Deactivations.Count == 1);
        await AdvanceTo(1);
        Assert.Equal(2, _silo.Scripts.Activations.Count);
    }

    [Fact]
    public async Task Reminder_Unregistered_IsGone_AndUnregisteringAgainIsNoError()
    {
        await Run(async probe =>
        {
            var reminder = await probe.RegisterOrUpdateReminder("wake", 1 * Minute, 1 * Minute);
            Assert.Equal("wake", reminder.ReminderName);
            await probe.UnregisterReminder(reminder);
            Assert.Null(await probe.GetReminder("wake"));
            await probe.UnregisterReminder(reminder);
            _ = await probe.RegisterOrUpdateReminder("other", 2 * Minute, 1 * Minute);
        });
        await AdvanceTo(2);
        Assert.Equal(["other"], Ticks.ToList().Select(tick => tick.Name));
    }

    [Fact]
    public async Task Reminder_RegisteredAgain_HasTheNewTimes_AndTheOldHandleIsStale()
    {
        await Run(async probe =>
        {
            var old = await probe.RegisterOrUpdateReminder("wake", 1 * Minute, 1 * Minute);
            _ = await probe.RegisterOrUpdateReminder("wake", 3 * Minute, 5 * Minute);
            Assert.Equal(["wake"], (await probe.GetReminders()).Select(reminder => reminder.ReminderName));
            _ = await Assert.ThrowsAsync<ReminderException>(() => probe.UnregisterReminder(old));
        });
        await AdvanceTo(3);
        await AdvanceTo(8);
        Assert.Equal([3.0, 8.0], Ticks.ToList().Select(tick => (tick.Status.CurrentTickTime - _begin).TotalMinutes));
    }

    [Fact]
    public async Task Reminder_Failing_TicksAgainAtItsPeriod()
    {
        _silo.Scripts.OnReminder = _ => throw new ProbeException("tick");
        await Run(probe => probe.RegisterOrUpdateReminder("wake", 1 * Minute, 2 * Minute));
        await AdvanceTo(1);
        await AdvanceTo(3);
        Assert.Equal([1.0, 3.0], Ticks.ToList().Select(tick => (tick.Status.CurrentTickTime - _begin).TotalMinutes));
    }

    [Fact]
    public Task Reminder_WithAPeriodUnderAMinute_IsRefused() => Run(probe => Assert.ThrowsAsync<ArgumentException>(
        () => probe.RegisterOrUpdateReminder("wake", TimeSpan.Zero, TimeSpan.FromSeconds(59))));

    [Fact]
    public Task Reminder_WithANegativeDueTime_IsRefused() => Run(probe => Assert.ThrowsAsync<ArgumentOutOfRangeException>(
        () => probe.RegisterOrUpdateReminder("wake", -Minute, Minute)));

    [Fact]
    public Task Reminder_WithoutAName_IsRefused() => Run(probe => Assert.ThrowsAsync<ArgumentNullException>(
        () => probe.RegisterOrUpdateReminder(" ", Minute, Minute)));

    [Fact]
    public Task Reminder_ThatNeverWas_IsNull() => Run(async probe =>
    {
        Assert.Null(await probe.GetReminder("wake"));
        Assert.Empty(await probe.GetReminders());
    });

    [Fact]
    public async Task Reminder_OfAGrainThatCannotBeReminded_IsRefused()
    {
        _silo.Scripts.Add("register", async probe => _ = await Assert.ThrowsAsync<InvalidOperationException>(
            () => probe.RegisterOrUpdateReminder("wake", Minute, Minute)));
        await Wait.End(_silo.Grains.GetGrain<IPlainProbe>("a").Run("register"));
    }

    private Task Run(Func<Probe, Task> script)
    {
        _silo.Scripts.Add("script", script);
        return Wait.End(Grain.Run("script"));
    }

    /// <summary>Moves the clock to the next tick, which must be at this minute, and lets it run.</summary>
    private async Task AdvanceTo(int minute)
    {
        var before = Ticks.Count;
        var time = _begin.AddMinutes(minute) - _clock.GetUtcNow().UtcDateTime;
        await Wait.Until(() => _silo.IsDue(_clock.GetUtcNow() + time));
        _clock.Advance(time);
        await Wait.Until(() => Ticks.Count == before + 1);
        await Wait.End(Grain.Run("nothing"));
    }
}
