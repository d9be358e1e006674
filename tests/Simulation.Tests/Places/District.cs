using CityActors.Alerts;
using CityActors.Deadlines;
using CityActors.Facts;
using CityActors.Observations;
using CityActors.Places;
using CityActors.Responders;
using CityActors.Silo.Clock;
using CityActors.Simulation.Alerts;
using CityActors.WorkOrders;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CityActors.Simulation.Places;

/// <summary>The grains of a district, with storage in memory and time that a test moves.</summary>
internal sealed class District : IAsyncDisposable
{
    public const string WestCell = "430103002001007";
    public const string EastCell = "430103002001008";
    public static readonly GeoPoint Border = new(112.9897, 28.1127);
    public static readonly DateTimeOffset Morning = new(2026, 1, 5, 1, 0, 0, TimeSpan.Zero);
    private readonly MemoryStates states = new();
    private readonly MemoryFactLog facts = new();
    private readonly DrillOptions drill;
    private SteppedSilo silo = null!;

    private District(DrillOptions drill) => this.drill = drill;

    public ReplayClock Clock { get; } = new(Morning);

    public IGrainFactory Grains => silo.Grains;

    public static async Task<District> Start(DrillOptions? drill = null)
    {
        var district = new District(drill ?? new DrillOptions { DeclinedPercent = 0 });
        await district.StartSilo();
        return district;
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

    public Task Settle() => silo.Settle();

    /// <summary>Moves time from event to event, each to its end.</summary>
    public Task Pass(TimeSpan span) => silo.RunTo(Clock.GetUtcNow() + span);

    /// <summary>As after a crash while nothing was under way: every grain begins from storage.</summary>
    public async Task Restart()
    {
        await Settle();
        await silo.Cut();
        await StartSilo();
        for (var i = 0; i < DueBooks.Count; i++)
        {
            await Grains.GetGrain<IDueBookGrain>(DueBooks.KeyOf(i)).WakeAll();
        }
    }

    public ValueTask DisposeAsync() => silo.DisposeAsync();

    private async Task StartSilo() => silo = await SteppedSilo.Start(Clock, states, builder => builder.Services
        .AddSingleton<IFactLog>(facts)
        .AddSingleton<EntityServices>()
        .AddSingleton<DrillDesk>()
        .AddSingleton<IAreaFigures, NoFigures>()
        .AddSingleton<IObservationLog>(new MemoryObservationLog(Clock))
        .AddSingleton(SeedFiles.Catalogue())
        .AddSingleton(SeedFiles.Calendar())
        .AddSingleton(Options.Create(drill)));
}
