using System.Diagnostics;
using CityActors.Engine.Activation;
using CityActors.Engine.Calls;
using CityActors.Engine.Diagnostics;
using CityActors.Engine.Hosting;
using CityActors.Engine.Scheduling;
using CityActors.Engine.Time;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Runtime;

namespace CityActors.Engine;

/// <summary>One silo: its loops, grain classes and references.</summary>
internal sealed partial class GrainEngine
{
    private const int StopRounds = 4;
    private readonly List<TaskCompletionSource> _idleWaiters = [];
    private readonly ILoopFactory _loopFactory;
    private readonly IOptions<GrainCollectionOptions> _collection;
    private GrainClasses? _classes;
    private References? _references;
    private EngineInstruments? _instruments;
    private int _idleWaiterCount;

    public GrainEngine(
        IServiceProvider services, IOptions<EngineOptions> options, IOptions<GrainCollectionOptions> collection,
        TimeProvider time, ILoggerFactory loggers, ILoopFactory loopFactory)
    {
        Services = services;
        Options = options.Value;
        _collection = collection;
        _loopFactory = loopFactory;
        Clock = new EngineClock(time);
        Log = loggers.CreateLogger("CityActors.Engine");
        LongTurnStamps = (long)(Options.LongTurn.TotalSeconds * Stopwatch.Frequency);
        Check(Options);
    }

    public IServiceProvider Services { get; }

    public EngineOptions Options { get; }

    public EngineClock Clock { get; }

    public ILogger Log { get; }

    public long LongTurnStamps { get; }

    public Loop[] Loops { get; private set; } = [];

    public bool IsStopped { get; private set; }

    public GrainClasses Classes => _classes ?? throw NotStarted();

    public References References => _references ?? throw NotStarted();

    public GrainCollectionOptions Collection => _collection.Value;

    /// <summary>Finds the grains, checks that the silo has what they need, and starts the loops.</summary>
    /// <exception cref="OrleansConfigurationException">A grain uses what the silo does not have.</exception>
    public void Start()
    {
        var modules = GrainModuleLoader.Load(Options.Assemblies);
        _classes = new GrainClasses(modules, Options.Loops, Collection, Services);
        Requirements.Check(_classes, Services);
        _references = new References(modules, _classes, this);
        Loops = [.. Enumerable.Range(0, Options.Loops).Select(index => _loopFactory.Create(this, index))];
        foreach (var loop in Loops)
        {
            _loopFactory.Start(loop);
            loop.Schedule(new LoopAction(() => new IdleCollector(loop).Begin()));
        }

        _instruments = new EngineInstruments(this);
    }

    /// <summary>Ends all activations, then the loops.</summary>
    public async Task Stop(CancellationToken cancellationToken)
    {
        if (IsStopped || Loops.Length == 0)
        {
            return;
        }

        try
        {
            var reason = new Orleans.DeactivationReason(Orleans.DeactivationReasonCode.ShuttingDown, "The silo stops.");
            for (var round = 0; round < StopRounds && ActivationCount > 0; round++)
            {
                await EndAll(reason, cancellationToken); // Ending grains may call others; those end in the next round.
            }
        }
        catch (OperationCanceledException)
        {
            Log.LogWarning("{Count} grains had not ended when the time for stopping was over.", ActivationCount);
        }

        IsStopped = true;
        _instruments?.Dispose();
        await _loopFactory.Stop(Loops);
    }

    /// <summary>Called by a loop that has nothing to do.</summary>
    public void LoopBecameIdle()
    {
        if (Volatile.Read(ref _idleWaiterCount) > 0 && IsQuiet())
        {
            ReleaseIdleWaiters();
        }
    }

    private static void Check(EngineOptions options)
    {
        Require(options.Loops is >= 1 and <= 256, nameof(options.Loops), "from 1 to 256", options.Loops);
        Require(options.InlineDepth is >= 0 and <= 256, nameof(options.InlineDepth), "from 0 to 256", options.InlineDepth);
        Require(options.ResponseTimeout > TimeSpan.Zero, nameof(options.ResponseTimeout), "longer than zero", options.ResponseTimeout);
        Require(options.StreamBuffer >= 1, nameof(options.StreamBuffer), "at least 1", options.StreamBuffer);
        Require(options.StreamAttempts >= 1, nameof(options.StreamAttempts), "at least 1", options.StreamAttempts);

        static void Require(bool holds, string name, string range, object value)
        {
            if (!holds)
            {
                throw new OrleansConfigurationException($"EngineOptions.{name} is {value}; it must be {range}.");
            }
        }
    }

    private static OrleansConfigurationException NotStarted() =>
        new("The silo has not started; start the host before grains are used.");
}
