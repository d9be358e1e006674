using System.Reflection;
using CityActors.Alerts;
using CityActors.Deadlines;
using CityActors.Engine;
using CityActors.Engine.Hosting;
using CityActors.Facts;
using CityActors.Observations;
using CityActors.Responders;
using CityActors.WorkOrders;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace CityActors.Places.Tests;

/// <summary>The grains of a district on the embedded engine, with storage in memory and time that a test moves.</summary>
internal sealed class District : IAsyncDisposable
{
    public const string WestCell = "430103002001007";
    public const string EastCell = "430103002001008";
    public static readonly GeoPoint Border = new(112.9897, 28.1127);
    public static readonly DateTimeOffset Morning = new(2026, 1, 5, 1, 0, 0, TimeSpan.Zero);

    private readonly IHost host;

    private District(IHost host) => this.host = host;

    public ManualClock Clock { get; private init; } = null!;

    public FactList Facts { get; private init; } = null!;

    public IGrainFactory Grains => host.Services.GetRequiredService<IGrainFactory>();

    private IEngineControl Engine => host.Services.GetRequiredService<IEngineControl>();

    public static async Task<District> Start(DrillOptions? drill = null)
    {
        var clock = new ManualClock(Morning);
        var facts = new FactList();
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services.AddSingleton<IFactLog>(facts);
        builder.Services.AddSingleton<EntityServices>();
        builder.Services.AddSingleton<CityActors.WorkOrders.DrillDesk>();
        builder.Services.AddSingleton(DispatchProxy.Create<IAreaFigures, NotHere>()); // No observation and no area takes part.
        builder.Services.AddSingleton(DispatchProxy.Create<IObservationLog, NotHere>());
        builder.Services.AddSingleton(Catalogue.Parse(File.ReadAllText(Seed("catalogue/tianxin.json")), "tianxin.json"));
        builder.Services.AddSingleton(WorkCalendar.Parse(File.ReadAllText(Seed("calendars/china.json")), "china.json"));
        builder.Services.AddSingleton(Options.Create(drill ?? new DrillOptions { DeclinedPercent = 0 }));
        builder.UseOrleans(silo => silo
            .ConfigureEngine(options => options.Loops = 2)
            .AddMemoryGrainStorageAsDefault()
            .UseInMemoryReminderService()
            .AddMemoryStreams(Nudges.Provider));
        var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        return new District(host) { Clock = clock, Facts = facts };
    }

    public static ResponderCard Card(string id, double eastMetres, bool drill = false) => new()
    {
        Id = id,
        Name = id,
        Skills = [Skills.GridOfficer, Skills.Cleaner, Skills.SanitationVehicle, Skills.Technician, Skills.Medic],
        Area = "430103002",
        Position = Geography.Offset(Border, eastMetres, 0),
        SeenAt = Morning,
        Capacity = 1,
        Drill = drill,
    };

    public static OrderReport Report(string id, double eastMetres, string category, string cell = WestCell, ReportChannel channel = ReportChannel.Sensing) => new()
    {
        Id = id,
        Category = category,
        Channel = channel,
        At = Morning,
        Position = Geography.Offset(Border, eastMetres, 0),
        Cell = cell,
        Reporter = channel == ReportChannel.Sensing ? "system" : id,
    };

    public IGridCellGrain Cell(string code) => Grains.GetGrain<IGridCellGrain>(AreaCodes.CellKey(code));

    public async Task<OrderView> Order(string id) => (await Grains.GetGrain<IWorkOrderGrain>(id).Read())!;

    public Task<ResponderCard> Put(ResponderCard card) => Grains.GetGrain<IResponderGrain>(card.Id).Put(card);

    public async Task Settle() => await Engine.WhenIdle(TestContext.Current.CancellationToken);

    /// <summary>Moves time from event to event, each to its end.</summary>
    public async Task Pass(TimeSpan span)
    {
        var until = Clock.GetUtcNow() + span;
        await Settle();
        while (Clock.NextDue() is { } next && next <= until)
        {
            Clock.MoveTo(next);
            await Settle();
        }

        Clock.MoveTo(until);
        await Settle();
    }

    /// <summary>As after a crash while nothing was under way: every grain begins from storage.</summary>
    public async Task Restart()
    {
        await Settle();
        await Engine.DeactivateAll();
        for (var i = 0; i < DueBooks.Count; i++)
        {
            await Grains.GetGrain<IDueBookGrain>(DueBooks.KeyOf(i)).WakeAll();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync(CancellationToken.None);
        host.Dispose();
    }

    private static string Seed(string name)
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "seeds", name)))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new FileNotFoundException($"No seeds/{name} above {AppContext.BaseDirectory}.");
        }

        return Path.Combine(folder, "seeds", name);
    }
}

/// <summary>A service that must exist for other grains and is never called by those under test.</summary>
public class NotHere : DispatchProxy
{
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        throw new InvalidOperationException($"{targetMethod?.Name} takes no part in these tests.");
}
