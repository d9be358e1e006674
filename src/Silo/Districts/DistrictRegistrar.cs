using CityActors.Cameras;
using CityActors.Households;
using CityActors.Places;
using CityActors.Responders;
using CityActors.Silo.Clock;
using CityActors.Silo.Ingest;
using CityActors.Silo.Lists;
using CityActors.Terminals;

namespace CityActors.Districts;

/// <summary>
/// Registers with the grains. It completes when this Silo knows of it from the facts, in their order, so that no older registration passes for a
/// newer one.
/// </summary>
public sealed class DistrictRegistrar(IGrainFactory grains, DeclaredClock clock, ListProjector lists, EntityRegistry registry)
{
    private const int AtOnce = 256;

    /// <summary>Registers everything of a plan.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="isAgain">Whether an earlier attempt ended in its middle: then what is there stays as it is, for somebody may have changed it since.</param>
    internal async Task Register(DistrictPlan plan, bool isAgain)
    {
        var at = clock.Now;
        await lists.NoteRegistered(CancellationToken.None);
        bool IsWanted(EntityCard card) => !isAgain || registry.Find(card.Id) is null;
        await InChunks(plan.Areas(), area => isAgain || area.Level == AreaLevel.City ? TellUnlessKnown(area, at) : Tell(area, at));
        await InChunks(plan.Responders(), async card =>
        {
            var responder = grains.GetGrain<IResponderGrain>(card.Id);
            _ = isAgain && await responder.Read() is not null ? null : await responder.Put(card with { SeenAt = at });
        });
        await InChunks(plan.Households().Where(home => IsWanted(home.Card)), home => Tell(home, at));
        await InChunks(plan.Cameras().Where(camera => IsWanted(camera.Card)), camera => Tell(camera, at));
        await InChunks(plan.Terminals().Where(IsWanted), card => Tell(new TerminalRegistration { Card = card }, at));
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

    // Two districts may lie in one city, which keeps the name and the middle it has.
    private async Task TellUnlessKnown(AreaCard area, DateTimeOffset at)
    {
        if (await grains.GetGrain<IAreaGrain>(AreaKeys.Of(area.Code)).Read() is null)
        {
            await Tell(area, at);
        }
    }

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
