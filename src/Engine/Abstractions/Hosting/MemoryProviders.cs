using CityActors.Engine.Hosting;
using CityActors.Engine.Reminders;
using CityActors.Engine.Storage;
using CityActors.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Providers;
using Orleans.Storage;

namespace Orleans.Providers
{
    /// <summary>Names of providers.</summary>
    public static class ProviderConstants
    {
        /// <summary>The storage of states that name none.</summary>
        public const string DEFAULT_STORAGE_PROVIDER_NAME = "Default";
    }
}

namespace Orleans.Configuration
{
    /// <summary>How storage in memory works; the embedded engine leaves nothing to choose.</summary>
    public class MemoryGrainStorageOptions;
}

namespace Orleans.Hosting
{
    /// <summary>Configures streams in memory; the embedded engine leaves nothing to choose.</summary>
    public interface ISiloMemoryStreamConfigurator
    {
    }

    /// <summary>Adds storage in memory.</summary>
    public static class MemoryGrainStorageSiloBuilderExtensions
    {
        /// <summary>Adds storage in memory for states that name no storage.</summary>
        /// <param name="builder">The silo.</param>
        /// <param name="configureOptions">Configures it.</param>
        /// <returns>The silo.</returns>
        public static ISiloBuilder AddMemoryGrainStorageAsDefault(
            this ISiloBuilder builder, Action<OptionsBuilder<MemoryGrainStorageOptions>>? configureOptions = null) =>
            builder.AddMemoryGrainStorage(ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME, configureOptions);

        /// <summary>Adds storage in memory.</summary>
        /// <param name="builder">The silo.</param>
        /// <param name="name">The name states use.</param>
        /// <param name="configureOptions">Configures it.</param>
        /// <returns>The silo.</returns>
        public static ISiloBuilder AddMemoryGrainStorage(
            this ISiloBuilder builder, string name, Action<OptionsBuilder<MemoryGrainStorageOptions>>? configureOptions = null)
        {
            configureOptions?.Invoke(builder.Services.AddOptions<MemoryGrainStorageOptions>(name));
            builder.Services.TryAddSingleton<StateSerializer>();
            _ = builder.Services.AddKeyedSingleton<IGrainStorage>(
                name, static (services, _) => new MemoryGrainStorage(services.GetRequiredService<StateSerializer>()));
            return builder;
        }
    }

    /// <summary>Adds reminders in memory.</summary>
    public static class SiloBuilderReminderMemoryExtensions
    {
        /// <summary>Adds reminders that are lost with the process.</summary>
        /// <param name="builder">The silo.</param>
        /// <returns>The silo.</returns>
        public static ISiloBuilder UseInMemoryReminderService(this ISiloBuilder builder)
        {
            _ = builder.Services.AddSingleton<IReminderTable, MemoryReminderTable>();
            return builder;
        }
    }

    /// <summary>Adds streams in memory.</summary>
    public static class SiloBuilderMemoryStreamExtensions
    {
        /// <summary>Adds streams whose items are lost with the process.</summary>
        /// <param name="builder">The silo.</param>
        /// <param name="name">The name of the provider.</param>
        /// <param name="configure">Configures them.</param>
        /// <returns>The silo.</returns>
        public static ISiloBuilder AddMemoryStreams(this ISiloBuilder builder, string name, Action<ISiloMemoryStreamConfigurator>? configure = null)
        {
            configure?.Invoke(new MemoryStreamConfigurator());
            EngineServices.AddStreams(builder.Services, name);
            return builder;
        }

        private sealed class MemoryStreamConfigurator : ISiloMemoryStreamConfigurator;
    }
}
