using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using CityActors.Benchmarks.Cities;
using CityActors.Benchmarks.Memory;
using CityActors.Benchmarks.Reports;
using CityActors.Observations;
using CityActors.Silo.Ingest;

namespace CityActors.Benchmarks.Durable;

/// <summary>Observations per second over HTTP into a Silo of its own, until all are in their households. The senders share its processors.</summary>
internal sealed class HttpBenchmarks
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly Uri Observations = new("/v1/observations", UriKind.Relative);
    private readonly BenchmarkPlan plan;
    private readonly Report report;
    private readonly Bodies bodies;
    private readonly int[] last;
    private readonly List<double> milliseconds = [];
    private readonly List<double> cpu = [];
    private long accepted;
    private long events;
    private bool areEvents;

    public HttpBenchmarks(BenchmarkPlan plan, Report report)
    {
        this.plan = plan with { WarmUps = plan.ColdWarmUps };
        this.report = report;
        bodies = new Bodies(plan.Http);
        last = [.. Enumerable.Range(0, Partitions.Count).Select(partition => Enumerable.Range(plan.Http.Homes, int.MaxValue - plan.Http.Homes).First(home => Partitions.Of(Homes.IdOf(home)) == partition))];
    }

    /// <summary>Measures a Silo on a database.</summary>
    /// <param name="name">The database's kind.</param>
    /// <param name="store">A PostgreSQL database; empty: SQLite.</param>
    /// <param name="peer">What the peer does on the same kind of database.</param>
    /// <param name="asEvents">Each reading is the data of a CloudEvent, each body a batch of them.</param>
    public async Task Run(string name, string store, double peer, bool asEvents = false)
    {
        areEvents = asEvents;
        using var folder = new DataFolder(store);
        var settings = folder.Settings();
        await SettledHomes.Settle(settings, last.Max() + 1);
        Measured measured;
        using (var silo = await SiloChild.Start(folder))
        {
            IReadOnlyList<ReadOnlyMemory<byte>> round = [];
            measured = await Measured.Run(
                plan,
                plan.Http.Lines + last.Length,
                () =>
                {
                    round = [.. bodies.Next().Select(Formed)];
                    milliseconds.RemoveRange(0, cpu.Count < plan.WarmUps + 1 ? milliseconds.Count : 0); // Those of rounds that do not count.
                    return Task.CompletedTask;
                },
                () => Send(silo, round));
            await silo.Stop();
        }

        milliseconds.Sort();
        report.Add((measured.ToResult("observations", asEvents ? "http-cloudevents" : "http", "observations/s") with
        {
            Store = name,
            Grains = plan.Http.Homes,
            Callers = Senders.Count,
            BytesPerOperation = null, // The sender's are of no interest.
            CpuMicroseconds = Math.Round(cpu[plan.WarmUps..].Average() / measured.Operations, 2),
            P50Milliseconds = Math.Round(At(0.5), 1),
            P99Milliseconds = Math.Round(At(0.99), 1),
            Consistent = accepted == bodies.Made && await SettledHomes.Know(settings, plan.Http.Homes, accepted, bodies.LastAt),
        }).Beside(peer));
    }

    /// <summary>Sends a round, then one reading more in each partition, and waits until those are delivered: the others were so before them.</summary>
    private async Task Send(SiloChild silo, IReadOnlyList<ReadOnlyMemory<byte>> round)
    {
        var before = silo.Cpu;
        await Senders.Send(round, body => Post(silo, body));
        await Post(silo, Formed(bodies.Of(last)));
        await Task.WhenAll(last.Select(home => silo.Arrived(Homes.IdOf(home), bodies.LastAt, Patience)));
        cpu.Add((silo.Cpu - before).TotalMicroseconds);
    }

    private async Task Post(SiloChild silo, ReadOnlyMemory<byte> body)
    {
        var begin = Stopwatch.GetTimestamp();
        using var content = new ReadOnlyMemoryContent(body) { Headers = { ContentType = new MediaTypeHeaderValue(areEvents ? CloudEventBody.Batched : "application/x-ndjson") } };
        using var answer = await silo.Client.PostAsync(Observations, content);
        var taken = await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<IngestAnswer>();
        lock (milliseconds)
        {
            milliseconds.Add(Stopwatch.GetElapsedTime(begin).TotalMilliseconds);
            accepted += taken!.Accepted;
        }
    }

    private ReadOnlyMemory<byte> Formed(ReadOnlyMemory<byte> body) => !areEvents ? body : Encoding.UTF8.GetBytes(
        $"[{string.Join(',', Encoding.UTF8.GetString(body.Span).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => $$"""{"specversion":"1.0","id":"{{++events}}","source":"/gateways/east","type":"reading","data":{{line}}}"""))}]");

    private double At(double share) => milliseconds[(int)(share * (milliseconds.Count - 1))];
}
