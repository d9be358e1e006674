using System.Text.Json;
using CityActors.Facts;
using CityActors.Responders;
using CityActors.Silo.Access;
using CityActors.Silo.Clock;
using CityActors.Silo.Requests;
using CityActors.Texts;
using CityActors.WorkOrders;

namespace CityActors.Silo.Api;

/// <summary>Reads and registers responders.</summary>
public static class ResponderEndpoints
{
    private const int MostOrders = 20;

    /// <summary>Maps the endpoints.</summary>
    public static void MapResponders(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/responders/{id}", Read).Needs(Need.ReadResponder).Produces<ResponderCard>().WithSummary("One responder; without position and seenAt while it is not at work, but for dispatchers and itself.");
        routes.MapPut("/v1/responders/{id}", Put).Needs(Need.RegisterResponders).Produces<ResponderCard>()
            .Shows(new BodyExample("""{"id":"resp-430103-0001","name":"王师傅","skills":["cleaner"],"area":"430103","position":{"longitude":112.9745,"latitude":28.19},"shiftStart":"08:00:00","shiftEnd":"18:00:00","capacity":2}""")).ReturnsFactPosition().WithSummary("Registers a responder or changes its card; its orders stay as they are.");
    }

    /// <summary>The skills that a responder may have: those the catalogue asks for, and those of a district's roster.</summary>
    internal static IReadOnlyList<string> SkillsOf(Catalogue catalogue) =>
        [.. catalogue.Categories.SelectMany(static category => category.Skills).Concat(Districts.ResponderRoster.Skilled).Distinct().Order(StringComparer.Ordinal)];

    private static async Task<IResult> Read(Caller caller, IGrainFactory grains, DeclaredClock clock, string id) =>
        Commands.IsResponderId(id) && await grains.GetGrain<IResponderGrain>(id).Read() is { } card && caller.May(Need.ReadResponder, new Subject(card.Area, IsOwn: id == caller.Responder))
            ? Results.Ok(Redaction.Responder(caller, JsonSerializer.SerializeToElement(card, FactRecords.Json), clock.Now))
            : Commands.IsResponderId(id) ? await RetirementEndpoints.Missing(caller, grains.GetGrain<IResponderGrain>(id), "responder", id)
            : Problems.NotFound("responder", id);

    private static async Task<IResult> Put(Caller caller, IGrainFactory grains, DeclaredClock clock, Catalogue catalogue, PlaceCheck places, string id, Body<ResponderCard> body)
    {
        var card = body.Value;
        if ((Check(caller, catalogue, id, card) ?? await places.WhyNotIn(card)) is { } wrong)
        {
            return wrong;
        }

        if (await grains.GetGrain<IResponderGrain>(id).ReadService() is { } service && !caller.May(Need.RegisterResponders, new Subject(service.Area)))
        {
            return Problems.NotFound("responder", id);
        }

        var before = await grains.GetGrain<IResponderGrain>(id).Read();
        return Results.Ok(await grains.GetGrain<IResponderGrain>(id).Put(card with
        {
            SeenAt = clock.Now,
            Drill = before?.Drill ?? false, // Only a drill's expansion makes responders that act by themselves.
        }));
    }

    private static IResult? Check(Caller caller, Catalogue catalogue, string id, ResponderCard card) => card switch
    {
        _ when !Commands.IsResponderId(id) || card.Id != id =>
            Problems.Bad("bad-id", "A responder's id begins with 'resp-', has lower-case letters, digits and '-', and is the same in address and body."),
        _ when card.Area.Length is not (6 or 9 or 12 or 15) || !card.Area.All(char.IsAsciiDigit) =>
            Problems.Bad("bad-area", "'area' is a code of 6, 9, 12 or 15 digits: a district, street, community or cell."),
        _ when !caller.May(Need.RegisterResponders, new Subject(card.Area)) => Problems.NotYourArea(caller, card.Area),
        { Capacity: < 1 or > MostOrders } => Problems.Bad("bad-capacity", $"'capacity' is from 1 to {MostOrders} orders."),
        { Skills.Count: 0 or > 20 } => Problems.Bad("bad-skills", "'skills' has 1 to 20 names."),
        _ when card.Skills.Except(SkillsOf(catalogue)).FirstOrDefault() is { } unknown =>
            Problems.Bad("bad-skills", $"There is no skill '{unknown}': give some of {string.Join(", ", SkillsOf(catalogue))}.", "skills"),
        _ when Characters.In(card.Name) is 0 or > 100 => Problems.Bad("bad-name", "'name' has 1 to 100 characters."),
        _ when !Districts.Positions.IsOnEarth(card.Position) => Problems.Bad("bad-position", "'position' needs longitude and latitude in WGS-84 degrees."),
        _ => null,
    };
}
