using System.Text.Json;
using System.Text.Json.Nodes;
using CityActors.Facts;
using CityActors.Silo.Access;
using CityActors.Silo.Attachments;
using CityActors.Silo.Clock;
using CityActors.Silo.Limits;
using CityActors.Silo.Requests;
using CityActors.Texts;
using CityActors.WorkOrders;
using Microsoft.AspNetCore.Mvc;

namespace CityActors.Silo.Api;

/// <summary>Lets whoever reported a matter follow and rate it: the tracking number and the last four digits of the phone say who asks.</summary>
public static class TrackEndpoints
{
    private const string TrackingHeader = "City-Tracking";
    private const string PhoneHeader = "City-Phone";
    private const string Why = "The tracking number and the digits of the phone say who asks.";

    /// <summary>Whoever asks has no name here: the caller that sent the report in is an app's key, or an officer at the telephone.</summary>
    private static readonly Caller Nobody = new("", Role.Citizen, "");

    /// <summary>Maps the endpoints.</summary>
    public static void MapTracking(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/track", Read).IsOpen(Why).WithMetadata(Commands.SizeLimit).Produces<TrackedOrder>()
            .WithSummary("The order of a report, as its reporter may see it.")
            .Shows(new BodyExample("""{"tracking":"7H3KV9Q2MXWB","phone":"5678"}"""));
        routes.MapPost("/v1/track/attachments", Attach).IsOpen(Why).RequireRateLimiting(CallerLimits.OpenAttachments).WithMetadata(AttachmentEndpoints.SizeLimit)
            .Produces<AttachmentAnswer>(StatusCodes.Status201Created).Shows(new BodyExample(AttachmentEndpoints.OnePoint, ContentType: "image/png"))
            .WithSummary($"Adds a picture to one's report; the headers {TrackingHeader} and {PhoneHeader} say whose.");
        routes.MapPost("/v1/track/attachments/read", ReadAttachment).IsOpen(Why).WithMetadata(Commands.SizeLimit)
            .Produces<string>(StatusCodes.Status200OK, Photo.Types[0], [.. Photo.Types.Skip(1)]).WithSummary("A picture that the reporter may see.")
            .Shows(new BodyExample($$"""{"tracking":"7H3KV9Q2MXWB","phone":"5678","hash":"{{new string('0', 64)}}"}"""));
        routes.MapPost("/v1/track/rate", Rate).IsOpen(Why).WithMetadata(Commands.SizeLimit).Produces<TrackedOrder>()
            .WithSummary("Rates how the matter was handled, once it is closed.")
            .Shows(new BodyExample("""{"tracking":"7H3KV9Q2MXWB","phone":"5678","stars":5,"reason":"谢谢"}"""));
    }

    private static async Task<IResult> Read(
        HttpContext context, TrackedReports reports, WrongKeys wrongKeys, IGrainFactory grains, Redaction redaction, AttachmentStore store, Body<TrackBody> body)
    {
        var (report, refusal) = await Find(context, reports, wrongKeys, body.Value.Tracking, body.Value.Phone);
        return report is null ? refusal! : await Show(report, grains, redaction, store);
    }

    private static async Task<IResult> Rate(
        HttpContext context, TrackedReports reports, WrongKeys wrongKeys, IGrainFactory grains, Redaction redaction, AttachmentStore store, DeclaredClock clock, Body<RateBody> body)
    {
        if (Characters.In(body.Value.Reason) > 2_000)
        {
            return Problems.Bad("text-too-long", "'reason' has at most 2000 characters.", "reason");
        }

        var (report, wrong) = await Find(context, reports, wrongKeys, body.Value.Tracking, body.Value.Phone);
        if (report is null)
        {
            return wrong!;
        }

        var caller = new Caller(report.Reporter, Role.Citizen, "");
        AuditTrail.NoteCaller(context, caller);
        var command = new WorkOrderCommand.Rate { Stars = body.Value.Stars, Reason = body.Value.Reason };
        var reply = await grains.GetGrain<IWorkOrderGrain>(report.Order).Handle(command with
        {
            CommandId = $"{report.Report} rating",
            Actor = caller.Name,
            At = clock.Now,
            Source = Commands.SourceOf(caller, command),
        });
        return reply.Refusal is { } refusal ? Problems.Refused(refusal) : await Show(report, grains, redaction, store);
    }

    /// <summary>The report that is asked for, or why it is not shown. An address may guess no more than it may guess keys; an app that calls with its key asks for many people.</summary>
    private static async Task<(TrackedReport? Report, IResult? Refusal)> Find(HttpContext context, TrackedReports reports, WrongKeys wrongKeys, string tracking, string phone)
    {
        var stranger = context.Features.Get<Caller>() is null;
        var address = context.Connection.RemoteIpAddress;
        if (stranger && wrongKeys.WaitOf(address) is { } wait)
        {
            return (null, WrongKeys.Refusal(context, wait));
        }

        if (TrackedReports.DigitsOf(phone) is { } digits && await reports.Find(tracking.Trim().ToUpperInvariant(), digits) is { } report)
        {
            return (report, null);
        }

        if (stranger)
        {
            wrongKeys.Note(address);
        }

        return (null, Unknown());
    }

