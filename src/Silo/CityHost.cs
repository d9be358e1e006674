using CityActors.Commits;
using CityActors.Deadlines;
using CityActors.Districts;
using CityActors.Facts;
using CityActors.Observations;
using CityActors.Packs;
using CityActors.Packs.Switches;
using CityActors.Places;
using CityActors.Reactions;
using CityActors.Silo.Access;
using CityActors.Silo.Api;
using CityActors.Silo.Attachments;
using CityActors.Silo.Cases;
using CityActors.Silo.Clock;
using CityActors.Silo.Cluster;
using CityActors.Silo.Demo;
using CityActors.Silo.Devices;
using CityActors.Silo.Duty;
using CityActors.Silo.Erasure;
using CityActors.Silo.Feed;
using CityActors.Silo.Figures;
using CityActors.Silo.Ingest;
using CityActors.Silo.Limits;
using CityActors.Silo.Lists;
using CityActors.Silo.Maps;
using CityActors.Silo.Metering;
using CityActors.Silo.Notifications;
using CityActors.Silo.ObservationLog;
using CityActors.Silo.Orleans;
using CityActors.Silo.Overviews;
using CityActors.Silo.Packs;
using CityActors.Silo.Page;
using CityActors.Silo.People;
using CityActors.Silo.Requests;
using CityActors.Silo.Registers;
using CityActors.Silo.Rosters;
using CityActors.Silo.Settings;
using CityActors.Silo.Stores;
using CityActors.Silo.Units;
using CityActors.Storage;
using CityActors.Watch;
using CityActors.WorkOrders;

namespace CityActors.Silo;

/// <summary>Puts the Silo together.</summary>
public static class CityHost
{
    // What has not stopped by then is cut off as by a power cut, which loses nothing.
    private static readonly TimeSpan ShutdownLimit = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan LongestFarewell = TimeSpan.FromSeconds(3);

