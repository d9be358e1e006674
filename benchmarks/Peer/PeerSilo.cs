using CityActors.Silo.Orleans;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Streams;

namespace CityActors.Benchmarks.Peer;

/// <summary>One silo in this process, with what Orleans brings along: memory streams, and states in the tables of its ADO.NET provider.</summary>
internal static class PeerSilo
{
    /// <summary>The name of both its providers.</summary>
    public const string Provider = "peer";

    /// <summary>The namespace of the meters' streams.</summary>
    public const string Readings = "peer-readings";

    /// <summary>Starts it.</summary>
    /// <param name="invariant">The database's driver, by the name that Orleans knows.</param>
    /// <param name="connection">The connection string.</param>
    public static async Task<IHost> Start(string invariant, string connection)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.UseOrleans(silo => silo
            .UseInProcessOnly()
            .AddAdoNetGrainStorage(Provider, options => (options.Invariant, options.ConnectionString) = (invariant, connection))
            .AddMemoryStreams(Provider, streams => streams.ConfigureStreamPubSub(StreamPubSubType.ImplicitOnly)));
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }

    /// <summary>The stream of a meter.</summary>
    public static IAsyncStream<TReading> StreamOf<TReading>(IHost silo, string meter) =>
        silo.Services.GetRequiredKeyedService<IStreamProvider>(Provider).GetStream<TReading>(StreamId.Create(Readings, meter));
}
