using CityActors.Cameras;
using CityActors.Districts;
using CityActors.Households;
using CityActors.Observations;
using CityActors.Places;
using CityActors.Silo.Access;
using CityActors.Silo.Clock;
using CityActors.Silo.Lists;
using CityActors.Silo.Requests;
using CityActors.Storage;
using CityActors.Terminals;
using CityActors.Texts;

namespace CityActors.Silo.Api;

/// <summary>Registers and reads households, cameras, terminals and areas.</summary>
public static class EntityEndpoints
{
    private const int ShortestReason = 3;
    private static readonly TimeSpan UntilAllHeard = TimeSpan.FromSeconds(1); // They look four times a second.
    private const int LongestReason = 300;
    private const int MostTags = 50;
    private const int LongestTag = 60;

    /// <summary>Maps the endpoints.</summary>
    public static void MapEntities(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/households/{id}", Look).RequireRole(Role.Officer).WithSummary("One household; needs ?reason=; the look is logged first.");
        routes.MapGet("/v1/looks", async (HouseholdAccessLog looks, string? household, long? after, int? limit) => limit is < 1 or > ListPage.MostItems
                ? Problems.Bad("bad-limit", $"'limit' is from 1 to {ListPage.MostItems}.", "limit")
                : Results.Ok(new { items = await looks.Read(after ?? 0, household, limit ?? ListPage.UsualItems) }))
            .RequireRole(Role.Admin).WithSummary("Who looked at how people live, where, when and why.")
            .Takes("household", Commands.IsEntityId, "the id of a household, camera or terminal");
        routes.MapGet("/v1/cameras/{id}", (Caller caller, IGrainFactory grains, HouseholdAccessLog looks, DeclaredClock clock, string id, string? reason) =>
            Read(caller, looks, LookOf(caller, reason, clock), id, "cam-", () => grains.GetGrain<ICameraGrain>(id).Read(), view => view.Registration.Card))
            .RequireRole(Role.Viewer).WithSummary("One camera; where people live, a look that needs ?reason=.");
        routes.MapGet("/v1/terminals/{id}", (Caller caller, IGrainFactory grains, HouseholdAccessLog looks, DeclaredClock clock, string id, string? reason) =>
            Read(caller, looks, LookOf(caller, reason, clock), id, "term-", () => grains.GetGrain<ITerminalGrain>(id).Read(), view => view.Registration.Card))
            .RequireRole(Role.Viewer).WithSummary("One terminal; where people live, a look that needs ?reason=.");
        routes.MapPut("/v1/households/{id}", (DistrictRegistrar registrar, DeclaredClock clock, Database database, PlaceCheck places, string id, Body<HouseholdRegistration> body) =>
            Put(id, "home-", "household", body.Value.Card, places, () => PutHousehold(registrar, database, body.Value, clock.Now), CheckHousehold(body.Value))).RequireRole(Role.Admin).ReturnsFactPosition().WithSummary("Registers a household.");
        routes.MapPut("/v1/cameras/{id}", (DistrictRegistrar registrar, DeclaredClock clock, PlaceCheck places, string id, Body<CameraRegistration> body) =>
            Put(id, "cam-", "camera", body.Value.Card, places, () => registrar.Register(body.Value, clock.Now), CheckCamera(body.Value))).RequireRole(Role.Admin).ReturnsFactPosition().WithSummary("Registers a camera.");
        routes.MapPut("/v1/terminals/{id}", (DistrictRegistrar registrar, DeclaredClock clock, PlaceCheck places, string id, Body<TerminalRegistration> body) =>
            Put(id, "term-", "terminal", body.Value.Card, places, () => registrar.Register(body.Value, clock.Now), CheckTerminal(body.Value))).RequireRole(Role.Admin).ReturnsFactPosition().WithSummary("Registers a terminal.");
        routes.MapPut("/v1/areas/{code}", PutArea).RequireRole(Role.Admin).ReturnsFactPosition().WithSummary("Registers an area.");
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

    private static async Task<IResult> Look(Caller caller, IGrainFactory grains, HouseholdAccessLog looks, DeclaredClock clock, string id, string? reason)
    {
        if (!IsIdOf("home-", id))
        {
            return Problems.NotFound("household", id);
        }

        var look = LookOf(caller, reason, clock);
        if (await Log(looks, id, look) is { } refusal)
        {
            return refusal;
        }

        var view = await grains.GetGrain<IHouseholdGrain>(id).Read(look);
        return view is null || !caller.Covers(view.Registration.Card.Cell) ? Problems.NotFound("household", id) : Results.Ok(view);
    }

    /// <summary>A device as its card lets the caller see it: what is not public is looked at as a household is.</summary>
    private static async Task<IResult> Read<TView>(
        Caller caller, HouseholdAccessLog looks, HouseholdLook look, string id, string prefix, Func<Task<TView?>> read, Func<TView, EntityCard> cardOf)
        where TView : class
    {
        if (!IsIdOf(prefix, id) || await read() is not { } view || cardOf(view) is not { } card
            || !caller.Covers(card.Cell) || !Redaction.MaySee(caller, card.Privacy))
        {
            return Problems.NotFound("device", id);
        }

        return card.Privacy == Privacy.Public ? Results.Ok(view) : await Log(looks, id, look) ?? Results.Ok(view);
    }

    private static HouseholdLook LookOf(Caller caller, string? reason, DeclaredClock clock) => new(caller.Name, reason?.Trim() ?? "", clock.Now);

    /// <summary>Logs a look, before it is answered.</summary>
    /// <returns>Why there is none, or null.</returns>
    private static async Task<IResult?> Log(HouseholdAccessLog looks, string id, HouseholdLook look)
    {
        if (Characters.In(look.Reason) is not (>= ShortestReason and <= LongestReason))
        {
            return Problems.Bad("no-reason", $"A look at how people live needs '?reason=' with {ShortestReason} to {LongestReason} characters; it is logged.");
        }

        await looks.Log(id, look);
        return null;
    }

    private static bool IsIdOf(string prefix, string id) => Commands.IsEntityId(id) && id.StartsWith(prefix, StringComparison.Ordinal);

    private static async Task<IResult> Put(string id, string prefix, string type, EntityCard card, PlaceCheck places, Func<Task> register, string? wrong)
    {
        if (!IsIdOf(prefix, id) || card.Id != id || card.Type != type)
        {
            return Problems.Bad("bad-id", $"The id begins with '{prefix}', has lower-case letters, digits and '-', and is the same in address and card; the card's type is '{type}'.");
        }

        if (card.Cell.Length != 15 || !card.Cell.All(char.IsAsciiDigit) || !Positions.IsOnEarth(card.Position))
        {
            return Problems.Bad("bad-place", "The card needs the 15-digit code of its cell and a position in WGS-84 degrees.");
        }

        if (wrong is not null)
        {
            return Problems.Bad("bad-registration", wrong);
        }

        if (await places.WhyNotIn(card) is { } misplaced)
        {
            return misplaced;
        }

        await register();
        return Results.NoContent();
    }

    private static string? CheckHousehold(HouseholdRegistration home) => home switch
    {
        _ when home.Interval < TimeSpan.FromSeconds(10) || home.Interval > TimeSpan.FromDays(1) => "'interval' is from 10 seconds to 1 day.",
        _ when home.CareTags.Count > MostTags || home.CareTags.Any(tag => Characters.In(tag) > LongestTag) => $"'careTags' has at most {MostTags} tags of at most {LongestTag} characters.",
        { Card.Kind.Length: > 0 } => "A household's card has no 'kind'.",
        { Card.Privacy: not Privacy.Household } => "A household's card is never public: its 'privacy' is 'household', said or not.",
        _ => null,
    };

    private static string? CheckCamera(CameraRegistration camera) => camera.Card.Kind.Length > 0
        ? "A camera's card has no 'kind'."
        : camera.Zones.Count > MostTags || camera.Zones.Any(zone => Characters.In(zone) is 0 or > LongestTag)
            ? $"'zones' has at most {MostTags} names of 1 to {LongestTag} characters."
            : null;

    private static string? CheckTerminal(TerminalRegistration terminal) =>
        KindTable.All.Any(kind => kind.EntityPrefix == "term-" && kind.Name == terminal.Card.Kind)
            ? null
            : $"The card's 'kind' is one of {string.Join(", ", KindTable.All.Where(kind => kind.EntityPrefix == "term-").Select(kind => kind.Name))}.";

    private static async Task<IResult> PutArea(DistrictRegistrar registrar, DeclaredClock clock, string code, Body<AreaCard> given)
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

        await registrar.Register(body, clock.Now);
        return Results.NoContent();
    }
}
