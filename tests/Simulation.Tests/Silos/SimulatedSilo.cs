using System.Buffers.Binary;
using System.Globalization;
using CityActors.Silo.Clock;
using Microsoft.Extensions.DependencyInjection;

namespace CityActors.Simulation;

/// <summary>A real silo on one worker and virtual time: what happens, and in which order, follows from a seed.</summary>
/// <remarks>
/// A crash drops all that the silo had in memory and every timer; states and whatever <c>configure</c> registers as an instance stay. It sees
/// neither data races nor the wire nor several silos.
/// </remarks>
internal sealed class SimulatedSilo : IAsyncDisposable
{
    private readonly SimulationOptions options;
    private readonly Action<ISiloBuilder> configure;
    private readonly MemoryStates states = new();
    private readonly ReplayClock clock;
    private readonly SimulatedChance chance;
    private ulong hash = 14695981039346656037; // FNV-1a.
    private SimulatedEpoch epoch = null!;
    private Exception? broken;

    private SimulatedSilo(SimulationOptions options, Action<ISiloBuilder> configure)
    {
        this.options = options;
        this.configure = configure;
        clock = new ReplayClock(options.Start);
        chance = new SimulatedChance(options.Seed);
    }

    public IServiceProvider Services => epoch.Silo.Services;

    public IGrainFactory Grains => epoch.Silo.Grains;

    public TimeProvider Time => clock;

    public long Steps { get; private set; }

    public int Crashes { get; private set; }

    /// <summary>A hash of all that happened: the same for the same seed and scenario.</summary>
    public string TraceHash => hash.ToString("x16", CultureInfo.InvariantCulture);

    /// <summary>Starts it.</summary>
    /// <param name="options">The seed, and what goes wrong.</param>
    /// <param name="configure">Configures the silo; called again after each crash.</param>
    public static async Task<SimulatedSilo> Start(SimulationOptions options, Action<ISiloBuilder> configure)
    {
        var silo = new SimulatedSilo(options, configure);
        await silo.Begin();
        return silo;
    }

    /// <summary>Runs a scenario to its end; time moves whenever nothing else is left to do.</summary>
    /// <exception cref="SimulationException">The scenario or an invariant failed.</exception>
    public Task Run(Func<Task> scenario) => Task.Run(() => Drive(scenario));

    /// <summary>Waits in a scenario.</summary>
    public Task Delay(TimeSpan time) => Task.Delay(time, clock);

    /// <summary>The silo crashes now; it starts anew as soon as nothing else moves.</summary>
    public void Crash()
    {
        if (!epoch.IsDead)
        {
            Trace("silo", "crash");
            epoch.IsDead = true;
        }
    }

    /// <summary>Mixes something that happened into the trace.</summary>
    public void Trace(string subject, string action)
    {
        Span<byte> ticks = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(ticks, clock.GetUtcNow().UtcTicks);
        foreach (var b in ticks)
        {
            Mix(b);
        }

        foreach (var c in subject)
        {
            Mix(c);
        }

        foreach (var c in action)
        {
            Mix(c);
        }
    }

    /// <summary>One step of a silo; one that has crashed goes no further.</summary>
    public Task Step(SimulatedEpoch of, string subject, string action)
    {
        if (of.IsDead)
        {
            return SimulatedEpoch.Never();
        }

        Trace(subject, action);
        var step = new SimulatedStep(++Steps, clock.GetUtcNow(), subject, action);
        try
        {
            options.AfterStep?.Invoke(step);
        }
#pragma warning disable CA1031 // It fails the run, not the grain.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            broken ??= fault;
        }

        if (Steps > options.MaxSteps)
        {
            broken ??= new InvalidOperationException($"It took more than {options.MaxSteps} steps.");
        }

        if (options.CrashAfter?.Invoke(step) == true)
        {
            Crash();
            return SimulatedEpoch.Never();
        }

        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        epoch.IsDead = true;
        await epoch.Silo.Cut();
    }

    private async Task Drive(Func<Task> scenario)
    {
        var task = scenario();
        while (true)
        {
            await OneWorker.WhenIdle(null, CancellationToken.None);
            if (broken is { } fault)
            {
                throw Failure(fault.Message, fault);
            }

            if (epoch.IsDead)
            {
                await Restart();
            }
            else if (task.IsCompleted)
            {
                break;
            }
            else if (!clock.FireNext())
            {
                clock.MoveTo(clock.NextDue ?? throw Failure("Nothing is left to happen."));
            }
        }

        try
        {
            await task;
        }
        catch (Exception fault)
        {
            throw Failure(fault.Message, fault);
        }
    }

    private async Task Restart()
    {
        Crashes++;
        var old = epoch;
        await old.Silo.Cut();
        await Begin();
        old.Gone.SetResult();
    }

    private async Task Begin()
    {
        var next = new SimulatedEpoch();
        var gate = new SimulatedCalls(this, next, chance, options.Faults);
        next.Silo = await SteppedSilo.Start(
            clock,
            new SimulatedStorage(this, next, states, chance, options.Faults),
            silo =>
            {
                silo.Services.AddSingleton<IIncomingGrainCallFilter>(gate).AddSingleton<IOutgoingGrainCallFilter>(gate);
                configure(silo);
            },
            new EpochTime(clock, next));
        epoch = next;
    }

    private SimulationException Failure(string what, Exception? cause = null) => new(
        $"Seed {options.Seed} failed at step {Steps}, {clock.GetUtcNow():O}: {what} The same seed fails the same way again.", cause);

    private void Mix(int value) => hash = (hash ^ (uint)value) * 1099511628211;
}
