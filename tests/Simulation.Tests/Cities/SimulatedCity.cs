using System.Globalization;
using System.Text;
using CityActors.Alerts;
using CityActors.Deadlines;
using CityActors.Dispatch;
using CityActors.Facts;
using CityActors.Observations;
using CityActors.Places;
using CityActors.Responders;
using CityActors.WorkOrders;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CityActors.Simulation.Cities;

/// <summary>The city's own grains on one thread and virtual time: crashes and failing storage follow from the seed.</summary>
internal sealed class SimulatedCity : IAsyncDisposable
{
    private const int MostTries = 300;
    private SimulatedSilo silo = null!;
    private readonly LastWarnings warnings = new();
    private readonly Random chance;
    private readonly CityFaults faults;
    private readonly SortedSet<string> routers = new(StringComparer.Ordinal);
    private readonly List<Task> meanwhile = [];
    private MemoryObservationLog? observations;

    private SimulatedCity(long seed, CityFaults faults)
    {
        this.faults = faults;
        chance = new Random((int)seed); // Beside the simulation's own chance, so that a scenario's choices do not move with the steps.
    }

    public CityInvariants Invariants { get; } = new();

    public IGrainFactory Grains => silo.Grains;

    public DateTimeOffset Now => silo.Time.GetUtcNow();

    public string TraceHash => silo.TraceHash;

    public int Crashes => silo.Crashes;

    public Random Chance => chance;

    /// <summary>Gets whether the scenario is over and the city at rest: what goes on meanwhile is to end.</summary>
    public bool IsOver { get; private set; }

    public static async Task<SimulatedCity> Start(long seed, CityFaults faults)
    {
        var city = new SimulatedCity(seed, faults);
        var facts = new WatchedFactLog(city.Invariants);
        var options = new SimulationOptions
        {
            Seed = seed,
            Start = new DateTimeOffset(2026, 1, 5, 1, 0, 0, TimeSpan.Zero),
            Faults = faults.Faults,
            AfterStep = _ => city.Invariants.ThrowIfBroken(),
            CrashAfter = city.MayCrash,
        };
        city.silo = await SimulatedSilo.Start(options, builder => city.Configure(builder, facts));
        return city;
    }

    public Task Delay(TimeSpan time) => silo.Delay(time);

    /// <summary>Runs a scenario, then goes on until the city is at rest, and checks what must hold.</summary>
    public async Task Run(Func<SimulatedCity, Task> scenario, TimeSpan restWithin)
    {
        try
        {
            await silo.Run(async () =>
            {
                meanwhile.Add(WakeAfterCrashes());
                await scenario(this);
                var limit = Now + restWithin;
                while (!Invariants.IsAtRest)
                {
                    if (Now > limit)
                    {
                        throw new InvalidOperationException($"The city did not come to rest within {restWithin}. {await Insist(Unrest)}");
                    }

                    await Delay(TimeSpan.FromMinutes(1));
                }

                IsOver = true;
                await Task.WhenAll(meanwhile);
                await Delay(TimeSpan.FromMinutes(5)); // What was told last is stored.
                await Insist(async () =>
                {
                    await Invariants.Check(Grains);
                    return true;
                });
            });
        }
        catch (SimulationException failure)
        {
            throw new SimulationException($"{failure.Message}\n{Crashes} crashes. {Invariants}\n{warnings}", failure);
        }
    }

    /// <summary>Lets something go on beside the scenario until <see cref="IsOver"/>.</summary>
    public void Meanwhile(Task task) => meanwhile.Add(task);

    /// <summary>The silo crashes now and starts anew.</summary>
    public void Crash() => silo.Crash();

