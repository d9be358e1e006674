using CityActors.Engine.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CityActors.Engine.Hosting;

/// <summary>Adds what every silo needs.</summary>
internal static class EngineServices
{
    public static void Add(IServiceCollection services)
    {
        _ = services.AddOptions();
        _ = services.AddLogging();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<StateSerializer>();
    }

    public static void AddStreams(IServiceCollection services, string name) => services.AddSingleton(new StreamProviderName(name));
}

/// <summary>The name of a stream provider that the silo has.</summary>
/// <param name="Name">The name.</param>
internal sealed record StreamProviderName(string Name);
