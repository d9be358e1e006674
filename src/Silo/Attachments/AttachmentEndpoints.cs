using CityActors.Households;
using CityActors.Silo.Access;
using CityActors.Silo.Api;
using CityActors.Silo.Clock;
using CityActors.Silo.Limits;
using CityActors.Silo.Requests;
using CityActors.WorkOrders;
using Microsoft.AspNetCore.Mvc;

namespace CityActors.Silo.Attachments;

/// <summary>Pictures of orders: sent, listed and shown.</summary>
public static class AttachmentEndpoints
{
    /// <summary>A picture of one point, as a <c>data:</c> address: what is sent are its bytes.</summary>
    internal const string OnePoint = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

    /// <summary>What limits the body of a request that brings a picture.</summary>
    internal static RequestSizeLimitAttribute SizeLimit { get; } = new(AttachmentIntake.Largest);

    /// <summary>Maps the endpoints.</summary>
    public static void MapAttachments(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/orders/{id}/attachments", Attach).Needs(Need.ActOnMatter).RequireRateLimiting(CallerLimits.Attachments).WithMetadata(SizeLimit).ReturnsFactPosition()
            .Produces<AttachmentAnswer>(StatusCodes.Status201Created).Shows(new BodyExample(OnePoint, ContentType: "image/png"))
            .WithSummary("Adds a picture to an order; it is kept without what its maker hid in it.");
        routes.MapGet("/v1/orders/{id}/attachments", List).Needs(Need.ReadMatter).Produces<AttachmentsAnswer>().WithSummary("The pictures of an order that the caller may see.");
        routes.MapGet("/v1/orders/{id}/attachments/{hash}", Read).Needs(Need.ReadMatter).Produces<string>(StatusCodes.Status200OK, Photo.Types[0], [.. Photo.Types.Skip(1)])
            .WithSummary("A picture of an order.");
    }

    /// <summary>The bytes of a picture that the reader may see, or null.</summary>
    internal static async Task<IResult?> Content(HttpContext context, AttachmentStore store, AttachmentsForReader reader, OrderView view, string hash)
    {
        var order = view.Order.Id;
        if (reader.Of(view, await store.Read(order)).FirstOrDefault(one => one.Hash == hash) is not { } kept || await store.ReadContent(order, hash) is not { } content)
        {
            return null;
        }

        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = "default-src 'none'";
        headers.ContentDisposition = "inline";
        return Results.Bytes(content, kept.Type);
    }

    private static async Task<IResult> Attach(HttpContext context, Caller caller, IGrainFactory grains, Redaction redaction, AttachmentIntake intake, string id, string? note)
    {
        if (await OrderAccess.Find(caller, grains, id) is not { } view)
        {
            return Problems.NotFound("order", id);
        }

        var source = caller.Role switch
        {
            Role.Citizen => AttachmentsForReader.Reporter,
            Role.Responder => AttachmentsForReader.Responder,
            _ => AttachmentsForReader.Officer,
        };
        var (kept, refusal) = await intake.Take(context.Request, id, new AttachmentSender(caller.Name, source, "", caller.Name), note);
        return kept is null ? refusal! : Results.Created($"/v1/orders/{id}/attachments/{kept.Hash}", ReaderOf(caller, redaction, view).Show(kept));
    }

    private static async Task<IResult> List(Caller caller, IGrainFactory grains, Redaction redaction, AttachmentStore store, string id)
    {
        if (await OrderAccess.Find(caller, grains, id) is not { } view)
        {
            return Problems.NotFound("order", id);
        }

        var reader = ReaderOf(caller, redaction, view);
        return Results.Ok(new AttachmentsAnswer([.. reader.Of(view, await store.Read(id)).Select(reader.Show)]));
    }

    private static async Task<IResult> Read(
        HttpContext context, Caller caller, IGrainFactory grains, Redaction redaction, AttachmentStore store, HouseholdAccessLog looks, DeclaredClock clock, string id, string hash)
    {
        if (await OrderAccess.Find(caller, grains, id) is not { } view)
        {
            return Problems.NotFound("order", id);
        }

        var answer = await Content(context, store, ReaderOf(caller, redaction, view), view, hash);
        if (answer is not null && redaction.HomeOf(view.Order.Reports) is { } home)
        {
            await looks.Log(caller, home, new HouseholdLook(caller.Name, $"picture of {id}", clock.Now), isRefused: false); // Before it is sent.
        }

        return answer ?? Problems.NotFound("attachment", hash);
    }

    private static AttachmentsForReader ReaderOf(Caller caller, Redaction redaction, OrderView view) => new(caller, redaction.OfMatter(view.Order.Reports));
}
