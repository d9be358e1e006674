using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CityActors.Engine.Tests.Probes;

/// <summary>A silo for one test.</summary>
public sealed class TestSilo : IAsyncDisposable
{
    private readonly IHost _host;

    private TestSilo(IHost host, Scripts scripts)
    {
        _host = host;
        Scripts = scripts;
    }

    public Scripts Scripts { get; }

    public IServiceProvider Services => _host.Services;

    public IGrainFactory Grains => Services.GetRequiredService<IGrainFactory>();

    public IEngineControl Control => Services.GetRequiredService<IEngineControl>();

    public static async Task<TestSilo> Start(Action<EngineOptions>? engine = null, Action<ISiloBuilder>? configure = null, TimeProvider? time = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        var scripts = new Scripts();
        _ = builder.Services.AddSingleton(scripts);
        _ = builder.Logging.SetMinimumLevel(LogLevel.Error);
        if (time is not null)
        {
            _ = builder.Services.AddSingleton(time);
        }

        _ = builder.UseOrleans(silo =>
        {
            _ = Hosting.EngineSiloBuilderExtensions.ConfigureEngine(silo, options =>
            {
                options.Loops = 1;
                engine?.Invoke(options);
            });
            configure?.Invoke(silo);
            Complete(silo);
        });
        var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        return new TestSilo(host, scripts);
    }

    public IProbe Probe(string key = "a") => Grains.GetGrain<IProbe>(key, typeof(PlainProbe).FullName);

    public T Grain<T>(string key = "a", string? prefix = null)
        where T : IGrainWithStringKey => Grains.GetGrain<T>(key, prefix);

    public Task Idle() => Control.WhenIdle(TestContext.Current.CancellationToken);

    /// <summary>Adds what some grain of this assembly needs and the test did not give.</summary>
    public static void Complete(ISiloBuilder silo)
    {
        silo.Services.TryAddSingleton<Received>();
        silo.Services.TryAddSingleton<ReminderLog>();
        if (!silo.Services.Any(service => service.ServiceType == typeof(Orleans.Storage.IGrainStorage)))
        {
            _ = silo.AddMemoryGrainStorageAsDefault();
        }

        if (!silo.Services.Any(service => service.ServiceType == typeof(Orleans.Streams.IStreamProvider)))
        {
            _ = silo.AddMemoryStreams("streams");
        }

        if (!silo.Services.Any(service => service.ServiceType == typeof(Reminders.IReminderTable)))
        {
            _ = silo.UseInMemoryReminderService();
        }
    }

    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        await _host.StopAsync(limit.Token);
        _host.Dispose();
    }
}

/// <summary>A clock moved by hand.</summary>
public sealed class HandClock : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<HandTimer> _timers = [];
    private DateTimeOffset _now = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
        {
            return _now;
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new HandTimer(this, callback, state);
        _ = timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock, firing timers on the way.</summary>
    public void Advance(TimeSpan time)
    {
        DateTimeOffset end;
        lock (_lock)
        {
            end = _now + time;
        }

        while (true)
        {
            HandTimer? next;
            lock (_lock)
            {
                next = _timers.Where(timer => timer.Due <= end).MinBy(timer => timer.Due);
                _now = next is null ? end : next.Due > _now ? next.Due : _now;
                if (next is null)
                {
                    return;
                }

                _ = _timers.Remove(next);
            }

            next.Fire();
        }
    }

    /// <summary>Moves the clock from due time to due time, letting the silo become idle at each.</summary>
    public async Task Run(TestSilo silo, TimeSpan time)
    {
        var end = GetUtcNow() + time;
        await silo.Idle();
        while (silo.Control.NextDue is { } due && due <= end)
        {
            Advance(due > GetUtcNow() ? due - GetUtcNow() : TimeSpan.Zero);
            await silo.Idle();
        }

        Advance(end - GetUtcNow());
        await silo.Idle();
    }

    private sealed class HandTimer(HandClock clock, TimerCallback callback, object? state) : ITimer
    {
        public DateTimeOffset Due { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._lock)
            {
                _ = clock._timers.Remove(this);
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    Due = clock._now + dueTime;
                    clock._timers.Add(this);
                }
            }

            return true;
        }

        public void Fire() => callback(state);

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, default);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
