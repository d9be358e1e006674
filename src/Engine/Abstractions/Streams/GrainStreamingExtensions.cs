using Microsoft.Extensions.DependencyInjection;
using Orleans.Streams;

namespace Orleans;

/// <summary>Streams, for grains.</summary>
public static class GrainStreamingExtensions
{
    /// <summary>Gives a stream provider.</summary>
    /// <param name="grain">The grain.</param>
    /// <param name="name">Its name.</param>
    /// <returns>The provider.</returns>
    /// <exception cref="KeyNotFoundException">There is no provider of that name.</exception>
    public static IStreamProvider GetStreamProvider(this Grain grain, string name) => GetStreamProvider((IGrainBase)grain, name);

    /// <inheritdoc cref="GetStreamProvider(Grain, string)"/>
    public static IStreamProvider GetStreamProvider(this IGrainBase grain, string name) =>
        ClientStreamingExtensions.Find(grain.GrainContext.ActivationServices, name);
}

/// <summary>Streams, for code outside grains.</summary>
public static class ClientStreamingExtensions
{
    /// <summary>Gives a stream provider.</summary>
    /// <param name="client">The client.</param>
    /// <param name="name">Its name.</param>
    /// <returns>The provider.</returns>
    /// <exception cref="KeyNotFoundException">There is no provider of that name.</exception>
    public static IStreamProvider GetStreamProvider(this IClusterClient client, string name) => Find(client.ServiceProvider, name);

    internal static IStreamProvider Find(IServiceProvider services, string name)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            throw new ArgumentNullException(nameof(name));
        }

        return services.GetKeyedService<IStreamProvider>(name)
            ?? throw new KeyNotFoundException($"Stream provider '{name}' not found; add it with AddMemoryStreams(\"{name}\").");
    }
}