    /// <summary>Opens the database and builds the host; nothing is served yet.</summary>
    /// <exception cref="SettingException">A setting is wrong.</exception>
    /// <exception cref="StorageUnavailableException">The database cannot be used.</exception>
    public static async Task<WebApplication> Build(string[] args)
    {
        Arguments.Check(args);
        var builder = WebApplication.CreateBuilder(args);
        Arguments.CheckFiles(builder.Configuration);
        var settings = SiloSettings.Read(builder.Configuration, builder.Environment.IsDevelopment());
        builder.WebHost.UseUrls(settings.UrlList);
        var limits = SettingBinder.Bind<LimitSettings>(builder.Configuration, "Limits");
        builder.WebHost.ConfigureKestrel(kestrel => KestrelLimits.Set(kestrel, limits));
        builder.Services.AddSingleton(limits);
        builder.Services.AddCallerLimits(limits, settings.IsReplay);
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error); // Its keys are in the database, among its other secrets, and nowhere else.
        builder.Logging.AddFilter(typeof(KeyAuthentication).FullName, LogLevel.Warning); // A flood of wrong keys is counted in one line a minute, and is none of its own.
        builder.Logging.AddFilter(typeof(DashboardSignIn).FullName, LogLevel.Warning);
        WebApplication? app = null;
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", level => level >= LogLevel.Information && app?.Lifetime.ApplicationStarted.IsCancellationRequested == true); // A failed start is one sentence.
        builder.Services.AddSingleton(settings);
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = ShutdownLimit);
        builder.Services.AddNotifications(builder.Configuration);
        CityFile.Add(builder.Configuration, settings.Data);
        RuleSettings.Add(builder.Services, builder.Configuration, settings);
        var folder = ReadSeed(settings, "packs", PackFolder.ReadAll);
        var calendar = ReadSeed(settings, "calendars/china.json", static file => WorkCalendar.Parse(File.ReadAllText(file), file));
        var issuer = IssuerSettings.Read(builder.Configuration);

        builder.AddCitySilo(settings); // Before anything is opened: it may refuse a setting.
        PortProbe.CheckUrls(settings.UrlList); // Before a new city is begun that nobody can enter.
        var database = OpenDatabase(settings);
        builder.Services.AddSingleton(_ => database); // Through a factory, so that the host closes it last.
        await ClockMark.Check(database, settings);
        var now = await AddTime(builder.Services, settings, database);
        await AddPacks(builder.Services, settings, database, folder, now);
        builder.Services.AddSingleton(await CalendarMark.Take(database, calendar, now, settings.IsCluster));
        var facts = await DatabaseFactLog.Open(database);
        AddStores(builder.Services, settings, database, await DatabaseObservationLog.Open(database, TimeProvider.System), facts);
        AddDoor(builder.Services);
        AddRules(builder.Services);
        builder.Services.AddIssuer(issuer);
        builder.Services.AddSingleton<CityStarter>();
        builder.Services.AddSingleton<CityDuties>();
        builder.Services.AddSingleton<CityStart>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<CityStart>());
        builder.Services.AddHostedService<CalendarWatch>();
        builder.Services.AddHostedService<PackFollower>();
        app = Map(builder.Build(), settings);
        return app;
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
            .. CityTables.Schema, DatabaseObservationLog.Schema, ClockMark.Schema, CalendarMark.Schema, ImportedSeeds.Schema, ListWriter.Schema, FigureTable.Schema,
            ApiKeys.Schema, Credentials.Schema, ReplayPosition.Schema, HouseholdAccessLog.Schema, AuditLog.Schema, DutyLog.Schema, TrackedReports.Schema, NotificationStore.Schema, StorageProbe.Schema,
            ImplausibleDevices.Schema, PackStore.Schema, KindNumbers.Schema, Expansions.Schema, ErasureTable.Schema, AttachmentStore.Schema, RosterTable.Schema, UnitTable.Schema, RecordLooks.Schema,
            PeopleRegister.Schema, Sessions.Schema, SignInAttempts.Schema, FirstAdministrator.Schema, ProtectionKeys.Schema,
        ],
        RetiredParts = CityTables.Retired,
    });

    /// <summary>
    /// <c>db migrate</c>: brings the city's database up to date and exits, for those who do not let the running program change tables.
    /// </summary>
    /// <exception cref="SettingException">A setting is wrong.</exception>
    /// <exception cref="StorageUnavailableException">The database cannot be used.</exception>
    internal static async Task Migrate(string[] args)
    {
        Arguments.Check(args);
        var settings = SiloSettings.Read(WebApplication.CreateBuilder(args).Configuration, isDevelopment: false);
        await using var database = OpenDatabase(settings);
        Console.WriteLine($"The database {database.Place} is up to date.");
    }

    /// <returns>What the declared clock shows.</returns>
    private static async Task<DateTimeOffset> AddTime(IServiceCollection services, SiloSettings settings, Database database)
    {
        services.AddSingleton<DeclaredClock>();
        var position = new ReplayPosition(database);
        services.AddSingleton<IReplayPosition>(position);
        if (!settings.IsReplay)
        {
            services.AddSingleton(TimeProvider.System);
            services.AddSingleton<IQuiescence, FactLogQuiescence>();
            services.AddSingleton<IWakeUps, RouterWakeUps>();
            return TimeProvider.System.GetUtcNow();
        }

        var clock = new ReplayClock((await position.Read())?.Now ?? settings.ClockStart);
        services.AddSingleton(clock);
        services.AddSingleton<TimeProvider>(clock);
        services.AddSingleton<ReplayAgenda>();
        services.AddSingleton<IWakeUps>(provider => provider.GetRequiredService<ReplayAgenda>());
        services.AddSingleton<ReplayStart>();
        services.AddSingleton<ReplayStepper>();
        services.AddSingleton<ReplayDriver>();
        services.AddSingleton<IQuiescence>(provider => provider.GetRequiredService<ReplayDriver>());
        return clock.GetUtcNow();
    }

    private static void AddStores(IServiceCollection services, SiloSettings settings, Database database, IObservationLog log, DatabaseFactLog facts)
    {
        // A replay answers when the clock has arrived; where it stands is then synced together with everything before it.
        var storage = new DatabaseCityStorage(database, ClusterSettings.ServiceId, TimeProvider.System, syncsConsequences: !settings.IsReplay);
        facts.Follow(storage);
        services.AddSingleton(storage);
        services.AddSingleton<ICityStorage>(storage);
        services.AddSingleton<IDeadlineTable>(new DatabaseDeadlines(database));
        services.AddSingleton<IReactionPositions>(new DatabaseReactions(database));
        services.AddSingleton(log);
        services.AddSingleton(facts);
        services.AddSingleton<IFactLog>(facts);
        services.AddSingleton<ListQueries>();
        services.AddSingleton<ListProjector>();
        services.AddSingleton<FigureProjector>();
        services.AddSingleton<FigureVerifier>();
        services.AddSingleton<OverviewCache>();
        services.AddSingleton<RainWindow>();
        services.AddSingleton<IAreaFigures>(provider => provider.GetRequiredService<ListQueries>());
        services.AddSingleton<HouseholdAccessLog>();
        services.AddSingleton<AuditLog>();
        services.AddSingleton<AuditTrail>();
        services.AddSingleton<DutyLog>();
        services.AddSingleton<TrackedReports>();
        services.AddSingleton<AttachmentStore>();
        services.AddSingleton<StorageProbe>();
        services.AddSingleton<ErasureTable>();
        services.AddSingleton<ErasureKeeper>();
        services.AddSingleton<RosterTable>();
        services.AddSingleton<RosterDoor>();
        services.AddSingleton<RosterKeeper>();
    }

    /// <summary>The packs of the folder, and those that the city has besides.</summary>
    private static async Task AddPacks(IServiceCollection services, SiloSettings settings, Database database, PackSet folder, DateTimeOffset now)
    {
        var kinds = new Kinds();
        var notes = new PackNotes();
        PackBook book;
        try
        {
            book = await PackStart.Take(database, folder, at => NewCity.Acts(settings, folder, at), now, now + CityPacks.Lead(settings), notes.Add);
            await KindNumbers.Take(database, book.Packs, kinds);
        }
        catch (FormatException fault)
        {
            throw new SettingException("Seeds", $"names a folder whose packs cannot be taken ({fault.Message.TrimEnd('.')})", "correct them");
        }

        services.AddSingleton(kinds);
        services.AddSingleton(notes);
        services.AddSingleton(new CityThings(book, kinds));
        services.AddSingleton(new Catalogue(book.Packs));
        services.AddSingleton<CityPacks>();
    }

    private static void AddRules(IServiceCollection services)
    {
        services.AddSingleton<CellLocator>();
        services.AddSingleton<DistrictRegistrar>();
        services.AddSingleton<ImportedSeeds>();
        services.AddSingleton<Expansions>();
        services.AddMaps();
        services.AddSingleton<DistrictExpander>();
        services.AddSingleton<DemoFeeder>();
        services.AddCityGrains();
    }

    private static T ReadSeed<T>(SiloSettings settings, string name, Func<string, T> read)
    {
        var file = Path.Combine(settings.Seeds, name);
        try
        {
            return read(file);
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new SettingException("Seeds", $"names a folder without '{file}'", "give the repository's seeds folder");
        }
        catch (FormatException fault)
        {
            throw new SettingException("Seeds", $"names a folder with a wrong file ({fault.Message.TrimEnd('.')})", "correct it");
        }
    }

    private static void AddDoor(IServiceCollection services)
    {
        services.AddSingleton<EntityRegistry>();
        services.AddSingleton<IRegisteredThings>(static provider => provider.GetRequiredService<EntityRegistry>());
        services.AddSingleton<RecentWindow>();
        services.AddSingleton<IngestMeter>();
        services.AddSingleton<PrometheusText>();
        services.AddSingleton<StorageMeter>();
        services.AddSingleton<UploadDoor>();
        services.AddSingleton<ObservationValidator>();
        services.AddSingleton<ImplausibleDevices>();
        services.AddSingleton<ObservationIngest>();
        services.AddSingleton<Backlog>();
        services.AddSingleton<RetentionKeeper>();
        services.AddSingleton(static provider => new Credentials(provider.GetRequiredService<Database>(), TimeProvider.System));
        services.AddSingleton(static provider => new WrongKeys(TimeProvider.System, provider.GetRequiredService<ILogger<WrongKeys>>()));
        services.AddSingleton<ApiKeys>();
        services.AddPeople();
        services.AddHostedService<CredentialFollower>();
        services.AddSingleton<MatterIntake>();
        services.AddSingleton<ReportDesk>();
        services.AddSingleton<CaseDesk>();
        services.AddSingleton<UnitTable>();
        services.AddSingleton<CityRights>();
        services.AddSingleton<RecordLooks>();
        services.AddSingleton<RecordDesk>();
        services.AddSingleton<CaseAccess>();
        services.AddSingleton<AttachmentIntake>();
        services.AddSingleton(static provider => new KeyRegister(provider.GetRequiredService<Database>(), TimeProvider.System));
        services.AddSingleton<PlaceCheck>();
        services.AddSingleton<Redaction>();
        services.AddSingleton<ConsoleFiles>();
        services.AddSingleton<HouseholdLooks>();
        services.AddSingleton<Registering>();
        services.AddHttpContextAccessor();
        services.AddSingleton<RetirementEndpoints.Retirer>();
        services.AddAccess();
        services.AddApiDocument();
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = false); // 400 in Development, too.
        services.AddSingleton<IProblemDetailsWriter, ProblemWriter>(); // Before the framework's, which obeys 'Accept'.
        services.AddProblemDetails(options => options.CustomizeProblemDetails = ProblemWriter.Complete);
        services.AddExceptionHandler<StorageFaultHandler>();
        services.ConfigureHttpJsonOptions(static options => RequestJson.Configure(options.SerializerOptions));
    }

    private static WebApplication Map(WebApplication app, SiloSettings settings)
    {
        app.Services.GetRequiredService<OrleansLogging>().EndWith(app.Lifetime);
        _ = (app.Services.GetRequiredService<PrometheusText>(), app.Services.GetRequiredService<StorageMeter>()); // They count from the start.
        _ = app.Services.GetRequiredService<StreetMap>(); // A wrong file is told at the start.
        var (storage, wakeUps) = (app.Services.GetRequiredService<DatabaseCityStorage>(), app.Services.GetRequiredService<IWakeUps>());
        storage.Follow(wakeUps.Committed);
        storage.FollowDoubts(wakeUps.OutcomeUnknown);
        app.Services.GetRequiredService<ObservationIngest>().Follow(app.Services.GetRequiredService<RainWindow>().Note);
        app.UseForwardedAddresses(settings.Proxies);
        CutLateRequests(app);
        app.UseDrillMark();
        app.UseExceptionHandler(new ExceptionHandlerOptions { StatusCodeSelector = Problems.StatusOf });
        app.UseStatusCodePages();
        app.Use(RequestForms.Readable);
        app.Use(static (context, next) => HasZero(context.Request)
            ? Problems.Bad("bad-character", "A zero character (%00) is no part of any id, filter or reason.").ExecuteAsync(context)
            : next(context));
        app.Use(RequestForms.Head);
        app.Use(app.Services.GetRequiredService<DashboardTickets>().Exchange);
        app.UseResponseCompression();
        app.UseRouting();
        app.UseAuthentication();
        app.UseRateLimiter(); // Before it is asked what the caller may: wrong keys count, too.
        app.Use(app.Services.GetRequiredService<AuditTrail>().Pass);
        app.UseAuthorization();
        app.UseQueryCheck();
        app.Use(RequestForms.Plain);
        app.Use(app.Services.GetRequiredService<KeyRegister>().Pass);
        app.MapOpenApi("/openapi/{documentName}.json").WithMetadata(new OpenToAll("It says what there is, and nothing of the city."));
        app.MapConsole();
        app.MapHealth();
        MapApi(app.MapApi());
        app.MapDashboard(settings);
        app.CheckNeeds();
        return app;
    }

    private static void MapApi(RouteGroupBuilder api)
    {
        api.MapObservations();
        api.MapLists();
        api.MapOverview();
        api.MapMap();
        api.MapFeed();
        api.MapClock();
        api.MapAlerts();
        api.MapOrders();
        api.MapMay();
        api.MapCases();
        api.MapIndicators();
        api.MapRegisters();
        api.MapRecordImports();
        api.MapUnits();
        api.MapAttachments();
        api.MapOpenReports();
        api.MapTracking();
        api.MapResponders();
        api.MapEntities();
        api.MapCharts();
        api.MapAudit();
        api.MapRetirement();
        api.MapDistricts();
        api.MapExport();
        api.MapNotifications();
        api.MapSteps();
        api.MapCommands();
        api.MapRosters();
        api.MapReactions();
        api.MapStatus();
        api.MapSettings();
        api.MapPacks();
        api.MapPackSwitches();
        api.MapGrains();
        api.MapDashboardTicket();
        api.MapDuty();
        api.MapKeys();
        api.MapPeople();
        api.MapSignIn();
        api.MapIssuer();
    }

    /// <summary>A sender that never finishes its request must not use up the time that routers and grains need to stop.</summary>
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

    /// <summary>PostgreSQL cannot store a zero character in text, and nobody means one.</summary>
    private static bool HasZero(HttpRequest request) =>
        request.QueryString.Value?.Contains("%00", StringComparison.Ordinal) == true || request.Path.Value?.Contains('\0', StringComparison.Ordinal) == true;
}
