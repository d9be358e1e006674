using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using CityActors.Benchmarks.Cities;
using CityActors.Benchmarks.Durable;
using CityActors.Silo.Ingest;

namespace CityActors.Benchmarks.Alarms;

/// <summary>Silos on one database with an alarm district, and a reader of the first one's feed. Every terminal alarms once.</summary>
internal sealed class AlarmCity : IAsyncDisposable
{
    private const int LinesPerBody = 50;
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(1);
    private static readonly Uri Observations = new("/v1/observations", UriKind.Relative);
    private readonly DataFolder folder;
    private readonly SiloChild[] silos;
    private readonly DispatchWatch watch;
    private readonly long[] sentAt;
    private int sent;
    private int posts;

    private AlarmCity(DataFolder folder, SiloChild[] silos, int terminals)
    {
        (this.folder, this.silos, sentAt) = (folder, silos, new long[terminals]);
        watch = new DispatchWatch(silos[0], terminals);
    }

    /// <summary>Alarms that were not dispatched once and to all who are asked.</summary>
    public int Strays => watch.Strays;

    /// <summary>Settles a district and starts its Silos.</summary>
    /// <param name="store">A PostgreSQL database; empty: SQLite.</param>
    /// <param name="silos">How many Silos.</param>
    /// <param name="terminals">How many terminals.</param>
    public static async Task<AlarmCity> Start(string store, int silos, int terminals)
    {
        var folder = new DataFolder(store);
        await AlarmDistrict.Settle(folder.Settings(), terminals);
        var started = new List<SiloChild>();
        while (started.Count < silos)
        {
            started.Add(await SiloChild.Start(folder));
        }

        while ((await Task.WhenAll(started.Select(silo => silo.Status("entities")))).Min() < terminals)
        {
            await Task.Delay(Between);
        }

        return new AlarmCity(folder, [.. started], terminals);
    }

    /// <summary>Lets the next terminals alarm as quickly as they can be sent.</summary>
    /// <returns>Seconds until the last one has its responders.</returns>
    public async Task<double> Burst(int count)
    {
        var (first, begin) = (sent, Stopwatch.GetTimestamp());
        await Senders.Send(Enumerable.Range(first, count).Chunk(LinesPerBody), terminals => Post(terminals, Stopwatch.GetTimestamp()));
        await watch.Dispatched(first + count);
        return Stopwatch.GetElapsedTime(begin, Enumerable.Range(first, count).Max(watch.At)).TotalSeconds;
    }

    /// <summary>Lets the next terminals alarm at a steady rate, whether the Silo keeps up or not.</summary>
    /// <returns>Milliseconds until each had its responders, ascending.</returns>
    public async Task<double[]> Steady(int count, double perSecond)
    {
        var (first, begin) = (sent, Stopwatch.GetTimestamp());
        var requests = new List<Task>();
        foreach (var terminals in Enumerable.Range(first, count).Chunk(Math.Max(1, (int)Math.Round(perSecond * Between.TotalSeconds))))
        {
            var due = TimeSpan.FromSeconds((terminals[0] - first) / perSecond);
            var wait = due - Stopwatch.GetElapsedTime(begin);
            await Task.Delay(wait > TimeSpan.Zero ? wait : TimeSpan.Zero);
            requests.Add(Post(terminals, begin + (long)(due.TotalSeconds * Stopwatch.Frequency)));
        }

        await Task.WhenAll(requests);
        await watch.Dispatched(first + count);
        return [.. Enumerable.Range(first, count).Select(terminal => Stopwatch.GetElapsedTime(sentAt[terminal], watch.At(terminal)).TotalMilliseconds).Order()];
    }

    /// <summary>Waits until the grains commit nothing any more.</summary>
    /// <returns>What was stored since the start.</returns>
    public async Task<StoredSoFar> Quiet()
    {
        var (known, since) = (await Stored(), Stopwatch.GetTimestamp());
        while (Stopwatch.GetElapsedTime(since) < Silence)
        {
            await Task.Delay(Between);
            var now = await Stored();
            (known, since) = now.Commits == known.Commits ? (known, since) : (now, Stopwatch.GetTimestamp());
        }

        return known;
    }

    public async ValueTask DisposeAsync()
    {
        await watch.DisposeAsync();
        foreach (var silo in silos)
        {
            silo.Dispose();
        }

        folder.Dispose();
    }

    private async Task<StoredSoFar> Stored()
    {
        var sum = default(StoredSoFar);
        foreach (var silo in silos)
        {
            sum += new StoredSoFar(await silo.Figure("city_commits"), await silo.Figure("city_storage_writes"), await silo.Figure("city_storage_transactions"), silo.Cpu);
        }

        return sum;
    }

    private async Task Post(int[] terminals, long at)
    {
        var text = new StringBuilder();
        foreach (var terminal in terminals)
        {
            sentAt[terminal] = at;
            _ = text.Append(CultureInfo.InvariantCulture, $"{{\"entity\":\"{AlarmDistrict.IdOf(terminal)}\",\"kind\":\"gas\",\"at\":\"{TimeProvider.System.GetUtcNow():yyyy-MM-ddTHH:mm:ss.fffZ}\",\"value\":25,\"unit\":\"%LEL\"}}\n");
        }

        _ = Interlocked.Add(ref sent, terminals.Length);
        using var content = new StringContent(text.ToString(), Encoding.UTF8, new MediaTypeHeaderValue("application/x-ndjson"));
        using var answer = await silos[Interlocked.Increment(ref posts) % silos.Length].Client.PostAsync(Observations, content);
        var taken = await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<IngestAnswer>();
        if (taken!.Accepted != terminals.Length)
        {
            throw new InvalidOperationException($"Of {terminals.Length} alarms {taken.Accepted} were accepted.");
        }
    }
}

/// <summary>What Silos have stored, and what it took.</summary>
/// <param name="Commits">Commits of grains.</param>
/// <param name="Writes">Writes, those commits included.</param>
/// <param name="Transactions">Transactions that the writes shared.</param>
/// <param name="Cpu">Processor time.</param>
internal readonly record struct StoredSoFar(double Commits, double Writes, double Transactions, TimeSpan Cpu)
{
    public static StoredSoFar operator +(StoredSoFar one, StoredSoFar other) =>
        new(one.Commits + other.Commits, one.Writes + other.Writes, one.Transactions + other.Transactions, one.Cpu + other.Cpu);

    public static StoredSoFar operator -(StoredSoFar one, StoredSoFar other) =>
        new(one.Commits - other.Commits, one.Writes - other.Writes, one.Transactions - other.Transactions, one.Cpu - other.Cpu);
}
