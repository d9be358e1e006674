using System.Text.RegularExpressions;
using CityActors.Places;
using CityActors.Silo.Access;
using CityActors.Silo.Api;
using CityActors.Silo.Clock;
using CityActors.Silo.Lists;
using CityActors.Silo.Requests;

namespace CityActors.Silo.Rosters;

/// <summary>Registers whose guardians consented to be told. Tokens and references stand in bodies only, so that no address, log or audit has them.</summary>
public static partial class RosterEndpoints
{
    private const int MostReceivers = 8;
    private static readonly TimeSpan Longest = TimeSpan.FromDays(400); // A school year, registered early.

    /// <summary>Maps the endpoints.</summary>
    public static void MapRosters(this IEndpointRouteBuilder routes)
    {
        routes.MapPut("/v1/rosters", Put).Needs(Need.RegisterPlaces).Produces<RosterEntry>().WithMetadata(Commands.SizeLimit)
            .Shows(new BodyExample("""{"token":"7f3a9c52e1","area":"430103","consentAt":"2010-01-01T00:00:00Z","validUntil":"{tomorrow}","tell":["parents","teacher","police"]}"""))
            .WithSummary("Registers a roster token with the guardians' consent; answers what the city calls it. Nobody's name is taken.");
        routes.MapGet("/v1/rosters", Read).Needs(Need.RegisterPlaces).Produces<RosterAnswer>()
            .WithSummary("The roster entries of an area, those that end first first; no tokens.").Takes("area", ListEndpoints.IsArea, ListEndpoints.AreaForm);
        routes.MapPost("/v1/rosters/remove", Remove).Needs(Need.RegisterPlaces).Produces(StatusCodes.Status204NoContent).WithMetadata(Commands.SizeLimit)
            .Shows(new BodyExample("""{"reference":"roster-0f3c5a7d9e1b2c4d6f8a0b1c"}"""))
            .WithSummary("Deletes a roster entry, and everything that tells of it.");
    }

    private static async Task<IResult> Put(Caller caller, RosterTable table, DeclaredClock clock, Body<RosterConsent> body)
    {
        var consent = body.Value with { ConsentAt = body.Value.ConsentAt.ToUniversalTime(), ValidUntil = body.Value.ValidUntil.ToUniversalTime() };
        if (Wrong(consent, clock.Now) is var (member, why))
        {
            return Problems.Bad("bad-roster", why, member);
        }

        if (!caller.May(Need.RegisterPlaces, new Subject(consent.Area)))
        {
            return Problems.NotYourArea(caller, consent.Area);
        }

        return await table.Put(consent, known => caller.May(Need.RegisterPlaces, new Subject(known.Area))) is { } entry
            ? Results.Ok(entry)
            : Problems.Of(StatusCodes.Status403Forbidden, "not-your-area", $"The token is registered outside area '{caller.Area}'.");
    }

    private static async Task<IResult> Read(Caller caller, RosterTable table, string? area, int? limit)
    {
        var (request, refusal) = ListEndpoints.RequestOf(caller, Need.RegisterPlaces, area, limit, cursor: null);
        return request is null ? refusal! : Results.Ok(new RosterAnswer(await table.Read(request.Area, request.Limit)));
    }

    private static async Task<IResult> Remove(Caller caller, RosterTable table, RosterKeeper keeper, Body<RosterRemoval> body)
    {
        var reference = body.Value.Reference;
        if (await table.Find(reference) is not { } entry || !caller.May(Need.RegisterPlaces, new Subject(entry.Area)))
        {
            return Problems.NotFound("roster entry", "of that reference");
        }

        await keeper.Remove(reference);
        return Results.NoContent();
    }

    private static (string Member, string Why)? Wrong(RosterConsent consent, DateTimeOffset now) => consent switch
    {
        _ when !RosterTokens.IsToken(consent.Token) => ("token", $"A token has {RosterTokens.Form}."),
        _ when !AreaCodes.TryLevel(consent.Area, out _) => ("area", "'area' is the code of an area: 4, 6, 9, 12 or 15 digits."),
        _ when consent.ConsentAt > now => ("consentAt", "The guardians have not consented yet: 'consentAt' is later than now."),
        _ when consent.ValidUntil <= now || consent.ValidUntil > now + Longest => ("validUntil", $"'validUntil' is later than now, by {Longest.Days} days at most."),
        _ when consent.Tell.Count is 0 or > MostReceivers || !consent.Tell.All(Receiver().IsMatch) => ("tell", $"'tell' names 1 to {MostReceivers} receivers, such as 'parents'."),
        _ => null,
    };

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{0,59}$")]
    private static partial Regex Receiver();
}
