using CityActors.Engine.Hosting;
using CityActors.Engine.Reminders;
using CityActors.Engine.Storage;
using CityActors.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
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

namespace Orleans.Hosting
{
    /// <summary>Adds storage in memory.</summary>
    public static class MemoryGrainStorageSiloBuilderExtensions
    {
        /// <summary>Adds storage in memory for states that name no storage.</summary>
        /// <param name="builder">The silo.</param>
        /// <returns>The silo.</returns>
        public static ISiloBuilder AddMemoryGrainStorageAsDefault(this ISiloBuilder builder) =>
            builder.AddMemoryGrainStorage(ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME);

        /// <summary>Adds storage in memory.</summary>
        /// <param name="builder">The silo.</param>
        /// <param name="name">The name states use.</param>
        /// <returns>The silo.</returns>
        public static ISiloBuilder AddMemoryGrainStorage(this ISiloBuilder builder, string name)
        {
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
        /// <returns>The silo.</returns>
        public static ISiloBuilder AddMemoryStreams(this ISiloBuilder builder, string name)
        {
            EngineServices.AddStreams(builder.Services, name);
            return builder;
        }
    }
}
