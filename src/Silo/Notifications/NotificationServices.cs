namespace CityActors.Silo.Notifications;

/// <summary>Adds the outbox to the host.</summary>
public static class NotificationServices
{
    /// <summary>Adds the outbox. It runs from <see cref="CityStart"/> on; its tables are a part of the database's schema.</summary>
    /// <exception cref="SettingException">A setting under <c>Notifications</c> is wrong.</exception>
    public static void AddNotifications(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(NotificationSettings.Read(configuration));
        services.AddSingleton<LogAdapter>();
        services.AddSingleton<NotificationStore>();
        services.AddSingleton<NotificationMeter>();
        services.AddSingleton<NotificationOutbox>();
    }
}
