using System.Diagnostics;
using CityActors.Benchmarks.Calls;
using CityActors.Benchmarks.Cities;
using CityActors.Benchmarks.Reports;
using CityActors.Commits;
using CityActors.Households;
using Microsoft.Extensions.DependencyInjection;

namespace CityActors.Benchmarks.Memory;

/// <summary>What an active household costs in memory and to activate, beside its bare state.</summary>
internal sealed class MemoryBenchmarks(BenchmarkCity city, BenchmarkPlan plan, Report report)
{
    private const int Window = 4_096;

    public async Task Run()
    {
        await Store();
        await Active("household", "household", number => city.Grains.GetGrain<IHouseholdGrain>(Homes.IdOf(number)), grain => grain.Flush(), BareHouseholds());
        await Active("counter", "bench-counter", number => city.Grains.GetGrain<ICounterGrain>(BenchmarkCity.KeyOf(number)), grain => grain.Taken(), null);
    }

    /// <summary>Puts the states into the city's storage, as many commits together as come at once.</summary>
    private async Task Store()
    {
        var (storage, serializer) = (city.Services.GetRequiredService<ICityStorage>(), city.Get<StateSerializer>());
        HouseholdState[] states = [.. Homes.States(plan.Households, serializer)];
        var window = new Window(Window);
        var begin = Stopwatch.GetTimestamp();
        for (var number = 0; number < states.Length; number++)
        {
            await window.Room();
            window.Add(storage.Commit(new CityCommit { Owner = $"household/{Homes.IdOf(number)}", At = Homes.LivedUntil, Head = serializer.Serialize(states[number]) }));
        }

        await window.All();
        report.Add(Once("state-writes", "storage-only", "writes/s", plan.Households / Stopwatch.GetElapsedTime(begin).TotalSeconds) with { Grains = plan.Households });
    }

    private double BareHouseholds()
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        HouseholdState[] states = [.. Homes.States(plan.Households, city.Get<StateSerializer>())];
        var bytes = (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)plan.Households;
        GC.KeepAlive(states);
        return bytes;
    }

    private async Task Active<TGrain>(string work, string type, Func<int, TGrain> find, Func<TGrain, Task> first, double? bare)
    {
        await city.Empty(type);
        TGrain[] grains = [.. Enumerable.Range(0, plan.Households).Select(find)];
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var begin = Stopwatch.GetTimestamp();
        var window = new Window(Window);
        foreach (var grain in grains)
        {
            await window.Room();
            window.Add(first(grain));
        }

        await window.All();
        var perSecond = plan.Households / Stopwatch.GetElapsedTime(begin).TotalSeconds;
        window = default;
        var bytes = (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)plan.Households;
        var isRight = await city.Active(type) == plan.Households; // Of this type alone: what the city wakes by itself meanwhile is no mistake.
        report.Add(Once("activations", bare is null ? "without-state" : "from-storage", "activations/s", perSecond) with { Work = work, Grains = plan.Households, Consistent = isRight });
        report.Add(Once("memory", "active-grain", "bytes", bytes) with
        {
            Work = work,
            Grains = plan.Households,
            Bare = bare is { } known ? Math.Round(known) : null,
            Ratio = bare is { } share ? Math.Round(bytes / share, 3) : null,
            Consistent = isRight,
        });
        GC.KeepAlive(grains);
        await city.Empty(type);
    }

    private static Result Once(string benchmark, string name, string unit, double figure) =>
        new() { Benchmark = benchmark, Case = name, Unit = unit, Median = Math.Round(figure), Rounds = 1 };
}
