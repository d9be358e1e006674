using CityActors.Silo.Lists;
using CityActors.Silo.Requests;
using CityActors.Texts;

namespace CityActors.Silo.Access;

/// <summary>Makes, lists, rotates and revokes keys, for administrators within their area.</summary>
public static class KeyEndpoints
{
    private const int LongestPurpose = 200;

    /// <summary>Maps the endpoints.</summary>
    public static void MapKeys(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/keys", Read).Needs(Need.GrantAccess).Produces<PageOf<ApiKey>>().WithSummary("Keys by name, without their secrets.");
        routes.MapPost("/v1/keys", Make).Needs(Need.GrantAccess).Produces<KeyAnswer>(StatusCodes.Status201Created)
            .Shows(new BodyExample("""{"role":"sensor","area":"430103","purpose":"the gateway of the meters"}"""))
            .WithSummary("Makes a key and shows it once.");
        routes.MapPost("/v1/keys/{name}/rotate", Rotate).Needs(Need.GrantAccess).Produces<KeyAnswer>().WithSummary("Gives a key another secret; the old one stops at once.");
        routes.MapDelete("/v1/keys/{name}", Revoke).Needs(Need.GrantAccess).Produces(StatusCodes.Status204NoContent).WithSummary("Revokes a key for good; its open feeds end.");
    }

    private static async Task<IResult> Read(Caller caller, ApiKeys keys, int? limit, string? cursor)
    {
        if (NamePage.WhyNot(limit, cursor) is { } wrong)
        {
            return wrong;
        }

        var most = limit ?? ListPage.UsualItems;
        return NamePage.Of(await keys.Read(cursor ?? "", caller.Area, most + 1), most, static key => key.Name);
    }

    private static async Task<IResult> Make(Caller caller, ApiKeys keys, Credentials credentials, Body<NewKey> body)
    {
        if (WhyNot(caller, body.Value, credentials.Now) is { } wrong)
        {
            return wrong;
        }

        return await keys.Make(body.Value) is { } made
            ? Show(made, StatusCodes.Status201Created)
            : Problems.Of(StatusCodes.Status409Conflict, "name-taken", $"The name '{body.Value.Name}' is or was another caller's: give another, or none.", member: "name");
    }

    private static async Task<IResult> Rotate(Caller caller, ApiKeys keys, Credentials credentials, SiloSettings settings, string name)
    {
        if (await keys.Find(name) is not { } key || !caller.May(Need.GrantAccess, new Subject(key.Area)))
        {
            return Problems.NotFound("key", name);
        }

        if (key.RevokedAt is not null || key.ExpiresAt <= credentials.Now)
        {
            return Problems.Of(StatusCodes.Status409Conflict, "key-ended", $"The key '{name}' {(key.RevokedAt is null ? "has expired" : "was revoked")}: make a new one.");
        }

        return name == ApiKeys.Given && settings.AdminKey.Length > 0
            ? Problems.Of(StatusCodes.Status409Conflict, "key-given", "This key is given by the setting Keys:Admin: change it there and start the Silo anew.")
            : Show(new IssuedKey(await keys.Rotate(name), key), StatusCodes.Status200OK);
    }

    private static async Task<IResult> Revoke(Caller caller, ApiKeys keys, string name)
    {
        if (await keys.Find(name) is not { } key || !caller.May(Need.GrantAccess, new Subject(key.Area)))
        {
            return Problems.NotFound("key", name);
        }

        await keys.Revoke(name);
        return Results.NoContent();
    }

    private static IResult? WhyNot(Caller caller, NewKey wanted, DateTimeOffset now) => wanted switch
    {
        { Name: { } name } when !CallerNames.IsName(name) => Problems.Bad("bad-name", $"'name' has {CallerNames.Form}.", "name"),
        _ when Characters.In(wanted.Purpose.Trim()) is 0 or > LongestPurpose =>
            Problems.Bad("bad-purpose", $"'purpose' says in 1 to {LongestPurpose} characters what the key is for.", "purpose"),
        _ when wanted.ExpiresAt <= now => Problems.Bad("bad-expires-at", $"'expiresAt' has passed: it is now {now:u}.", "expiresAt"),
        { Role: Role.Responder } => Problems.Bad("bad-role", "A responder is a person who signs in: POST /v1/people registers one.", "role"),
        _ => AccessRules.WhyNot(caller, wanted.Area),
    };

    private static IResult Show(IssuedKey made, int status)
    {
        var key = made.Key;
        return Results.Json(new KeyAnswer(made.Secret, key.Name, key.Role, key.Area, key.Purpose, key.CreatedAt, key.ExpiresAt), statusCode: status);
    }

    private sealed record KeyAnswer(
        string Key, string Name, Role Role, string Area, string Purpose, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt);
}
