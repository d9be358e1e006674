using CityActors.Engine.Reminders;
using CityActors.Engine.Tests.Probes;
using Microsoft.Extensions.DependencyInjection;

namespace CityActors.Engine.Tests;

public interface IReminded : IGrainWithStringKey
{
    Task Remind(string name, TimeSpan due, TimeSpan period);

    Task Forget(string name);

    Task<string> Names();
}

/// <summary>What reminded grains received, by any silo of a test.</summary>
public sealed class ReminderLog
{
    public List<(string Name, DateTimeOffset At, TickStatus Status)> Ticks { get; } = [];
}

[GrainType("reminded")]
public sealed class RemindedGrain(ReminderLog log, TimeProvider time) : Grain, IReminded, IRemindable
{
    public Task Remind(string name, TimeSpan due, TimeSpan period) => this.RegisterOrUpdateReminder(name, due, period);

    public async Task Forget(string name) => await this.UnregisterReminder((await this.GetReminder(name))!);

    public async Task<string> Names() => string.Join(",", (await this.GetReminders()).Select(reminder => reminder.ReminderName));

    public Task ReceiveReminder(string reminderName, TickStatus status)
    {
        log.Ticks.Add((reminderName, time.GetUtcNow(), status));
        return Task.CompletedTask;
    }
}

public sealed class ReminderTests
{
    private readonly HandClock _clock = new();
    private readonly ReminderLog _log = new();
    private readonly MemoryReminderTable _table = new();

    [Fact]
    public async Task Reminder_Ticks_AtDueTimeAndPeriod_UntilForgotten()
    {
        await using var silo = await Start();
        var begin = _clock.GetUtcNow();
        var grain = silo.Grain<IReminded>("r");
        await grain.Remind("x", TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(5));
        Assert.Equal("x", await grain.Names());
        await _clock.Run(silo, TimeSpan.FromMinutes(13));
        Assert.Equal([2, 7, 12], _log.Ticks.Select(tick => (tick.At - begin).TotalMinutes));
        Assert.All(_log.Ticks, tick => Assert.Equal(begin.UtcDateTime.AddMinutes(2), tick.Status.FirstTickTime));
        await grain.Forget("x");
        await _clock.Run(silo, TimeSpan.FromMinutes(30));
        Assert.Equal(3, _log.Ticks.Count);
        Assert.Equal(string.Empty, await grain.Names());
    }

    [Fact]
    public async Task Reminder_AfterRestart_TicksOnceAtTheNextMultiple_WithoutBurst()
    {
        var begin = _clock.GetUtcNow();
        await using (var silo = await Start())
        {
            await silo.Grain<IReminded>("r").Remind("x", TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(10));
            await _clock.Run(silo, TimeSpan.FromMinutes(11));
        }

        _clock.Advance(TimeSpan.FromMinutes(44)); // Ticks at 20, 30, 40 and 50 minutes are missed.
        await using (var silo = await Start())
        {
            await silo.Idle();
            await _clock.Run(silo, TimeSpan.FromMinutes(20));
        }

        Assert.Equal([10, 60, 70], _log.Ticks.Select(tick => (tick.At - begin).TotalMinutes));
    }

    [Fact]
    public async Task Reminder_OfCollectedGrain_ActivatesIt()
    {
        await using var silo = await Start();
        await silo.Grain<IReminded>("r").Remind("x", TimeSpan.FromHours(2), TimeSpan.FromHours(2));
        await _clock.Run(silo, TimeSpan.FromHours(1));
        Assert.Equal(0, silo.Control.ActivationCount);
        await _clock.Run(silo, TimeSpan.FromHours(1));
        _ = Assert.Single(_log.Ticks);
    }

    [Fact]
    public async Task Reminder_Changed_FollowsTheNewTimes()
    {
        await using var silo = await Start();
        var begin = _clock.GetUtcNow();
        await silo.Grain<IReminded>("r").Remind("x", TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(5));
        await silo.Grain<IReminded>("r").Remind("x", TimeSpan.FromMinutes(4), TimeSpan.FromMinutes(60));
        await _clock.Run(silo, TimeSpan.FromMinutes(30));
        Assert.Equal([4], _log.Ticks.Select(tick => (tick.At - begin).TotalMinutes));
    }

    [Fact]
    public async Task Reminder_ShorterThanAMinute_IsRefused()
    {
        await using var silo = await Start();
        _ = await Assert.ThrowsAsync<ArgumentException>(
            () => silo.Grain<IReminded>("r").Remind("x", TimeSpan.Zero, TimeSpan.FromSeconds(59)));
    }

    private Task<TestSilo> Start() => TestSilo.Start(configure: silo => silo.Services.AddSingleton(_log).AddSingleton<IReminderTable>(_table), time: _clock);
}
