using CityActors.Engine.Reminders;
using CityActors.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Hosting;
using Orleans.Providers;
using Orleans.Storage;

namespace CityActors.Engine.Storage;

/// <summary>Puts grain states and reminders into the city's database, which the host registers as a singleton <see cref="Database"/>.</summary>
public static class DatabaseSiloBuilderExtensions
{
    /// <summary>Orleans' service id of a city, where none is given.</summary>
    public const string DefaultServiceId = "city";

    /// <summary>Keeps the states of all grains in the database.</summary>
    /// <param name="builder">The silo's builder.</param>
    /// <param name="serviceId">Orleans' service id.</param>
    /// <returns>The builder.</returns>
    public static ISiloBuilder AddDatabaseGrainStorageAsDefault(this ISiloBuilder builder, string serviceId = DefaultServiceId)
    {
        builder.Services.TryAddSingleton<StateSerializer>();
        _ = builder.Services.AddKeyedSingleton<IGrainStorage>(
            ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME,
            (services, _) => new DatabaseGrainStorage(
                services.GetRequiredService<Database>(),
                services.GetRequiredService<StateSerializer>(),
                services.GetRequiredService<TimeProvider>(),
                serviceId));
        return builder;
    }

    /// <summary>Keeps reminders in the database.</summary>
    /// <param name="builder">The silo's builder.</param>
    /// <param name="serviceId">Orleans' service id.</param>
    /// <returns>The builder.</returns>
    public static ISiloBuilder UseDatabaseReminderService(this ISiloBuilder builder, string serviceId = DefaultServiceId)
    {
        _ = builder.Services.AddSingleton<IReminderTable>(
            services => new DatabaseReminderTable(services.GetRequiredService<Database>(), serviceId));
        return builder;
    }
}
