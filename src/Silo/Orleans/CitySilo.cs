using CityActors.Silo.Access;
using CityActors.Silo.Metering;
using Microsoft.AspNetCore.Authentication;
using Orleans.Configuration;
using Orleans.Dashboard;
using Orleans.Runtime.Placement;
using Orleans.Serialization.Cloning;
using Orleans.Serialization.Serializers;

namespace CityActors.Silo.Orleans;

/// <summary>Runs the grains on Orleans: one silo in the process, or, on a PostgreSQL store, one silo of a cluster.</summary>
internal static class CitySilo
{
    private static readonly TimeSpan BetweenProbes = TimeSpan.FromSeconds(2); // A silo that misses three is declared dead: its grains are elsewhere some seconds after.
    private static readonly TimeSpan ReplayTimeout = TimeSpan.FromMinutes(5); // A step of a replay may hold a day of a whole district.

    /// <summary>Adds the silo.</summary>
    /// <exception cref="SettingException">A setting of the cluster is wrong.</exception>
    public static void AddCitySilo(this WebApplicationBuilder builder, SiloSettings settings)
    {
        var cluster = settings.IsCluster ? ClusterSettings.Read(builder.Configuration, settings.Store) : new ClusterSettings();
        var voice = new OrleansLogging();
        voice.Limit(builder.Logging);
        builder.Services.AddSingleton(voice);
        var meter = new GrainMeter();
        builder.Services.AddSingleton(_ => meter); // Through a factory, so that the host disposes of it.
        builder.Services.AddSingleton<DashboardTickets>();
        builder.UseOrleans(silo =>
        {
            _ = settings.IsCluster ? AddCluster(silo, cluster) : silo.UseInProcessOnly();
            silo.Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = (cluster.Id, ClusterSettings.ServiceId));
            var timeout = settings.IsReplay ? ReplayTimeout : TimeSpan.FromSeconds(cluster.ResponseTimeoutSeconds);
            silo.Configure<SiloMessagingOptions>(options => options.ResponseTimeout = timeout);
            AddCollection(silo, cluster, settings.IsReplay);
            silo.AddCityCodecs();
            if (settings.HasDashboard)
            {
                silo.AddDashboard();
                silo.AddIncomingGrainCallFilter(meter); // Every call costs a little: who does without the dashboard does without this, too.
            }

            if (settings.IsReplay)
            {
                silo.Services.AddKeyedSingleton<TimeProvider>(KeyedService.AnyKey, static (_, _) => TimeProvider.System); // The silo itself lives in real time.
            }
        });
        builder.Services.Configure<AuthenticationOptions>(options => options.AddScheme<DashboardSignIn>(DashboardSignIn.SchemeName, null));
    }

    /// <summary>Adds the dashboard's pages, for administrators.</summary>
    public static void MapDashboard(this WebApplication app, SiloSettings settings)
    {
        if (settings.HasDashboard)
        {
            app.MapOrleansDashboard(DashboardTickets.Path).RequireAuthorization(policy => policy
                .AddAuthenticationSchemes(DashboardSignIn.SchemeName)
                .RequireAssertion(context => AccessNeeds.Allows(context, Need.RunCity)));
        }
    }

    /// <summary>What grains say to each other can be copied and sent.</summary>
    public static ISiloBuilder AddCityCodecs(this ISiloBuilder silo)
    {
        silo.Services.AddSingleton<ListCodec>();
        silo.Services.AddSingleton<IGeneralizedCodec>(provider => provider.GetRequiredService<ListCodec>());
        silo.Services.AddSingleton<IGeneralizedCopier>(provider => provider.GetRequiredService<ListCodec>());
        return silo;
    }

    private static ISiloBuilder AddCluster(ISiloBuilder silo, ClusterSettings cluster)
    {
        silo.Configure<SiloOptions>(options => options.SiloName = cluster.Name);
        silo.ConfigureEndpoints(cluster.Address, cluster.SiloPort, cluster.GatewayPort);
        silo.UseAdoNetClustering(options => (options.Invariant, options.ConnectionString) = ("Npgsql", cluster.OrleansStore));
        silo.Configure<ClusterMembershipOptions>(options => options.ProbeTimeout = BetweenProbes);
        silo.AddIncomingGrainCallFilter<StorageExceptionFilter>();
        silo.AddPlacementDirector<RouterPlacement, RouterPlacementDirector>();
        silo.Services.AddSingleton<IPlacementStrategyResolver, RouterPlacementDirector>();
        silo.Services.AddHostedService<RouterMover>();
        return cluster.Tls is { } tls ? silo.UseTls(tls.Apply) : silo;
    }

    private static void AddCollection(ISiloBuilder silo, ClusterSettings cluster, bool isReplay) => silo.Configure<GrainCollectionOptions>(options =>
    {
        options.CollectionAge = TimeSpan.FromMinutes(cluster.CollectionAgeMinutes);
        options.EnableActivationSheddingOnMemoryPressure = !isReplay; // What a replay has in memory must not depend on the machine.
        options.MemoryUsageLimitPercentage = cluster.MemoryLimitPercent;
        options.MemoryUsageTargetPercentage = options.MemoryUsageLimitPercentage - 5;
    });
}
