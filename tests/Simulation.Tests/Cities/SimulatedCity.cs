using CityActors.Drill;
using CityActors.Observations;
using CityActors.Silo.Api;
using CityActors.Silo.Clock;
using CityActors.Tests.Watch;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CityActors.Simulation.Cities;

/// <summary>A city that a replay moves, step by step and one call at a time, while storage fails and silos die as the seed has it.</summary>
internal sealed class SimulatedCity : IAsyncDisposable
{
    private static readonly ObservationCodec Codec = new(SeedThings.Kinds);
    private const int MostTries = 1_000;
    private readonly CityFaults faults;
    private readonly StorageFaults storageFaults;
    private readonly MemoryObservationLog observations = new(TimeProvider.System);
    private readonly Random restarts;
    private SimulatedSilo silo = null!;
    private ReplayClock clock;
    private ReplayStepper stepper = null!;
    private DateTimeOffset reached;

    private SimulatedCity(long seed, CityFaults faults)
    {
        this.faults = faults;
        storageFaults = new StorageFaults(seed, faults.Commits, faults.Reads, faults.PowerCuts);
        Storage = new MemoryCity(storageFaults);
        Chance = new Random((int)seed);
        restarts = new Random((int)seed + 1);
        clock = new ReplayClock(Begin);
        reached = Begin;
    }

    /// <summary>Monday 2026-01-05 09:00 China Standard Time.</summary>
    public static DateTimeOffset Begin { get; } = new(2026, 1, 5, 1, 0, 0, TimeSpan.Zero);

    /// <summary>What the city has stored.</summary>
    public MemoryCity Storage { get; }

    /// <summary>What a scenario chooses; the same whatever goes wrong.</summary>
    public Random Chance { get; }

    public IGrainFactory Grains => silo.Grains;

    public DateTimeOffset Now => reached;

    /// <summary>How often the silo was killed and another one started.</summary>
    public int Restarts { get; private set; }

    /// <summary>How often storage failed.</summary>
    public int Faults => storageFaults.Count;

    /// <summary>What callers were told of their reports: the order of each.</summary>
    public SortedDictionary<string, string> Acknowledged { get; } = new(StringComparer.Ordinal);

    public static async Task<SimulatedCity> Start(long seed, CityFaults faults)
    {
        var city = new SimulatedCity(seed, faults);
        await city.StartSilo();
        return city;
    }

    /// <summary>Everything up to a time happens.</summary>
    public async Task GoTo(DateTimeOffset time)
    {
        reached = time > reached ? time : reached;
        if (restarts.NextDouble() < faults.Restarts)
        {
            await Restart();
        }

        await Insist(() => stepper.GoTo(reached, TestContext.Current.CancellationToken));
    }

    /// <summary>Nothing goes wrong any more.</summary>
    public void EndFaults() => storageFaults.AreOver = true;

    /// <summary>Calls until the call is acknowledged, as a caller at least once does; what it calls must bear repeats.</summary>
    public async Task<T> Insist<T>(Func<Task<T>> call)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await call();
            }
            catch (Exception fault) when (fault is IOException or OrleansException or SystemException && attempt < MostTries)
            {
                if (Storage.IsCut)
                {
                    await Restart();
                }
            }
            catch (Exception fault)
            {
                throw new InvalidOperationException($"{fault.Message}\n{silo.Warnings}", fault);
            }
        }
    }

    public Task Insist(Func<Task> call) => Insist(async () =>
    {
        await call();
        return true;
    });

    /// <summary>A citizen reports, until it is told the order.</summary>
    public async Task Report(WorkOrders.OrderReport report)
    {
        var receipt = await Insist(() => silo.Services.GetRequiredService<MatterIntake>().Report(report));
        Acknowledged.Add(report.Id, receipt!.Order);
    }

    /// <summary>Appends observations to the log.</summary>
    public async Task Observe(IEnumerable<Observation> seen)
    {
        foreach (var group in seen.GroupBy(static observation => Partitions.Of(observation.Entity)))
        {
            await observations.Append(new AppendRequest([new PartitionBatch(group.Key, [.. group.Select(Encode)], group.Min(static item => item.At), group.Max(static item => item.At))]));
        }
    }

    /// <summary>The power fails, and another silo goes on from what is stored.</summary>
    public async Task Restart()
    {
        Storage.IsCut = true;
        await silo.Kill();
        Restarts++;
        Storage.IsCut = false;
        await StartSilo();
        await Insist(() => stepper.GoTo(reached, TestContext.Current.CancellationToken));
    }

    public ValueTask DisposeAsync() => silo.DisposeAsync();

    private static ReadOnlyMemory<byte> Encode(Observation observation)
    {
        var buffer = new byte[ObservationCodec.LongestItem];
        return buffer.AsMemory(0, Codec.Encode(observation, buffer));
    }

    private async Task StartSilo()
    {
        clock = new ReplayClock((await Storage.Position.Read())?.Now ?? Begin);
        silo = await SimulatedSilo.Start(Storage, observations, clock, services => services
            .AddSingleton(clock)
            .AddSingleton<ReplayAgenda>()
            .AddSingleton<ReplayStart>()
            .AddSingleton<ReplayStepper>()
            .AddSingleton<IReplayPosition>(Storage.Position)
            .AddSingleton(Options.Create(new DrillOptions { Pace = 4, DeclinedPercent = 20 }))
            .Configure<RouterOptions>(static options => options.IsSelfDriven = false));
        Storage.WakeUps = silo.Services.GetRequiredService<ReplayAgenda>();
        stepper = silo.Services.GetRequiredService<ReplayStepper>();
    }
}

/// <summary>What goes wrong in a simulated city, and how often; each from 0, never, to 1.</summary>
/// <param name="Commits">Commits that fail, before or after they are stored, each.</param>
/// <param name="Reads">Reads that fail.</param>
/// <param name="PowerCuts">Commits at which the power fails, before or after they are stored, each.</param>
/// <param name="Restarts">Steps of the scenario before which the power fails.</param>
internal sealed record CityFaults(double Commits, double Reads, double PowerCuts, double Restarts)
{
    public static CityFaults None { get; } = new(0, 0, 0, 0);

    public static CityFaults Many { get; } = new(0.02, 0.02, 0.003, 0.02);
}
