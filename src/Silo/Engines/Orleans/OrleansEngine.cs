using CityActors.Observations;
using CityActors.Silo.Access;
using CityActors.Silo.Clock;
using CityActors.Silo.Cluster;
using CityActors.Storage;
using Microsoft.AspNetCore.Authentication;
using Orleans.Configuration;
using Orleans.Dashboard;
using Orleans.Providers;
using Orleans.Runtime.Placement;
using Orleans.Serialization.Cloning;
using Orleans.Serialization.Serializers;
using Orleans.Storage;

namespace CityActors.Silo.Engines;

/// <summary>Runs the grains on Microsoft Orleans: any number of silos over one PostgreSQL database. Nothing outside this folder knows which engine it is.</summary>
internal static class OrleansEngine
{
    private const string Npgsql = "Npgsql";
    private const string Rows = "city-rows";
    private const int OtherConnections = 4; // Membership and reminders must not wait behind a checkpoint of thousands of states.
    private static readonly TimeSpan ShutdownLimit = TimeSpan.FromSeconds(30); // Routers write their checkpoints, and others are told that this silo goes.

    /// <summary>Adds the engine.</summary>
    /// <exception cref="SettingException">A setting does not go with this engine.</exception>
    public static void AddEngine(this WebApplicationBuilder builder, SiloSettings settings)
    {
        if (settings.IsReplay)
        {
            throw new SettingException("Clock:Mode", "is 'replay', which this engine cannot do: on many machines nobody moves the clock", "replay on the embedded engine (build without -p:Engine=Orleans)");
        }

        var cluster = ClusterSettings.Read(builder.Configuration, settings.Store);
        builder.UseOrleans(silo =>
        {
            AddCluster(silo, cluster);
            AddStorage(silo, cluster);
            AddPlacement(silo, cluster);
            silo.AddIncomingGrainCallFilter<PlainFaults>();
            silo.AddMemoryStreams(Nudges.Provider);
            silo.AddMemoryGrainStorage("PubSubStore"); // All subscriptions are implicit: what stands here is who publishes, which comes back by itself.
            silo.AddDashboard();
        });
        AddServices(builder.Services);
    }

    /// <summary>Adds the engine's own pages: the dashboard, for administrators.</summary>
    public static void MapEngine(this WebApplication app) => app
        .MapOrleansDashboard("/dashboard")
        .RequireAuthorization(policy => policy
            .AddAuthenticationSchemes(DashboardSignIn.SchemeName)
            .RequireAuthenticatedUser()
            .RequireAssertion(context => context.User.Identity?.IsAuthenticated == true && context.Resource is HttpContext http && Caller.Of(http).May(Role.Admin)));

    private static void AddCluster(ISiloBuilder silo, ClusterSettings cluster)
    {
        silo.Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = (cluster.Id, ClusterSettings.ServiceId));
        silo.Configure<SiloOptions>(options => options.SiloName = cluster.Name);
        silo.ConfigureEndpoints(cluster.Address, cluster.SiloPort, cluster.GatewayPort);
        silo.UseAdoNetClustering(options => (options.Invariant, options.ConnectionString) = (Npgsql, cluster.OrleansStore));
        silo.Configure<SiloMessagingOptions>(options => options.ResponseTimeout = cluster.ResponseTimeout);
        if (cluster.Tls is { } tls)
        {
            silo.UseTls(tls.Apply);
        }
    }

    private static void AddStorage(ISiloBuilder silo, ClusterSettings cluster)
    {
        var store = cluster.OrleansStore;
        var serializer = new StateSerializer();
        silo.UseAdoNetReminderService(options => (options.Invariant, options.ConnectionString) = (Npgsql, store));
        silo.AddAdoNetGrainStorage(Rows, options =>
        {
            options.Invariant = Npgsql;
            options.ConnectionString = store;
            options.GrainStorageSerializer = new StateJson(serializer);
        });
        silo.Services.AddKeyedSingleton<IGrainStorage>(
            ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME,
            (services, _) => ActivatorUtilities.CreateInstance<StrictGrainStorage>(services, services.GetRequiredKeyedService<IGrainStorage>(Rows), serializer, cluster.Connections - OtherConnections));
        silo.Services.AddSingleton(services => services.GetRequiredKeyedService<IGrainStorage>(ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME));
    }

    private static void AddPlacement(ISiloBuilder silo, ClusterSettings cluster)
    {
        silo.AddPlacementDirector<RouterPlacement, RouterPlacementDirector>();
        silo.Services.AddSingleton<IPlacementStrategyResolver, RouterPlacementResolver>();
        silo.Configure<GrainCollectionOptions>(options =>
        {
            options.CollectionAge = cluster.CollectionAge;
            options.EnableActivationSheddingOnMemoryPressure = true;
            options.MemoryUsageLimitPercentage = cluster.MemoryLimitPercent;
            options.MemoryUsageTargetPercentage = cluster.MemoryLimitPercent - 5;
        });
    }

    private static void AddServices(IServiceCollection services)
    {
        services.Configure<HostOptions>(options => options.ShutdownTimeout = ShutdownLimit);
        services.AddSingleton<ListCodec>();
        services.AddSingleton<IGeneralizedCodec>(provider => provider.GetRequiredService<ListCodec>());
        services.AddSingleton<IGeneralizedCopier>(provider => provider.GetRequiredService<ListCodec>());
        services.AddSingleton<ISettling, QuietFacts>();
        services.AddSingleton<IMembership, ClusterMembers>();
        services.AddHostedService<RouterMover>();
        services.Configure<AuthenticationOptions>(options => options.AddScheme<DashboardSignIn>(DashboardSignIn.SchemeName, null));
    }
}
