using System.Globalization;
using CityActors.Silo.Clock;

namespace CityActors.Silo.Access;

/// <summary>Writes into the audit what callers ask the city to do, before it is done, and what became of it.</summary>
/// <remarks>
/// The first line is written without a sync of its own, before the act: the act's commit syncs it, too. Observations are not in it; their log is a record of its own.
/// </remarks>
public sealed class AuditTrail(AuditLog log, DeclaredClock clock)
{
    private const string Kind = "audit-kind";
    private const string Becoming = "audit-caller";

    /// <summary>Notes what a request asks for, and passes it on.</summary>
    public async Task Pass(HttpContext context, RequestDelegate next)
    {
        if (context.Features.Get<Caller>() is not { } caller || context.GetEndpoint()?.Metadata.GetMetadata<AccessNeed>() is not { } wanted)
        {
            await next(context);
            if (context.Items[Becoming] is Caller became)
            {
                await log.Add(ActOf(context, became, "", "", Outcome(context.Response.StatusCode)), isSynced: true);
            }

            return;
        }

        if (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method) || wanted.Need == Need.SendObservations)
        {
            await next(context);
            await NoteRefusedLook(context, caller, wanted.Need);
            return;
        }

        var asked = await log.Add(ActOf(context, caller, "", "", "asked"), isSynced: false);
        try
        {
            await next(context);
        }
        catch
        {
            await Answer(context, caller, asked, StatusCodes.Status500InternalServerError);
            throw;
        }

        await Answer(context, caller, asked, context.Response.StatusCode);
    }

    /// <summary>Notes who a call turned out to come from, whose endpoint is open to all: it signed in, or proved that it reported a matter, and did something.</summary>
    public static void NoteCaller(HttpContext context, Caller caller) => context.Items[Becoming] = caller;

    /// <summary>Notes, before it is sent, that a caller is shown alerts of homes: one line for a list, a feed or an export, with its query, whatever their number.</summary>
    /// <param name="context">The call.</param>
    /// <param name="caller">Who is shown them.</param>
    /// <param name="shown">What is shown of homes; null: nothing, and there is no line.</param>
    public Task NoteHomes(HttpContext context, Caller caller, string? shown) =>
        shown is null ? Task.CompletedTask : log.Add(ActOf(context, caller, shown, context.Request.QueryString.Value ?? "", "looked"), isSynced: true);

    /// <summary>Notes the same of so many alerts, or of none.</summary>
    public Task NoteHomes(HttpContext context, Caller caller, int alerts) =>
        NoteHomes(context, caller, alerts == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"{alerts} of homes"));

    /// <summary>Notes what kind of command a request's body holds, for the line that says what became of it.</summary>
    public static void NoteKind(HttpContext context, object body)
    {
        if (Api.Commands.NameOf(body) is { } kind)
        {
            context.Items[Kind] = $" {kind}";
        }
    }

    private Task Answer(HttpContext context, Caller caller, long asked, int status) => log.Add(
        ActOf(
            context,
            caller,
            asked.ToString(CultureInfo.InvariantCulture),
            "",
            Outcome(status)),
        isSynced: false);

    private static string Outcome(int status) =>
        string.Create(CultureInfo.InvariantCulture, $"{(status < StatusCodes.Status400BadRequest ? "done" : "refused")} {status}");

    /// <summary>Whom its role keeps from looking never gets as far as the log of looks.</summary>
    private Task NoteRefusedLook(HttpContext context, Caller caller, Need need) =>
        need == Need.LookAtHomes && context.Response.StatusCode == StatusCodes.Status403Forbidden && context.Request.RouteValues["id"] is string home
            ? log.Add(ActOf(context, caller, home, context.Request.Query["reason"].ToString(), "look-refused"), isSynced: true)
            : Task.CompletedTask;

    private AuditAct ActOf(HttpContext context, Caller caller, string subject, string reason, string outcome) => new(
        clock.Now,
        caller.Name,
        caller.Role.ToString().ToLowerInvariant(),
        caller.Area,
        Shortened($"{context.Request.Method} {context.Request.Path}{context.Items[Kind]}"),
        subject,
        Shortened(reason),
        outcome);

    private static string Shortened(string text) => text.Length <= 300 ? text : text[..300];
}
