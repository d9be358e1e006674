using CityActors.Silo.Clock;

namespace CityActors.Silo.Orleans;

/// <summary>Puts the grains of a silo on a replay's clock.</summary>
internal static class ReplayTime
{
    /// <summary>The grains' timers follow the clock of the replay; the silo's own go on by the system's.</summary>
    public static ISiloBuilder AddReplayTime(this ISiloBuilder silo)
    {
        OneWorker.Begin();
        silo.Services.AddSingleton<ISettling, OneWorker>();
        return silo.UseGrainTime(services => services.GetRequiredService<ReplayClock>());
    }

    /// <summary>The time that grains live by, where it is not the system's.</summary>
    public static ISiloBuilder UseGrainTime(this ISiloBuilder silo, Func<IServiceProvider, TimeProvider> time)
    {
        silo.Services.AddKeyedSingleton<TimeProvider>(KeyedService.AnyKey, (_, _) => TimeProvider.System);
        silo.Services.AddKeyedSingleton<TimeProvider>(TimeProviderNames.Grains, (services, _) => time(services));
        return silo;
    }
}
