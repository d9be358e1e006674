using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Hosting;

namespace CityActors.Engine.Hosting;

internal sealed class EmbeddedSiloBuilder(IServiceCollection services, IConfiguration configuration) : ISiloBuilder
{
    public IServiceCollection Services { get; } = services;

    public IConfiguration Configuration { get; } = configuration;
}

/// <summary>Configures what only the embedded engine has.</summary>
public static class EngineSiloBuilderExtensions
{
    /// <summary>Sets how the engine runs.</summary>
    /// <param name="builder">The silo.</param>
    /// <param name="configure">Sets it.</param>
    /// <returns>The silo.</returns>
    public static ISiloBuilder ConfigureEngine(this ISiloBuilder builder, Action<EngineOptions> configure) => builder.Configure(configure);
}
