using CityActors.Engine.Hosting;
using CityActors.Engine.Reminders;
using CityActors.Engine.Scheduling;
using CityActors.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans;
using Orleans.Hosting;
using Orleans.Storage;

namespace CityActors.Engine.Simulation;

/// <summary>A silo on one thread and virtual time, whose run follows from a seed.</summary>
/// <remarks>
/// Storage and reminders survive crashes; all other services are made anew by <c>configure</c>, except instances it registers.
/// Not thread-safe: use it from one thread at a time.
/// </remarks>
public sealed class SimulatedSilo : IDisposable
{
    private readonly SimulatedWorld _world;
    private readonly Action<ISiloBuilder> _configure;
    private readonly ServiceProvider _survivors;
    private readonly Dictionary<string, IGrainStorage> _storages = new(StringComparer.Ordinal);
    private readonly IReminderTable? _reminders;
    private ServiceProvider? _services;
    private SimulatedLoop? _loop;
    private bool _isCrashing;

    /// <summary>Creates the silo and starts it.</summary>
    /// <param name="options">The seed, and what goes wrong.</param>
    /// <param name="configure">Configures the silo; called again after each crash.</param>
    public SimulatedSilo(SimulationOptions options, Action<ISiloBuilder> configure)
    {
        _world = new SimulatedWorld(options);
        _configure = configure;
        var services = Configure();
        _survivors = services.BuildServiceProvider();
        var serializer = _survivors.GetRequiredService<StateSerializer>();
        foreach (var name in Names(services))
        {
            _storages[name] = new SimulatedStorage(_world, _survivors.GetRequiredKeyedService<IGrainStorage>(name), serializer);
        }

        _reminders = _survivors.GetService<IReminderTable>();
        _world.BeforeTimeMoves = () => _services?.GetRequiredService<GrainEngine>().LoopBecameIdle();
        Start();
    }

    /// <summary>Gets the services of the silo as it runs now; other ones after a crash.</summary>
    public IServiceProvider Services => _services!;

    /// <summary>Gets the grain factory as it is now; another one after a crash.</summary>
    public IGrainFactory Grains => Services.GetRequiredService<IGrainFactory>();

    /// <summary>Gets the engine's control as it is now; another one after a crash.</summary>
    public IEngineControl Control => Services.GetRequiredService<IEngineControl>();

    /// <summary>Gets the virtual clock.</summary>
    public TimeProvider Time => _world.Time;

    /// <summary>Gets how many steps have been made.</summary>
    public long Steps => _world.Steps;

    /// <summary>Gets how often the silo has crashed.</summary>
    public int Crashes { get; private set; }

    /// <summary>Gets a hash of all that happened: the same for the same seed and scenario.</summary>
    public string TraceHash => _world.TraceHash;

    /// <summary>Runs a scenario to its end.</summary>
    /// <param name="scenario">What to do from outside; it may await calls and <see cref="Delay"/>.</param>
    /// <exception cref="SimulationException">The scenario or an invariant failed, or something left the simulation's thread.</exception>
    public void Run(Func<Task> scenario)
    {
        Inside(() =>
        {
            var task = scenario();
            _world.RunUntil(() => task.IsCompleted);
            if (task.IsFaulted)
            {
                throw _world.Failure(task.Exception.InnerException!.Message, task.Exception.InnerException);
            }
        });
    }

    /// <summary>Lets a span of virtual time pass.</summary>
    /// <param name="time">How long.</param>
    public void RunFor(TimeSpan time) => Inside(() => _world.RunUntil(static () => false, _world.Now + time));

    /// <summary>Waits in a scenario.</summary>
    /// <param name="time">How long, in virtual time.</param>
    /// <returns>A task that ends then.</returns>
    public Task Delay(TimeSpan time) => Task.Delay(time, _world.Time);

    /// <summary>Crashes the silo and starts it anew: activations and queues are lost, storage and reminders stay.</summary>
    public void Crash()
    {
        if (_isCrashing)
        {
            return;
        }

        _isCrashing = true;
        _world.Trace("crash");
        Crashes++;
        _loop!.Crash();
        Start();
        _isCrashing = false;
    }

    /// <summary>Ends the simulation.</summary>
    public void Dispose()
    {
        _services?.Dispose();
        _survivors.Dispose();
    }

    private static IEnumerable<string> Names(IServiceCollection services) => services
        .Where(service => service.ServiceType == typeof(IGrainStorage) && service.IsKeyedService)
        .Select(service => (string)service.ServiceKey!)
        .Distinct(StringComparer.Ordinal);

    private ServiceCollection Configure()
    {
        var services = new ServiceCollection();
        _ = services.AddSingleton<TimeProvider>(_world.Time);
        _configure(new EmbeddedSiloBuilder(services, new ConfigurationBuilder().Build()));
        _ = services.RemoveAll<TimeProvider>().AddSingleton<TimeProvider>(_world.Time);
        _ = services.AddSingleton<ILoopFactory>(new SimulatedLoopFactory(_world));
        _ = services.PostConfigure<EngineOptions>(options =>
        {
            options.Loops = 1;
            options.LongTurn = TimeSpan.FromDays(1); // Real time means nothing here.
        });
        EngineServices.Add(services);
        return services;
    }

    private void Start()
    {
        var services = Configure();
        foreach (var name in Names(services).ToArray())
        {
            _ = services.RemoveAllKeyed<IGrainStorage>(name).AddKeyedSingleton(name, _storages[name]);
        }

        if (_reminders is not null)
        {
            _ = services.RemoveAll<IReminderTable>().AddSingleton(_reminders);
        }

        _services = services.BuildServiceProvider();
        var engine = _services.GetRequiredService<GrainEngine>();
        engine.Start();
        _loop = (SimulatedLoop)engine.Loops[0];
        _loop.OnCrash = Crash;
        var reminders = _services.GetRequiredService<ReminderService>().Start(default);
        if (!reminders.IsCompletedSuccessfully)
        {
            throw _world.Failure("The reminder table did not answer at once; use the one in memory.", reminders.Exception?.InnerException);
        }
    }

    private void Inside(Action action)
    {
        var before = SynchronizationContext.Current;
        _world.Adopt();
        SynchronizationContext.SetSynchronizationContext(new ScenarioContext(_world));
        try
        {
            action();
        }
        catch (Exception exception) when (exception is not SimulationException)
        {
            throw _world.Failure(exception.Message, exception);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

    /// <summary>Brings the rest of the scenario's async methods back to the simulation.</summary>
    private sealed class ScenarioContext(SimulatedWorld world) : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state)
        {
            if (world.IsOwnThread("The scenario"))
            {
                world.Add(new CallbackHappening("scenario", Resume, null));
            }

            void Resume(object? ignored)
            {
                SetSynchronizationContext(this);
                d(state);
            }
        }

        public override SynchronizationContext CreateCopy() => this;
    }
}
