using CityActors.Alerts;
using CityActors.Places;
using CityActors.Responders;
using CityActors.Silo.Access;
using CityActors.Silo.Clock;
using CityActors.Silo.Erasure;
using CityActors.Silo.Lists;
using CityActors.Storage;
using CityActors.Texts;

namespace CityActors.Silo.Api;

/// <summary>Takes households, cameras, terminals and responders out of service, and erases what is personal of households.</summary>
public static class RetirementEndpoints
{
    private const int ShortestReason = 3;
    private const int LongestReason = 300;
    private static readonly TimeSpan UntilAllHeard = TimeSpan.FromSeconds(1); // They look four times a second.

    /// <summary>Maps the endpoints.</summary>
    public static void MapRetirement(this IEndpointRouteBuilder routes)
    {
        routes.MapDelete("/v1/households/{id}", Household).Needs(Need.RegisterPlaces).Produces(StatusCodes.Status204NoContent).ReturnsFactPosition()
            .WithSummary("Takes a household out of service; erase=true also erases what is personal.");
        routes.MapDelete("/v1/cameras/{id}", (Caller caller, Retirer retirer, string id, string? reason) => Device(caller, retirer, "cam-", id, reason))
            .Needs(Need.RegisterPlaces).Produces(StatusCodes.Status204NoContent).ReturnsFactPosition().WithSummary("Takes a camera out of service.");
        routes.MapDelete("/v1/terminals/{id}", (Caller caller, Retirer retirer, string id, string? reason) => Device(caller, retirer, "term-", id, reason))
            .Needs(Need.RegisterPlaces).Produces(StatusCodes.Status204NoContent).ReturnsFactPosition().WithSummary("Takes a terminal out of service.");
        routes.MapDelete("/v1/responders/{id}", (Caller caller, Retirer retirer, IGrainFactory grains, string id, string? reason) =>
                Commands.IsResponderId(id) ? retirer.Retire(caller, Need.RegisterResponders, grains.GetGrain<IResponderGrain>(id), "responder", id, reason) : NotFound("responder", id))
            .Needs(Need.RegisterResponders).Produces(StatusCodes.Status204NoContent).ReturnsFactPosition().WithSummary("Takes a responder out of service; its orders go to others.");
    }

    /// <summary>The answer where a read found nothing in service: it never was, or it is retired.</summary>
    internal static async Task<IResult> Missing(Caller caller, IRetirableGrain grain, string what, string id) =>
        await grain.ReadService() is { Retired: { } retired } service && caller.May(Need.ReadArea, new Subject(service.Area, service.Privacy))
            ? Problems.Of(StatusCodes.Status410Gone, "retired", $"The {what} '{id}' was taken out of service at {retired.At.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}; PUT registers it again.", $"“{id}”已停用。")
            : Problems.NotFound(what, id);

    private static Task<IResult> NotFound(string what, string id) => Task.FromResult(Problems.NotFound(what, id));

    private static Task<IResult> Household(Caller caller, Retirer retirer, ErasureKeeper keeper, string id, string? reason, bool? erase, CancellationToken cancellation) =>
        Commands.IsIdOf("home-", id)
            ? retirer.Retire(caller, Need.RegisterPlaces, retirer.Entity(id), "household", id, reason, erase == true ? retirement => keeper.Erase(id, retirement, cancellation) : null)
            : NotFound("household", id);

    private static Task<IResult> Device(Caller caller, Retirer retirer, string prefix, string id, string? reason) =>
        Commands.IsIdOf(prefix, id) ? retirer.Retire(caller, Need.RegisterPlaces, retirer.Entity(id), "device", id, reason) : NotFound("device", id);

    /// <summary>What all of them share.</summary>
    internal sealed class Retirer(IGrainFactory grains, DeclaredClock clock, ListProjector lists, Database database)
    {
        /// <summary>A household or device.</summary>
        public IRetirableGrain Entity(string id) => EntityGrains.Find(grains, id);

        /// <summary>Checks, retires, and answers when every Silo knows.</summary>
        public async Task<IResult> Retire(Caller caller, Need need, IRetirableGrain grain, string what, string id, string? reason, Func<Retirement, Task>? erase = null)
        {
            var why = reason?.Trim() ?? "";
            if (Characters.In(why) is not (>= ShortestReason and <= LongestReason))
            {
                return Problems.Bad("no-reason", $"Taking something out of service needs '?reason=' with {ShortestReason} to {LongestReason} characters.");
            }

            if (await grain.ReadService() is not { } service || !caller.May(need, new Subject(service.Area)))
            {
                return Problems.NotFound(what, id);
            }

            var retirement = new Retirement { At = clock.Now, Actor = caller.Name, Reason = why, IsErased = erase is not null, OfVersion = service.Version };
            if (erase is not null)
            {
                await erase(retirement);
            }
            else
            {
                await grain.Retire(retirement with { OfVersion = 0 });
                await lists.NoteRegistered(CancellationToken.None);
            }

            if (database.ChangesOutside)
            {
                await Task.Delay(UntilAllHeard);
            }

            return Results.NoContent();
        }
    }
}
