using CityActors.Alerts;
using CityActors.Cameras;
using CityActors.Districts;
using CityActors.Households;
using CityActors.Places;
using CityActors.Silo.Access;
using CityActors.Silo.Clock;
using CityActors.Silo.Requests;
using CityActors.Storage;
using CityActors.Terminals;
using CityActors.Texts;
using CityActors.Watch;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CityActors.Silo.Api;

/// <summary>Registers and reads households, cameras, terminals and areas.</summary>
public static class EntityEndpoints
{
    private static readonly TimeSpan UntilAllHeard = TimeSpan.FromSeconds(1); // They look four times a second.
    private const int MostTags = 50;
    private const int LongestTag = 60;

    /// <summary>Maps the endpoints.</summary>
    public static void MapEntities(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/households/{id}", (Caller caller, IGrainFactory grains, HouseholdLooks looks, string id, string? reason) =>
            Read(caller, grains, looks, id, "home-", "household", reason, look => grains.GetGrain<IHouseholdGrain>(id).Read(look)))
            .Needs(Need.LookAtHomes).Produces<HouseholdView>().WithSummary("One household; needs ?reason=; the look is logged first.");
        routes.MapGet("/v1/cameras/{id}", (Caller caller, IGrainFactory grains, HouseholdLooks looks, string id, string? reason) =>
            Read(caller, grains, looks, id, "cam-", "camera", reason, _ => grains.GetGrain<ICameraGrain>(id).Read()))
            .Needs(Need.ReadArea).Produces<CameraView>().WithSummary("One camera; where people live, a look that needs ?reason=.");
        routes.MapGet("/v1/terminals/{id}", (Caller caller, IGrainFactory grains, HouseholdLooks looks, string id, string? reason) =>
            Read(caller, grains, looks, id, "term-", "terminal", reason, _ => grains.GetGrain<ITerminalGrain>(id).Read()))
            .Needs(Need.ReadArea).Produces<TerminalView>().WithSummary("One terminal; where people live, a look that needs ?reason=.");
        routes.MapPut("/v1/households/{id}", (Registering to, DistrictRegistrar registrar, Database database, string id, Body<HouseholdRegistration> body) =>
            PutHousehold(to, registrar, database, id, body.Value))
            .Needs(Need.RegisterPlaces).ReturnsFactPosition().WithSummary("Registers a household; says so if its silence cannot be judged.")
            .Produces(StatusCodes.Status204NoContent).Produces<RegistrationNotice>()
            .Shows(new BodyExample("""{"card":{"id":"home-430103002001-0001","type":"household","cell":"430103002001001","position":{"longitude":112.9745,"latitude":28.19}},"careTags":["elderly-alone"],"consentAt":"2010-01-01T00:00:00Z","interval":"00:15:00"}"""));
        routes.MapPut("/v1/cameras/{id}", (Registering to, DistrictRegistrar registrar, CityThings things, string id, Body<CameraRegistration> body) =>
            to.Put(id, "cam-", "camera", body.Value.Card, at => registrar.Register(body.Value, at), CheckCamera(body.Value, things)))
            .Needs(Need.RegisterPlaces).ReturnsFactPosition().WithSummary("Registers a camera.").Produces(StatusCodes.Status204NoContent)
            .Shows(new BodyExample("""{"card":{"id":"cam-43010300001320000001","type":"camera","cell":"430103002001001","position":{"longitude":112.9745,"latitude":28.19},"privacy":"public"},"zones":["lane-1"]}"""));
        routes.MapPut("/v1/terminals/{id}", (Registering to, DistrictRegistrar registrar, CityThings things, string id, Body<TerminalRegistration> body) =>
            to.Put(id, "term-", "terminal", body.Value.Card, at => registrar.Register(body.Value, at), things.WhyNot(body.Value)))
            .Needs(Need.RegisterPlaces).ReturnsFactPosition().WithSummary("Registers a terminal.").Produces(StatusCodes.Status204NoContent)
            .Shows(new BodyExample("""{"card":{"id":"term-430103002001-01","type":"terminal","kind":"water-level","cell":"430103002001001","position":{"longitude":112.9745,"latitude":28.19},"privacy":"public"},"threshold":0.3,"interval":"00:05:00"}"""));
        routes.MapPut("/v1/areas/{code}", PutArea).Needs(Need.RegisterPlaces).ReturnsFactPosition().WithSummary("Registers an area.").Produces(StatusCodes.Status204NoContent)
            .Shows(new BodyExample("""{"code":"430103002","name":"坡子街街道","level":"street","centre":{"longitude":112.975,"latitude":28.19}}"""));
    }

    private static async Task<IResult> PutHousehold(Registering to, DistrictRegistrar registrar, Database database, string id, HouseholdRegistration body)
    {
        var answer = await to.Put(id, "home-", "household", body.Card, at => PutHousehold(registrar, database, body, at), CheckHousehold(body));
        var reasons = HouseholdLimits.Of(body);
        return answer is NoContent && body.ConsentAt is not null && reasons.Count > 0 ? Results.Ok(new RegistrationNotice(reasons)) : answer;
    }

    /// <summary>A withdrawn consent is acknowledged once every Silo has had time to learn of it.</summary>
    private static async Task PutHousehold(DistrictRegistrar registrar, Database database, HouseholdRegistration body, DateTimeOffset at)
    {
        await registrar.Register(body, at);
        if (body.ConsentAt is null && database.ChangesOutside)
        {
            await Task.Delay(UntilAllHeard);
        }
    }

    /// <summary>An entity as its card lets the caller see it: what is not public is looked at as a household is.</summary>
    internal static async Task<IResult> Read<TView>(
        Caller caller, IGrainFactory grains, HouseholdLooks looks, string id, string prefix, string what, string? reason, Func<HouseholdLook, Task<TView?>> read)
        where TView : class
    {
        if (!Commands.IsIdOf(prefix, id))
        {
            return Problems.NotFound(what, id);
        }

        var (look, refusal) = await looks.Ask(caller, id, what, reason);
        return look is null ? refusal!
            : await read(look) is { } view ? Results.Ok(view)
            : await RetirementEndpoints.Missing(caller, EntityGrains.Find(grains, id), what, id);
    }

    private static string? CheckHousehold(HouseholdRegistration home) => home switch
    {
        _ when home.Interval < TimeSpan.FromSeconds(10) || home.Interval > TimeSpan.FromDays(1) => "'interval' is from 10 seconds to 1 day.",
        _ when home.CareTags.Count > MostTags || home.CareTags.Any(tag => Characters.In(tag) > LongestTag) => $"'careTags' has at most {MostTags} tags of at most {LongestTag} characters.",
        { Card.Kind.Length: > 0 } => "A household's card has no 'kind'.",
        { Card.Privacy: not Privacy.Household } => "A household's card is never public: its 'privacy' is 'household', said or not.",
        _ => null,
    };

    private static string? CheckCamera(CameraRegistration camera, CityThings things) => camera.Card.Kind.Length > 0 && !things.CameraKinds.Contains(camera.Card.Kind)
        ? $"The card's 'kind' is one of {string.Join(", ", things.CameraKinds)}, or empty for an ordinary camera."
        : camera.Zones.Count > MostTags || camera.Zones.Any(zone => Characters.In(zone) is 0 or > LongestTag)
            ? $"'zones' has at most {MostTags} names of 1 to {LongestTag} characters."
            : null;

    private static async Task<IResult> PutArea(Caller caller, DistrictRegistrar registrar, DeclaredClock clock, string code, Body<AreaCard> given)
    {
        var body = given.Value;
        if (!AreaCodes.TryLevel(code, out var level) || body.Code != code)
        {
            return Problems.Bad("bad-code", "An area's code has 4, 6, 9, 12 or 15 digits and is the same in address and card.");
        }

        if (body.Level != level || !Positions.IsOnEarth(body.Centre))
        {
            return Problems.Bad("bad-area", $"A code of {code.Length} digits is a {level}'s, and an area has a centre in WGS-84 degrees.");
        }

        if (!caller.May(Need.RegisterPlaces, new Subject(code)))
        {
            return Problems.NotYourArea(caller, code);
        }

        await registrar.Register(body, clock.Now);
        return Results.NoContent();
    }
}

/// <summary>What is to be known of what was just registered.</summary>
/// <param name="CannotJudge">Why its silence cannot be judged, whatever its meters will send.</param>
public sealed record RegistrationNotice(IReadOnlyList<CannotJudge> CannotJudge);