    private static async Task<IResult> Attach(
        HttpContext context, TrackedReports reports, WrongKeys wrongKeys, IGrainFactory grains, Redaction redaction, AttachmentIntake intake,
        [FromHeader(Name = TrackingHeader)] string? tracking, [FromHeader(Name = PhoneHeader)] string? phone, string? note)
    {
        var (report, unknown) = await Find(context, reports, wrongKeys, tracking ?? "", phone ?? "");
        if (report is null || await grains.GetGrain<IWorkOrderGrain>(report.Order).ReadAsReporter(report.Reporter) is not { } view)
        {
            return unknown ?? Unknown();
        }

        var sender = new AttachmentSender(report.Reporter, AttachmentsForReader.Reporter, report.Report, $"address {SourceAddress.Of(context.Connection.RemoteIpAddress)}");
        var (kept, refusal) = await intake.Take(context.Request, report.Order, sender, note);
        if (kept is null)
        {
            return refusal!;
        }

        AuditTrail.NoteCaller(context, new Caller(report.Reporter, Role.Citizen, ""));
        return Results.Json(ReaderOf(report, redaction, view).Show(kept), statusCode: StatusCodes.Status201Created);
    }

    private static async Task<IResult> ReadAttachment(
        HttpContext context, TrackedReports reports, WrongKeys wrongKeys, IGrainFactory grains, Redaction redaction, AttachmentStore store, Body<TrackedAttachmentBody> body)
    {
        var (report, refusal) = await Find(context, reports, wrongKeys, body.Value.Tracking, body.Value.Phone);
        return report is null ? refusal!
            : await grains.GetGrain<IWorkOrderGrain>(report.Order).ReadAsReporter(report.Reporter) is { } view
            && await AttachmentEndpoints.Content(context, store, ReaderOf(report, redaction, view), view, body.Value.Hash) is { } content ? content
            : Unknown();
    }

    private static async Task<IResult> Show(TrackedReport report, IGrainFactory grains, Redaction redaction, AttachmentStore store)
    {
        if (await grains.GetGrain<IWorkOrderGrain>(report.Order).ReadAsReporter(report.Reporter) is not { } view)
        {
            return Unknown();
        }

        var shown = JsonObject.Create(new OrderForReader(Nobody, other => other.Id == report.Report, redaction.OfMatter(view.Order.Reports)).Show(WithoutOthers(view, report)))!;
        var reader = ReaderOf(report, redaction, view);
        shown["attachments"] = JsonSerializer.SerializeToNode(reader.Of(view, await store.Read(report.Order)).Select(reader.Show), FactRecords.Json);
        return Results.Ok(shown);
    }

    private static AttachmentsForReader ReaderOf(TrackedReport report, Redaction redaction, OrderView view) => new(Nobody, redaction.OfMatter(view.Order.Reports), report.Report);

    /// <summary>An app's key may have reported a matter a thousand times, each time for somebody else.</summary>
    private static OrderView WithoutOthers(OrderView view, TrackedReport own) =>
        view with { Timeline = [.. view.Timeline.Where((line, number) => number == 0 || line.Report is null || line.Report.Id == own.Report)] };

    // The same for an unknown number, wrong digits, and a number that is closed for a while.
    private static IResult Unknown() => Problems.Of(
        StatusCodes.Status404NotFound,
        "not-found",
        "There is no report with this tracking number and these last four digits of the phone. After five wrong tries a number is closed for 15 minutes.",
        "没有与此查询码和手机尾号相符的上报。连续输错五次，查询码锁定十五分钟。");
}

/// <summary>Whose report is asked for.</summary>
public record TrackBody
{
    /// <summary>The number that the report was answered with.</summary>
    public required string Tracking { get; init; }

    /// <summary>The phone number given with the report, or its last four digits.</summary>
    public required string Phone { get; init; }
}

/// <summary>An order as one who reported it may see it.</summary>
/// <param name="Order">The order.</param>
/// <param name="Text">What was seen, if those are the reporter's own words.</param>
/// <param name="Timeline">Its history.</param>
/// <param name="Attachments">The pictures: the reporter's own, and those of what was done.</param>
public sealed record TrackedOrder(OrderSummary Order, string Text, IReadOnlyList<OrderEntry> Timeline, IReadOnlyList<AttachmentAnswer> Attachments);

/// <summary>Which picture of a report's order is asked for.</summary>
public sealed record TrackedAttachmentBody : TrackBody
{
    /// <summary>The picture's hash.</summary>
    public required string Hash { get; init; }
}

/// <summary>How a matter was handled, as its reporter sees it.</summary>
public sealed record RateBody : TrackBody
{
    /// <summary>1 (bad) to 5 (good).</summary>
    public required int Stars { get; init; }

    /// <summary>Why; at most 2,000 characters.</summary>
    public string Reason { get; init; } = "";
}

/// <summary>What became of a report.</summary>
/// <param name="Order">The order that its matter has.</param>
/// <param name="Merged">True: the matter was known, and the report was added to its order.</param>
/// <param name="Tracking">With the last four digits of the phone it shows how the matter goes on; null where no phone was given.</param>
public sealed record ReportAnswer(string Order, bool Merged, string? Tracking);
