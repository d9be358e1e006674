using System.Text.Json;
using System.Text.Json.Serialization;
using CityActors.Commits;
using CityActors.Deadlines;
using CityActors.Districts;
using CityActors.Drill;
using CityActors.Facts;
using CityActors.Observations;
using CityActors.Places;
using CityActors.Reactions;
using CityActors.Silo.Access;
using CityActors.Silo.Api;
using CityActors.Silo.Clock;
using CityActors.Silo.Cluster;
using CityActors.Silo.Demo;
using CityActors.Silo.Feed;
using CityActors.Silo.Ingest;
using CityActors.Silo.Lists;
using CityActors.Silo.Metering;
using CityActors.Silo.Notifications;
using CityActors.Silo.ObservationLog;
using CityActors.Silo.Orleans;
using CityActors.Silo.Page;
using CityActors.Silo.Stores;
using CityActors.Storage;
using CityActors.WorkOrders;
using Microsoft.Extensions.Options;

namespace CityActors.Silo;

/// <summary>Puts the Silo together.</summary>
public static class CityHost
{
    // What has not ended by then is cut off as by a power cut, which loses nothing.
    private static readonly TimeSpan ShutdownLimit = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan LongestFarewell = TimeSpan.FromSeconds(3);

    /// <summary>Opens the database and builds the host; nothing is served yet.</summary>
    /// <exception cref="SettingException">A setting is wrong.</exception>
    /// <exception cref="StorageUnavailableException">The database cannot be used.</exception>
    public static async Task<WebApplication> Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        var settings = SiloSettings.Read(builder.Configuration, builder.Environment.IsDevelopment());
        builder.WebHost.UseUrls(settings.UrlList);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Services.AddSingleton(settings);
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = ShutdownLimit);
        builder.Services.AddNotifications(builder.Configuration);

        builder.AddCitySilo(settings); // First of all: it may refuse a setting.
        PortProbe.CheckUrls(settings.UrlList); // Before a new city makes keys that nobody would see.
        var database = OpenDatabase(settings);
        builder.Services.AddSingleton(_ => database); // Through a factory, so that the host closes it last.
        await ClockMark.Check(database, settings);
        await AddTime(builder.Services, settings, database);
        var facts = await DatabaseFactLog.Open(database);
        AddStores(builder.Services, database, await DatabaseObservationLog.Open(database, TimeProvider.System), facts);
        AddRules(builder.Services, settings);
        AddDoor(builder.Services);
        builder.Services.AddSingleton<CityStarter>();
        builder.Services.AddSingleton<CityDuties>();
        builder.Services.AddSingleton<CityStart>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<CityStart>());
        return Map(builder.Build(), settings);
    }

    /// <summary>Opens the city's database and brings its tables up to date.</summary>
    /// <exception cref="StorageUnavailableException">It cannot be used.</exception>
    internal static Database OpenDatabase(SiloSettings settings) => Database.Open(new DatabaseOptions
    {
        Folder = settings.Data,
        Store = settings.Store,
        Sharing = settings.IsCluster ? DatabaseSharing.Shared : DatabaseSharing.Alone,
        Schema =
        [
            .. CityTables.Schema, DatabaseObservationLog.Schema, ClockMark.Schema, ImportedSeeds.Schema, ListWriter.Schema,
            KeyBook.Schema, ReplayPosition.Schema, LookBook.Schema, NotificationStore.Schema, StorageProbe.Schema,
        ],
        RetiredParts = CityTables.Retired,
    });

    /// <summary><c>db migrate</c>: brings the city's database up to date and ends, for those who let no running program change tables.</summary>
    /// <exception cref="SettingException">A setting is wrong.</exception>
    /// <exception cref="StorageUnavailableException">The database cannot be used.</exception>
    internal static async Task Migrate(string[] args)
    {
        var settings = SiloSettings.Read(WebApplication.CreateBuilder(args).Configuration, isDevelopment: false);
        await using var database = OpenDatabase(settings);
        Console.WriteLine($"The database {database.Place} is up to date.");
    }

    private static async Task AddTime(IServiceCollection services, SiloSettings settings, Database database)
    {
        services.AddSingleton<DeclaredClock>();
        var position = new ReplayPosition(database);
        services.AddSingleton<IReplayPosition>(position);
        if (!settings.IsReplay)
        {
            services.AddSingleton(TimeProvider.System);
            services.AddSingleton<ISettling, QuietFacts>();
            services.AddSingleton<IWakeUps, RouterWakeUps>();
            return;
        }

        var clock = new ReplayClock((await position.Read())?.Now ?? settings.ClockStart);
        services.AddSingleton(clock);
        services.AddSingleton<TimeProvider>(clock);
        services.AddSingleton<ReplayAgenda>();
        services.AddSingleton<IWakeUps>(provider => provider.GetRequiredService<ReplayAgenda>());
        services.AddSingleton<ReplayStart>();
        services.AddSingleton<ReplayStepper>();
        services.AddSingleton<ReplayDriver>();
        services.AddSingleton<ISettling>(provider => provider.GetRequiredService<ReplayDriver>());
    }

    private static void AddStores(IServiceCollection services, Database database, IObservationLog log, DatabaseFactLog facts)
    {
        var storage = new DatabaseCityStorage(database, ClusterSettings.ServiceId, TimeProvider.System);
        facts.Follow(storage);
        services.AddSingleton(storage);
        services.AddSingleton<ICityStorage>(storage);
        services.AddSingleton<IDeadlineTable>(new DatabaseDeadlines(database));
        services.AddSingleton<IReactionTable>(new DatabaseReactions(database));
        services.AddSingleton(log);
        services.AddSingleton<IFactLog>(facts);
        services.AddSingleton<ListQueries>();
        services.AddSingleton<ListProjector>();
        services.AddSingleton<IAreaFigures>(provider => provider.GetRequiredService<ListQueries>());
        services.AddSingleton<LookBook>();
        services.AddSingleton<StorageProbe>();
    }

    private static void AddRules(IServiceCollection services, SiloSettings settings)
    {
        services.AddSingleton(ReadSeed(settings, "catalogue/tianxin.json", Catalogue.Parse));
        services.AddSingleton(ReadSeed(settings, "calendars/china.json", WorkCalendar.Parse));
        services.AddSingleton<CellLocator>();
        services.AddSingleton<DistrictRegistrar>();
        services.AddSingleton<ImportedSeeds>();
        services.AddSingleton<DemoFeeder>();
        services.AddCityGrains();
        services.Configure<RouterOptions>(options => options.IsSelfDriven = !settings.IsReplay);
        services.AddSingleton(Options.Create(new DrillOptions { Pace = settings.DrillPace }));
    }

    private static T ReadSeed<T>(SiloSettings settings, string name, Func<string, string, T> parse) =>
        Path.Combine(settings.Seeds, name) is var file && File.Exists(file)
            ? parse(File.ReadAllText(file), file)
            : throw new SettingException("Seeds", $"names a folder without '{file}'", "give the repository's seeds folder");

    private static void AddDoor(IServiceCollection services)
    {
        services.AddSingleton<EntityRegistry>();
        services.AddSingleton<RecentWindow>();
        services.AddSingleton<IngestMeter>();
        services.AddSingleton<PrometheusText>();
        services.AddSingleton<StorageMeter>();
        services.AddSingleton<ObservationDoor>();
        services.AddSingleton<ObservationIngest>();
        services.AddSingleton<Backlog>();
        services.AddSingleton<RetentionKeeper>();
        services.AddSingleton<KeyBook>();
        services.AddSingleton<MatterIntake>();
        services.AddAccess();
        services.AddOpenApi("v1");
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = false); // 400 in Development, too.
        services.AddProblemDetails(options => options.CustomizeProblemDetails = context =>
            context.ProblemDetails.Extensions.TryAdd("code", context.ProblemDetails.Status == StatusCodes.Status400BadRequest ? "bad-request" : "error"));
        services.AddExceptionHandler<StorageFaultHandler>();
        services.ConfigureHttpJsonOptions(options =>
        {
            options.SerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
            options.SerializerOptions.Encoder = FactRecords.Json.Encoder;
            options.SerializerOptions.RespectNullableAnnotations = true; // A null where none may be is the caller's mistake, told as 400.
            options.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false));
            options.SerializerOptions.AllowOutOfOrderMetadataProperties = true; // "type" need not come first in a command.
        });
    }

    private static WebApplication Map(WebApplication app, SiloSettings settings)
    {
        app.Services.GetRequiredService<OrleansVoice>().EndWith(app.Lifetime);
        _ = (app.Services.GetRequiredService<PrometheusText>(), app.Services.GetRequiredService<StorageMeter>()); // They count from the start.
        var (storage, wakeUps) = (app.Services.GetRequiredService<DatabaseCityStorage>(), app.Services.GetRequiredService<IWakeUps>());
        storage.Follow(wakeUps.Committed);
        storage.FollowDoubts(wakeUps.Doubted);
        CutLateRequests(app);
        app.UseExceptionHandler(new ExceptionHandlerOptions { StatusCodeSelector = Problems.StatusOf });
        app.UseStatusCodePages();
        app.Use(static (context, next) => HasZero(context.Request)
            ? Problems.Bad("bad-character", "A zero character (%00) is no part of any id, filter or reason.").ExecuteAsync(context)
            : next(context));
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapOpenApi("/openapi/{documentName}.json");
        app.MapPage();
        app.MapHealth();
        app.MapObservations();
        app.MapLists();
        app.MapFeed();
        app.MapClock();
        app.MapAlerts();
        app.MapOrders();
        app.MapResponders();
        app.MapEntities();
        app.MapDistricts();
        app.MapExport();
        app.MapNotifications();
        app.MapReactions();
        app.MapStatus();
        app.MapDashboard(settings);
        return app;
    }

    /// <summary>A sender that never ends its request must not take the time that routers and grains need at the end.</summary>
    private static void CutLateRequests(WebApplication app)
    {
        var late = new CancellationTokenSource();
        app.Lifetime.ApplicationStopping.Register(() => late.CancelAfter(LongestFarewell));
        app.Use(async (context, next) =>
        {
            await using var cut = late.Token.Register(context.Abort);
            await next(context);
        });
    }

    /// <summary>PostgreSQL keeps no zero character in a text, and nobody means one.</summary>
    private static bool HasZero(HttpRequest request) =>
        request.QueryString.Value?.Contains("%00", StringComparison.Ordinal) == true || request.Path.Value?.Contains('\0', StringComparison.Ordinal) == true;
}