    /// <summary>Calls until the call is acknowledged, as a caller at least once does; what it calls must bear repeats.</summary>
    public async Task<T> Insist<T>(Func<Task<T>> call)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await call();
            }
            catch (Exception) when (attempt < MostTries)
            {
                Invariants.ThrowIfBroken();
                await Delay(TimeSpan.FromSeconds(1));
            }
        }
    }

    public Task Insist(Func<Task> call) => Insist(async () =>
    {
        await call();
        return true;
    });

    /// <summary>Appends observations to the log and nudges their routers, as the door does.</summary>
    public async Task Observe(IReadOnlyList<Observation> seen)
    {
        foreach (var group in seen.GroupBy(static observation => Partitions.Of(observation.Entity)).OrderBy(static group => group.Key))
        {
            var items = group.Select(Encode).ToList();
            await silo.Services.GetRequiredService<IObservationLog>().Append(new AppendRequest([new PartitionBatch(group.Key, items, group.Min(static item => item.At), group.Max(static item => item.At))]));
            var router = Partitions.RouterKey(group.Key);
            if (routers.Add(router))
            {
                await Insist(() => Grains.GetGrain<IObservationRouterGrain>(router).Status());
            }

            Nudge(router);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await silo.DisposeAsync();
        warnings.Dispose();
    }

    // A nudge may come twice, late or never: the router looks by itself every second.
    private void Nudge(string router)
    {
        for (var times = chance.NextDouble() switch { < 0.05 => 0, > 0.95 => 2, _ => 1 }; times > 0; times--)
        {
            Grains.GetGrain<IObservationRouterGrain>(router).Pump().Ignore();
        }
    }

    private static ReadOnlyMemory<byte> Encode(Observation observation)
    {
        var buffer = new byte[ObservationCodec.LongestItem];
        return buffer.AsMemory(0, ObservationCodec.Encode(observation, buffer));
    }

    /// <summary>What is still under way, for the message of a failed run.</summary>
    private async Task<string> Unrest()
    {
        var dispatch = await Grains.GetGrain<IDispatchGrain>("dispatch-430103").Read();
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"Dispatch knows {dispatch.Responders}, free {dispatch.Free}, waiting {string.Join(' ', dispatch.Waiting.Select(static need => need.Order))}.");
        foreach (var order in Invariants.Orders.Where(static order => order.Status != OrderStatus.Closed).ToArray())
        {
            var view = (await Grains.GetGrain<IWorkOrderGrain>(order.Id).Read())!;
            text.AppendLine().Append(order.Id).AppendJoin(';', view.Timeline.Select(static entry => $" {entry.At:T} {entry.What} {entry.Status} {entry.Subject}"));
        }

        return text.ToString();
    }

    // Routers turn every second whatever happens: most crashes are to hit those who do something.
    private bool MayCrash(SimulatedStep step) =>
        chance.NextDouble() < (step.Subject.StartsWith("observation-router", StringComparison.Ordinal) ? faults.Crash / 50 : faults.Crash);

    /// <summary>As when the silo starts: due-books wake who has something under way, routers go on from their checkpoints.</summary>
    private async Task WakeAfterCrashes()
    {
        var seen = 0;
        while (!IsOver)
        {
            if (seen != Crashes)
            {
                seen = Crashes;
                await Wake();
            }

            await Delay(TimeSpan.FromSeconds(1));
        }
    }

    private async Task Wake()
    {
        for (var book = 0; book < DueBooks.Count; book++)
        {
            var key = DueBooks.KeyOf(book);
            await Insist(() => Grains.GetGrain<IDueBookGrain>(key).WakeAll());
        }

        foreach (var router in routers.ToArray())
        {
            await Insist(() => Grains.GetGrain<IObservationRouterGrain>(router).Status());
        }
    }

    private void Configure(ISiloBuilder builder, IFactLog facts)
    {
        builder.Services
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning).AddProvider(warnings))
            .AddSingleton(facts)
            .AddSingleton<IObservationLog>(services => observations ??= new MemoryObservationLog(services.GetRequiredService<TimeProvider>()))
            .AddSingleton<IAreaFigures, NoFigures>()
            .AddSingleton(SeedFiles.Calendar())
            .AddSingleton(SeedFiles.Catalogue())
            .AddSingleton<EntityServices>()
            .AddSingleton<DrillDesk>()
            .AddSingleton(Options.Create(new DrillOptions { Pace = 4, DeclinedPercent = 20 }));
    }

    private sealed class NoFigures : IAreaFigures
    {
        public Task<AreaFigures> Count(string areaCode) => throw new InvalidOperationException($"Nobody asks for the figures of {areaCode} here.");
    }
}

/// <summary>What goes wrong in a simulated city.</summary>
/// <param name="Crash">How likely the silo crashes at a step.</param>
/// <param name="Faults">What else.</param>
internal sealed record CityFaults(double Crash, SimulatedFaults Faults)
{
    public static CityFaults None { get; } = new(0, new SimulatedFaults());

    public static CityFaults Many { get; } = new(0.001, new SimulatedFaults
    {
        WriteFailsBeforeCommit = 0.01,
        WriteFailsAfterCommit = 0.01,
        ReadFails = 0.005,
        StorageDelay = TimeSpan.FromMilliseconds(20),
        CallDelay = 0.3,
    });
}

/// <summary>Keeps the last warnings of the grains for the message of a failed run.</summary>
internal sealed class LastWarnings : ILoggerProvider, ILogger
{
    private const int Kept = 12;
    private readonly Queue<string> lines = new();

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lines.Enqueue(string.Create(CultureInfo.InvariantCulture, $"{logLevel}: {formatter(state, exception)} {exception?.GetType().Name}: {exception?.Message}"));
        if (lines.Count > Kept)
        {
            lines.Dequeue();
        }
    }

    public override string ToString() => string.Join('\n', lines.Prepend("Its last warnings:"));

    public void Dispose()
    {
    }
}
