using CityActors.Silo.Access;
using CityActors.Silo.Api;
using CityActors.Silo.Lists;
using CityActors.Silo.Requests;
using CityActors.Texts;

namespace CityActors.Silo.People;

/// <summary>Registers and changes people, for administrators within their area; anybody may change the password that is theirs.</summary>
public static class PeopleEndpoints
{
    private const int LongestDisplayName = 100;

    /// <summary>Maps the endpoints.</summary>
    public static void MapPeople(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/people", Read).Needs(Need.GrantAccess).Produces<PageOf<Person>>().WithSummary("People by name.");
        routes.MapPost("/v1/people", Add).Needs(Need.GrantAccess).Produces<Person>(StatusCodes.Status201Created).WithSummary("Registers a person.")
            .Shows(new BodyExample("""{"name":"wang.li","role":"officer","area":"430103","displayName":"王莉","password":"a long password"}"""));
        routes.MapPut("/v1/people/{name}", Change).Needs(Need.GrantAccess).Produces<Person>().WithSummary("Changes what a person may do; disabling signs it out.")
            .Shows(new BodyExample("""{"role":"officer","area":"430103","disabled":false}"""));
        routes.MapPost("/v1/people/{name}/password", SetPassword).Needs(Need.BeKnown).Produces(StatusCodes.Status204NoContent)
            .WithSummary("Sets a password: one's own with the old one, another's as an administrator.")
            .Shows(new BodyExample("""{"password":"another long password","old":"a long password"}"""));
    }

    private static async Task<IResult> Read(Caller caller, PeopleRegister people, int? limit, string? cursor)
    {
        if (NamePage.WhyNot(limit, cursor) is { } wrong)
        {
            return wrong;
        }

        var most = limit ?? ListPage.UsualItems;
        return NamePage.Of(await people.Read(cursor ?? "", caller.Area, most + 1), most, static person => person.Name);
    }

    private static async Task<IResult> Add(Caller caller, PeopleRegister people, Passwords passwords, Body<NewPerson> body)
    {
        var wanted = body.Value;
        if (WhyNot(caller, wanted) is { } wrong)
        {
            return wrong;
        }

        var isTaken = await people.Find(wanted.Name) is not null; // A hash is dear: not for a name that is taken anyway.
        var hash = wanted.Password is { } password && !isTaken ? await passwords.Hash(password) : "";
        return !isTaken && await people.Add(wanted, hash)
            ? Results.Json(await people.Find(wanted.Name), statusCode: StatusCodes.Status201Created)
            : Problems.Of(StatusCodes.Status409Conflict, "name-taken", $"The name '{wanted.Name}' is or was another caller's: give another.", member: "name");
    }

    private static async Task<IResult> Change(Caller caller, PeopleRegister people, Credentials credentials, string name, Body<PersonChange> body)
    {
        if (await Found(caller, people, name) is not { } person)
        {
            return Problems.NotFound("person", name);
        }

        var wanted = body.Value;
        var changed = person with
        {
            Role = wanted.Role,
            Area = wanted.Area,
            DisplayName = wanted.DisplayName ?? person.DisplayName,
            Responder = wanted.Responder ?? person.Responder,
            DisabledAt = wanted.Disabled ? person.DisabledAt ?? credentials.Now : null,
        };
        if ((AccessRules.WhyNot(caller, wanted.Area) ?? WhyNot(changed.DisplayName, changed.Role, changed.Responder)) is { } wrong)
        {
            return wrong;
        }

        if (name == caller.Name && (changed.Role, changed.Area, changed.DisabledAt) != (person.Role, person.Area, person.DisabledAt))
        {
            return Problems.Of(StatusCodes.Status409Conflict, "not-yourself", "Nobody changes the own role or area, or disables oneself: ask another administrator.");
        }

        await people.Change(changed);
        return Results.Ok(changed);
    }

    private static async Task<IResult> SetPassword(
        HttpContext context, Caller caller, PeopleRegister people, SignInAttempts attempts, Passwords passwords, Credentials credentials, string name, Body<PasswordForm> body)
    {
        if (name == caller.Name)
        {
            if (await WhyNotOwn(context, attempts, credentials, name, body.Value.Old) is { } refused)
            {
                return refused;
            }
        }
        else if (!AccessPolicy.MayEver(caller.Role, Need.GrantAccess))
        {
            return Problems.Of(StatusCodes.Status403Forbidden, "not-your-role", "Only an administrator sets another's password.");
        }
        else if (await Found(caller, people, name) is null)
        {
            return Problems.NotFound("person", name);
        }

        if (Passwords.WhyNot(name, body.Value.Password) is { } wrong)
        {
            return wrong;
        }

        await people.SetPassword(name, await passwords.Hash(body.Value.Password));
        return Results.NoContent();
    }

    private static async Task<IResult?> WhyNotOwn(HttpContext context, SignInAttempts attempts, Credentials credentials, string name, string? old)
    {
        if (old is null)
        {
            return Problems.Bad("missing-old", "'old' is missing: give the password you have now.", "old");
        }

        var check = await attempts.Check(name, old);
        return check.LockedUntil is { } until ? SignInEndpoints.Locked(context, until, credentials.Now)
            : check.PasswordHash is null ? Problems.Of(StatusCodes.Status403Forbidden, "wrong-old-password", "'old' is not the password you have now.", member: "old")
            : null;
    }

    private static async Task<Person?> Found(Caller caller, PeopleRegister people, string name) =>
        await people.Find(name) is { } person && caller.May(Need.GrantAccess, new Subject(person.Area)) ? person : null;

    private static IResult? WhyNot(Caller caller, NewPerson wanted) =>
        !CallerNames.IsName(wanted.Name) ? Problems.Bad("bad-name", $"'name' has {CallerNames.Form}.", "name")
            : AccessRules.WhyNot(caller, wanted.Area)
            ?? WhyNot(wanted.DisplayName ?? wanted.Name, wanted.Role, wanted.Responder ?? "")
            ?? (wanted.Password is { } password ? Passwords.WhyNot(wanted.Name, password) : null);

    private static IResult? WhyNot(string displayName, Role role, string responder) => displayName switch
    {
        _ when Characters.In(displayName.Trim()) is 0 or > LongestDisplayName =>
            Problems.Bad("bad-display-name", $"'displayName' has 1 to {LongestDisplayName} characters.", "displayName"),
        _ when responder.Length > 0 && !Commands.IsResponderId(responder) =>
            Problems.Bad("bad-responder", "'responder' is a responder's id, which begins with 'resp-'; leave it out for who is none.", "responder"),
        _ when role == Role.Responder && responder.Length == 0 =>
            Problems.Bad("bad-responder", "Who has the role 'responder' is one: 'responder' says which.", "responder"),
        _ => null,
    };

    internal sealed record PasswordForm(string Password, string? Old = null);
}
