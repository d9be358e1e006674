using CityActors.Cameras;
using CityActors.Households;
using CityActors.Places;
using CityActors.Responders;
using CityActors.Silo.Clock;
using CityActors.Silo.Lists;
using CityActors.Terminals;

namespace CityActors.Districts;

/// <summary>
/// Registers with the grains. It completes when this Silo knows of it from the facts, in their order, so that no older registration passes for a
/// newer one.
/// </summary>
public sealed class DistrictRegistrar(IGrainFactory grains, DeclaredClock clock, ListProjector lists)
{
    private const int AtOnce = 256;

    /// <summary>Registers everything of a plan; again, it changes nothing.</summary>
    internal async Task Register(DistrictPlan plan)
    {
        var at = clock.Now;
        await InChunks(plan.Areas(), area => Tell(area, at));
        await InChunks(plan.Responders(), card => grains.GetGrain<IResponderGrain>(card.Id).Put(card with { SeenAt = at }));
        await InChunks(plan.Households(), home => Tell(home, at));
        await InChunks(plan.Cameras(), camera => Tell(camera, at));
        await InChunks(plan.Terminals(), card => Tell(new TerminalRegistration { Card = card }, at));
        await lists.NoteRegistered(CancellationToken.None);
    }

    /// <summary>Registers an area.</summary>
    public Task Register(AreaCard area, DateTimeOffset at) => Known(Tell(area, at));

    /// <summary>Registers a household.</summary>
    public Task Register(HouseholdRegistration home, DateTimeOffset at) => Known(Tell(home, at));

    /// <summary>Registers a camera.</summary>
    public Task Register(CameraRegistration camera, DateTimeOffset at) => Known(Tell(camera, at));

    /// <summary>Registers a terminal.</summary>
    public Task Register(TerminalRegistration terminal, DateTimeOffset at) => Known(Tell(terminal, at));

    private static async Task InChunks<T>(IEnumerable<T> all, Func<T, Task> register)
    {
        foreach (var chunk in all.Chunk(AtOnce))
        {
            await Task.WhenAll(chunk.Select(register)); // A chunk shares its commits.
        }
    }

    private Task Tell(AreaCard area, DateTimeOffset at) => grains.GetGrain<IAreaGrain>(AreaKeys.Of(area.Code)).Register(area, at);

    private Task Tell(HouseholdRegistration home, DateTimeOffset at) => grains.GetGrain<IHouseholdGrain>(home.Card.Id)
        .Register(home with { Card = home.Card with { IsObserved = home.ConsentAt is not null } }, at);

    private Task Tell(CameraRegistration camera, DateTimeOffset at) => grains.GetGrain<ICameraGrain>(camera.Card.Id).Register(camera, at);

    private Task Tell(TerminalRegistration terminal, DateTimeOffset at) => grains.GetGrain<ITerminalGrain>(terminal.Card.Id).Register(terminal, at);

    private async Task Known(Task told)
    {
        await told;
        await lists.NoteRegistered(CancellationToken.None);
    }
}
