using CityActors.Cameras;
using CityActors.Cases;
using CityActors.Devices;
using CityActors.Dispatch;
using CityActors.Deadlines;
using CityActors.Drill;
using CityActors.Figures;
using CityActors.Households;
using CityActors.Places;
using CityActors.Pools;
using CityActors.Registers;
using CityActors.Responders;
using CityActors.Rights;
using CityActors.Signals;
using CityActors.Terminals;
using CityActors.Watch;
using CityActors.WorkOrders;
using Microsoft.Extensions.DependencyInjection;

namespace CityActors.Commits;

/// <summary>What the city's grains need besides storage, clock and data.</summary>
public static class CityGrains
{
    /// <summary>Adds the rules of every kind of grain.</summary>
    public static IServiceCollection AddCityGrains(this IServiceCollection services) => services
        .AddSingleton<StateSerializer>()
        .AddSingleton<CityServices>()
        .AddSingleton<HouseholdRules>()
        .AddSingleton<CameraRules>()
        .AddSingleton<TerminalRules>()
        .AddSingleton<WorkOrderRules>()
        .AddSingleton<ICaseTypes, CityCaseTypes>()
        .AddSingleton<CaseRules>()
        .AddSingleton(static services => new CaseFormDesk(services.GetRequiredService<ICaseTypes>(), services.GetRequiredService<CityThings>()))
        .AddSingleton<IRegisters, CityRegisters>()
        .AddSingleton<RecordRules>()
        .AddSingleton(static services => new RegisterDesk(services.GetRequiredService<IRegisters>(), services.GetRequiredService<CityThings>()))
        .AddSingleton<RoleBook>()
        .AddSingleton(static services => new CityIndicators(
            services.GetRequiredService<CityThings>(), services.GetRequiredService<ICaseTypes>(), services.GetRequiredService<WorkCalendar>(), services.GetRequiredService<ICityStorage>(), services.GetRequiredService<StateSerializer>()))
        .AddSingleton(static services => new CasePeople(services.GetRequiredService<ICityStorage>(), services.GetRequiredService<StateSerializer>()))
        .AddSingleton<ICaseTexts, CaseTexts>()
        .AddSingleton<CityCommands>()
        .AddSingleton<CommandDeskRules>()
        .AddSingleton<MatterIndexRules>()
        .AddSingleton<GridCellRules>()
        .AddSingleton<PlacesRules>()
        .AddSingleton<DispatchRules>()
        .AddSingleton<PoolRules>()
        .AddSingleton<ResponderRules>()
        .AddSingleton<DrillActorRules>();
}
