using CityActors.Silo.Access;
using CityActors.Silo.Requests;

namespace CityActors.Silo.People;

/// <summary>Signs people in and out, and makes the first administrator.</summary>
public static class SignInEndpoints
{
    /// <summary>Maps the endpoints.</summary>
    public static void MapSignIn(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/sign-in", SignIn).IsOpen("Name and password say who asks.").Produces<Session>()
            .Shows(new BodyExample("""{"name":"wang.li","password":"a long password"}"""))
            .WithSummary("Signs a person in by name and password; the token is sent like a key.");
        routes.MapPost("/v1/sign-out", SignOut).Needs(Need.BeKnown).Produces(StatusCodes.Status204NoContent).WithSummary("Ends the session that the call is made with.");
        routes.MapPost("/v1/first-administrator", First).IsOpen("The link of the first start says who asks.").Produces<Session>(StatusCodes.Status201Created)
            .Shows(new BodyExample("""{"token":"0123456789abcdef","name":"ann","password":"a long password"}"""))
            .WithSummary("Makes the first administrator by the link of the first start.");
        routes.MapGet("/v1/me", Me).Needs(Need.BeKnown).WithSummary("Who calls.");
    }

    /// <summary>The answer while a name is locked.</summary>
    internal static IResult Locked(HttpContext context, DateTimeOffset until, DateTimeOffset now) => Problems.Later(
        context, StatusCodes.Status423Locked, "locked",
        "Five wrong passwords were given for this name: for 15 minutes none is looked at.", (int)Math.Ceiling((until - now).TotalSeconds));

    private static async Task<IResult> SignIn(
        HttpContext context, SignInAttempts attempts, Sessions sessions, Credentials credentials, WrongKeys wrongKeys, Body<SignInForm> body)
    {
        var address = context.Connection.RemoteIpAddress;
        if (wrongKeys.WaitOf(address) is { } wait)
        {
            return WrongKeys.Refusal(context, wait);
        }

        var name = NameIn(body.Value.Name);
        var check = await attempts.Check(name, body.Value.Password);
        if (check.LockedUntil is { } until)
        {
            return Locked(context, until, credentials.Now);
        }

        if (check.PasswordHash is null || await sessions.Begin(name, check.PasswordHash) is not { } begun)
        {
            wrongKeys.Note(address);
            return Problems.Of(StatusCodes.Status401Unauthorized, "wrong-name-or-password", "The name or the password is wrong. After five wrong ones a name is locked for 15 minutes.");
        }

        return Show(context, begun, StatusCodes.Status200OK);
    }

    private static async Task<IResult> SignOut(HttpContext context, Sessions sessions)
    {
        var signedIn = SignedIn.Of(context);
        if (!signedIn.Credential.IsPerson)
        {
            return Problems.Of(StatusCodes.Status409Conflict, "no-session", "The call was made with a key, which ends only when it is revoked.");
        }

        await sessions.End(signedIn.Hash);
        return Results.NoContent();
    }

    private static async Task<IResult> First(HttpContext context, FirstAdministrator first, Passwords passwords, WrongKeys wrongKeys, Body<FirstForm> body)
    {
        var address = context.Connection.RemoteIpAddress;
        if (wrongKeys.WaitOf(address) is { } wait)
        {
            return WrongKeys.Refusal(context, wait);
        }

        var (name, password) = (NameIn(body.Value.Name), body.Value.Password);
        if (!CallerNames.IsName(name))
        {
            return Problems.Bad("bad-name", $"'name' has {CallerNames.Form}.", "name");
        }

        if (Passwords.WhyNot(name, password) is { } wrong)
        {
            return wrong;
        }

        if (await first.Use(body.Value.Token, name, await passwords.Hash(password)) is { } begun)
        {
            return Show(context, begun, StatusCodes.Status201Created);
        }

        wrongKeys.Note(address);
        return Problems.Of(
            StatusCodes.Status401Unauthorized, "wrong-first-token",
            "The link is not good: it was used, is older than a day, or the Silo has started again since; each start without an administrator writes a new one to first-administrator.txt in its data folder.");
    }

    private static MeAnswer Me(HttpContext context)
    {
        var (caller, until, _, isPerson) = SignedIn.Of(context).Credential;
        return new MeAnswer(caller.Name, caller.Role, caller.Area, caller.Responder, isPerson, until);
    }

    private static IResult Show(HttpContext context, Session begun, int status)
    {
        AuditTrail.NoteCaller(context, new Caller(begun.Name, begun.Role, begun.Area, begun.Responder));
        return Results.Json(begun, statusCode: status);
    }

    // Telephones begin with a capital letter.
    private static string NameIn(string text) => text.Trim().ToLowerInvariant();

    internal sealed record SignInForm(string Name, string Password);

    internal sealed record FirstForm(string Token, string Name, string Password);

    internal sealed record MeAnswer(string Name, Role Role, string Area, string Responder, bool Person, DateTimeOffset? ExpiresAt);
}
