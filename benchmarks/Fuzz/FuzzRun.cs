using System.Diagnostics;
using System.Globalization;

namespace CityActors.Benchmarks.Fuzz;

/// <summary>How much is sent.</summary>
/// <param name="Requests">So many requests.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Connections">Over so many connections at once.</param>
/// <param name="Stretch">After so many, memory is measured.</param>
internal sealed record FuzzPlan(long Requests = 1_000_000, int Seed = 7, int Connections = 16, long Stretch = 100_000)
{
    /// <summary>So much may the heap grow from the end of the first stretch to the end: accepted requests leave something, refused ones must not.</summary>
    public const long MostGrowth = 96L << 20;

    /// <summary>A plan from a command line: <c>fuzz [requests] [seed]</c>; null: it is none.</summary>
    public static FuzzPlan? From(IReadOnlyList<string> words) => words switch
    {
        [] => new FuzzPlan(),
        [var requests] when long.TryParse(requests, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0 => new FuzzPlan(count),
        [var requests, var seed] when long.TryParse(requests, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0
            && int.TryParse(seed, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => new FuzzPlan(count, number),
        _ => null,
    };
}

/// <summary>Spoilt requests to every call of the API of a real Silo in this process: none is answered with a 5xx or leaves anything behind.</summary>
internal static class FuzzRun
{
    private const int Refused = 3_000;

    /// <summary>Runs a plan.</summary>
    /// <returns>What was found.</returns>
    public static async Task<FuzzFindings> Run(FuzzPlan plan, TextWriter says)
    {
        await using var city = await FuzzCity.Start();
        var calls = ApiCall.In(await city.Get("/openapi/v1.json"));
        var (maker, findings) = (new RequestMaker(calls, city.Ids, plan.Seed), new FuzzFindings());
        var fuzzer = new Fuzzer(city, findings, plan.Connections);
        await says.WriteLineAsync($"{calls.Count} calls, seed {plan.Seed}, {plan.Requests:N0} requests over {plan.Connections} connections.");
        using (var connection = new RawConnection(city.Port))
        {
            foreach (var known in KnownRequests.Read(city.Seeds))
            {
                await fuzzer.Ask(connection, known);
            }
        }

        long? warm = null;
        for (var first = 0L; first < plan.Requests; first += plan.Stretch)
        {
            var count = Math.Min(plan.Stretch, plan.Requests - first);
            var began = Stopwatch.GetTimestamp();
            await fuzzer.Run(maker, first, count);
            var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
            _ = await city.Http.GetStringAsync(new Uri(ApiCall.Export, UriKind.Relative));
            var heap = Heap();
            await says.WriteLineAsync($"{first + count,12:N0}  {count / seconds,8:N0} requests/s  heap {heap >> 20,5} MiB  faults {findings.Faults.Count}");
            if (heap - (warm ??= heap) > FuzzPlan.MostGrowth)
            {
                findings.Add($"The heap grew from {warm >> 20} to {heap >> 20} MiB.");
            }
        }

        await CheckTables(city, fuzzer, maker, Math.Min(plan.Requests, Refused), findings);
        await Say(findings, says);
        return findings;
    }

    // Requests that are refused again and again; what they leave behind would grow for ever.
    private static async Task CheckTables(FuzzCity city, Fuzzer fuzzer, RequestMaker maker, long count, FuzzFindings findings)
    {
        using var connection = new RawConnection(city.Port);
        var refused = Enumerable.Range(0, (int)count).Select(number => maker.Make(number)).ToList();
        for (var round = 0; round < 3; round++)
        {
            await city.Rest();
            var before = await city.Rows();
            var still = new List<RawRequest>();
            foreach (var request in refused)
            {
                if (await fuzzer.Ask(connection, request) is >= 400 or 0)
                {
                    still.Add(request);
                }
            }

            await city.Rest();
            var after = await city.Rows();
            if (still.Count == refused.Count)
            {
                foreach (var (table, rows) in after.Where(table => before.GetValueOrDefault(table.Key) != table.Value))
                {
                    findings.Add($"{still.Count} refused requests changed table {table} from {before.GetValueOrDefault(table)} to {rows} rows.");
                }

                return;
            }

            refused = still;
        }
    }

    private static long Heap()
    {
        for (var i = 0; i < 2; i++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        return GC.GetTotalMemory(forceFullCollection: true);
    }

    private static async Task Say(FuzzFindings findings, TextWriter says)
    {
        await says.WriteLineAsync($"answers: {string.Join(", ", findings.Statuses.OrderBy(static status => status.Key).Select(static status => FormattableString.Invariant($"{(status.Key == 0 ? "none" : status.Key)} {status.Value:N0}")))}");
        foreach (var slow in findings.Slow)
        {
            await says.WriteLineAsync($"slow: {slow}");
        }

        foreach (var fault in findings.Faults)
        {
            await says.WriteLineAsync($"FAULT {fault}");
        }
    }
}
