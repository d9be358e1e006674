using CityActors.Benchmarks.Durable;
using CityActors.Benchmarks.Memory;
using CityActors.Benchmarks.Reports;
using CityActors.Observations;
using CityActors.Silo.Ingest;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CityActors.Benchmarks.Peer;

/// <summary>The same bodies through a plain Orleans program: decoded, each reading into the stream of its meter, each stored by its grain.</summary>
internal sealed class PeerBenchmarks(BenchmarkPlan plan, Report report)
{
    private static readonly Kinds Kinds = new();
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>Measures it on SQLite. "System.Data.SQLite" is what Orleans calls Microsoft.Data.Sqlite.</summary>
    /// <returns>Observations per second.</returns>
    public async Task<double> OnSqlite()
    {
        var folder = Directory.CreateTempSubdirectory("city-benchmark-peer-").FullName;
        var connection = $"Data Source={Path.Combine(folder, "peer.db")}";
        await PeerTables.InSqlite(connection);
        var median = await Run("sqlite", "System.Data.SQLite", connection);
        SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
        return median;
    }

    /// <summary>Measures it on an empty database of PostgreSQL.</summary>
    /// <returns>Observations per second.</returns>
    public async Task<double> OnPostgres(string connection)
    {
        await PeerTables.InPostgres(connection);
        return await Run("postgresql", "Npgsql", connection);
    }

    private async Task<double> Run(string store, string invariant, string connection)
    {
        var bodies = new Bodies(plan.Peer);
        IReadOnlyList<ReadOnlyMemory<byte>> round = [];
        Measured measured;
        using (var silo = await PeerSilo.Start(invariant, connection))
        {
            measured = await Measured.Run(
                plan with { WarmUps = plan.ColdWarmUps },
                plan.Peer.Lines,
                () =>
                {
                    round = bodies.Next();
                    return Task.CompletedTask;
                },
                async () =>
                {
                    var stored = PeerProgress.Expect(plan.Peer.Lines);
                    foreach (var body in round)
                    {
                        await Task.WhenAll(BodyLines.OfNdjson(body).Lines.Select(line => Publish(silo, ObservationLine.Decode(line.Json.Span, Kinds))));
                    }

                    await stored.WaitAsync(Patience);
                });
            await silo.StopAsync();
        }

        report.Add(measured.ToResult("peer", "stream-per-meter", "observations/s") with
        {
            Store = store,
            Grains = plan.Peer.Homes,
            Consistent = await IsStored(invariant, connection, bodies.LastAt),
        });
        return measured.Median;
    }

    private static Task Publish(IHost silo, Observation reading) => PeerSilo.StreamOf<Observation>(silo, reading.Entity).OnNextAsync(reading);

    /// <summary>Whether every meter's last reading is in the database: another silo reads it from there.</summary>
    private async Task<bool> IsStored(string invariant, string connection, DateTimeOffset lastAt)
    {
        using var silo = await PeerSilo.Start(invariant, connection);
        var grains = silo.Services.GetRequiredService<IGrainFactory>();
        var last = await Task.WhenAll(Enumerable.Range(0, plan.Peer.Homes).Select(home => grains.GetGrain<IPeerMeterGrain>(Homes.IdOf(home)).LastAt()));
        await silo.StopAsync();
        return last.All(at => at == lastAt);
    }
}
