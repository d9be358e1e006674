using CityActors.Places;
using CityActors.Silo.Access;
using CityActors.Silo.Clock;
using CityActors.Silo.Lists;
using CityActors.Silo.Requests;

namespace CityActors.Silo.Notifications;

/// <summary>Reads the outbox and gives dead letters another try.</summary>
public static class NotificationEndpoints
{
    private static readonly string[] States = [.. Enum.GetValues<NotificationState>().Select(ListWriter.Name)];

    /// <summary>Maps the endpoints.</summary>
    public static void MapNotifications(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/notifications", Read).Needs(Need.LookAtHomes).Produces<PageOf<NotificationRow>>()
            .WithSummary("Notifications, newest first; state is waiting, delivered, dead or withdrawn.")
            .Takes("state", States).Takes("area", ListEndpoints.IsArea, ListEndpoints.AreaForm);
        routes.MapPost("/v1/notifications/{id}/retry", Retry).Needs(Need.AnswerForArea).Produces<NotificationRow>()
            .WithSummary("Queues a dead letter for delivery again.");
    }

    private static async Task<IResult> Read(
        HttpContext context, Caller caller, NotificationStore store, Redaction redaction, AuditTrail audit, string? state, string? area, int? limit, string? cursor)
    {
        var index = Array.IndexOf(States, state);
        var (request, refusal) = ListEndpoints.RequestOf(caller, Need.LookAtHomes, area, limit, cursor);
        if (request is null)
        {
            return refusal!;
        }

        var page = await store.ReadPage(request, index < 0 ? null : (NotificationState)index);
        await audit.NoteHomes(context, caller, page.Items.Count(row => redaction.OfMatter([row.GetProperty("subject").GetString()!]) != Privacy.Public));
        return Results.Ok(page);
    }

    private static async Task<IResult> Retry(Caller caller, NotificationStore store, NotificationOutbox outbox, DeclaredClock clock, string id)
    {
        if (await store.Find(id) is not { } found || !caller.May(Need.AnswerForArea, new Subject(found.Area)))
        {
            return Problems.NotFound("notification", id);
        }

        if (found.Call is { } call && clock.Now >= call.Deadline)
        {
            return Problems.Of(StatusCodes.Status409Conflict, "too-late", $"Notification '{id}' tells a device to do something until {call.Deadline:O}; that has passed.");
        }

        return await outbox.Retry(found) is { } revived
            ? Results.Ok(revived)
            : Problems.Of(StatusCodes.Status409Conflict, "not-dead", $"Notification '{id}' is {ListWriter.Name(found.State)}; only a dead one can be retried.");
    }
}
