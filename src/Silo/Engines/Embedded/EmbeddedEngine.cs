using CityActors.Engine;
using CityActors.Engine.Hosting;
using CityActors.Engine.Storage;
using CityActors.Observations;
using CityActors.Silo.Clock;
using CityActors.Silo.Cluster;

namespace CityActors.Silo.Engines;

/// <summary>Runs the grains on the embedded engine. Nothing outside this folder knows which engine it is.</summary>
internal static class EmbeddedEngine
{
    /// <summary>Adds the engine: one loop per core, or a single one where a replay must not depend on who comes first.</summary>
    public static void AddEngine(this WebApplicationBuilder builder, SiloSettings settings)
    {
        builder.UseOrleans(silo => silo
            .ConfigureEngine(options =>
            {
                options.Loops = settings.IsReplay ? 1 : Environment.ProcessorCount;
                options.Affinity = LoopOf;
                options.ResponseTimeout = TimeSpan.FromMinutes(settings.IsReplay ? 5 : 0.5);
            })
            .AddDatabaseGrainStorageAsDefault()
            .UseDatabaseReminderService()
            .AddMemoryStreams(Nudges.Provider));
        builder.Services.AddSingleton<ISettling, EngineSettling>();
        builder.Services.AddSingleton<IMembership, SingleSilo>();
    }

    /// <summary>Adds the engine's own pages: it has none.</summary>
    public static void MapEngine(this WebApplication app) => _ = app;

    /// <summary>Entities live on the loop of their router, so that delivering an observation is a plain method call.</summary>
    private static int? LoopOf(GrainId grain)
    {
        var key = grain.Key.ToString()!;
        return grain.Type.ToString() switch
        {
            "observation-router" => Partitions.OfRouter(key),
            "household" or "camera" or "terminal" => Partitions.Of(key),
            _ => null,
        };
    }

    private sealed class SingleSilo : IMembership
    {
        public long Version => 0;
    }

    private sealed class EngineSettling(IEngineControl engine, TimeProvider time) : ISettling
    {
        private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(1);

        public Task WhenIdle(CancellationToken cancellation) => engine.WhenIdle(cancellation);

        public async Task WhenSettled(CancellationToken cancellation)
        {
            await engine.WhenIdle(cancellation);
            while (engine.NextDue <= time.GetUtcNow())
            {
                await Task.Delay(BetweenLooks, cancellation); // Whoever drives the clock fires it.
                await engine.WhenIdle(cancellation);
            }
        }
    }
}
