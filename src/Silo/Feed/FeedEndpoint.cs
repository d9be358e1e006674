using System.Globalization;
using CityActors.Facts;
using CityActors.Silo.Access;
using CityActors.Silo.Api;
using CityActors.Silo.Limits;
using CityActors.Silo.Lists;
using CityActors.Silo.Requests;

namespace CityActors.Silo.Feed;

/// <summary><c>GET /v1/feed</c>: facts as server-sent events, numbered, resumable without a gap.</summary>
public static class FeedEndpoint
{
    private const int PageSize = 200;
    private const string LastEvent = "Last-Event-ID";
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    /// <summary>Maps the endpoint.</summary>
    public static void MapFeed(this IEndpointRouteBuilder routes) => routes
        .MapGet("/v1/feed", Stream)
        .Needs(Need.ReadArea)
        .RequireRateLimiting(CallerLimits.Feeds)
        .Produces<string>(contentType: "text/event-stream")
        .Takes("area", ListEndpoints.IsArea, ListEndpoints.AreaForm)
        .WithSummary("Facts as server-sent events; Last-Event-ID or ?after= resumes, ?area= narrows.")
        .ProducesProblem(StatusCodes.Status410Gone);

    private static async Task Stream(HttpContext context, Caller caller, Credentials credentials, IFactLog facts, Redaction redaction, AuditTrail audit, IHostApplicationLifetime lifetime, long? after, string? area)
    {
        var prefix = string.IsNullOrEmpty(area) ? caller.Area : area;
        if (!caller.May(Need.ReadArea, new Subject(prefix)))
        {
            await Problems.NotYourArea(caller, prefix).ExecuteAsync(context);
            return;
        }

        if (context.Request.Headers.TryGetValue(LastEvent, out var last) && !long.TryParse(last.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out _))
        {
            await Problems.Bad("bad-last-event", $"'{LastEvent}' is '{last}'; it is the id of an event, a whole number. Leave it out to begin now.", LastEvent).ExecuteAsync(context);
            return;
        }

        var end = await facts.LastSequence();
        var start = Start(context, after) ?? end;
        if (start > end)
        {
            await Problems.Of(
                StatusCodes.Status410Gone,
                "beyond-the-end",
                $"The last fact is {end}, so there is no fact {start}: the city was restored from a backup, or is another one. Read the lists anew, then follow the feed with '?after={end}'.").ExecuteAsync(context);
            return;
        }

        await audit.NoteHomes(context, caller, caller.SeesHomes && !RequestForms.IsHead(context) ? "those of homes as they come" : null);
        using var watch = credentials.Watch(SignedIn.Of(context));
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping, watch.Ended);
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        if (RequestForms.IsHead(context))
        {
            return;
        }

        try
        {
            await Follow(context, fact => redaction.Fact(caller, fact.Type, fact.Payload, prefix), facts, start, prefix, ending.Token);
        }
        catch (OperationCanceledException)
        {
            // The reader left, its key has ended, or the Silo is stopping; the reader comes back with its last id.
        }
    }

    private static long? Start(HttpContext context, long? after) =>
        long.TryParse(context.Request.Headers[LastEvent].ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var last) ? last : after;

    private static async Task Follow(HttpContext context, Func<FactRecord, string?> show, IFactLog facts, long position, string prefix, CancellationToken ending)
    {
        await context.Response.WriteAsync($": from {position}\n\n", ending);
        await context.Response.Body.FlushAsync(ending);
        while (true)
        {
            var page = await facts.Read(position, PageSize, prefix.Length == 0 ? null : new FactFilter(AreaPrefix: prefix), ending);
            var told = position;
            foreach (var fact in page.Facts)
            {
                if (show(fact) is { } shown)
                {
                    told = fact.Sequence;
                    await context.Response.WriteAsync($"id: {fact.Sequence}\nevent: {fact.Type}\ndata: {shown}\n\n", ending);
                }
            }

            position = page.NextAfter;
            if (position > told)
            {
                await context.Response.WriteAsync($"id: {position}\n\n", ending); // Those between are not for this reader, who resumes behind them.
            }

            await context.Response.Body.FlushAsync(ending);
            if (!page.MayHaveMore && !await WaitBeyond(facts, position, ending))
            {
                await context.Response.WriteAsync(": still here\n\n", ending);
            }
        }
    }

    private static async Task<bool> WaitBeyond(IFactLog facts, long position, CancellationToken ending)
    {
        using var pause = CancellationTokenSource.CreateLinkedTokenSource(ending);
        pause.CancelAfter(Heartbeat);
        try
        {
            await facts.WaitBeyond(position, pause.Token);
            return true;
        }
        catch (OperationCanceledException) when (!ending.IsCancellationRequested)
        {
            return false;
        }
    }
}
