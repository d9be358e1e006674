using CityActors.Cameras;
using CityActors.Households;
using CityActors.Places;
using CityActors.Responders;
using CityActors.Silo.Clock;
using CityActors.Silo.Ingest;
using CityActors.Terminals;

namespace CityActors.Districts;

/// <summary>Registers everything of a plan with its grains; again, it changes nothing.</summary>
public sealed class DistrictRegistrar(IGrainFactory grains, DeclaredClock clock, EntityRegistry registry, CellLocator cells)
{
    private const int AtOnce = 256;

    /// <summary>Registers a plan.</summary>
    public async Task Register(DistrictPlan plan)
    {
        var at = clock.Now;
        await InChunks(plan.Areas(), area => Register(area, at));
        await InChunks(plan.Responders(), card => grains.GetGrain<IResponderGrain>(card.Id).Put(card with { SeenAt = at }));
        await InChunks(plan.Households(), home => Register(home, at));
        await InChunks(plan.Cameras(), camera => Register(new CameraRegistration { Card = camera.Card, Zones = camera.Zones }, at));
        await InChunks(plan.Terminals(), card => Register(new TerminalRegistration { Card = card }, at));
    }

    /// <summary>Registers an area.</summary>
    public async Task Register(AreaCard area, DateTimeOffset at)
    {
        await grains.GetGrain<IAreaGrain>(AreaKeys.Of(area.Code)).Register(area, at);
        cells.Add(area);
    }

    /// <summary>Registers a household.</summary>
    public async Task Register(HouseholdRegistration home, DateTimeOffset at)
    {
        var isObserved = home.ConsentAt is not null;
        var card = home.Card with { IsObserved = isObserved };
        await grains.GetGrain<IHouseholdGrain>(card.Id).Register(home with { Card = card }, at);
        registry.Note(card);
    }

    /// <summary>Registers a camera.</summary>
    public async Task Register(CameraRegistration camera, DateTimeOffset at)
    {
        await grains.GetGrain<ICameraGrain>(camera.Card.Id).Register(camera, at);
        registry.Note(camera.Card);
    }

    /// <summary>Registers a terminal.</summary>
    public async Task Register(TerminalRegistration terminal, DateTimeOffset at)
    {
        await grains.GetGrain<ITerminalGrain>(terminal.Card.Id).Register(terminal, at);
        registry.Note(terminal.Card);
    }

    private static async Task InChunks<T>(IEnumerable<T> all, Func<T, Task> register)
    {
        foreach (var chunk in all.Chunk(AtOnce))
        {
            await Task.WhenAll(chunk.Select(register)); // A chunk shares its commits.
        }
    }
}
