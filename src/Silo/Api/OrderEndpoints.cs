using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CityActors.Dispatch;
using CityActors.Places;
using CityActors.Responders;
using CityActors.Silo.Access;
using CityActors.Silo.Clock;
using CityActors.Silo.Limits;
using CityActors.Silo.Lists;
using CityActors.Silo.Requests;
using CityActors.WorkOrders;

namespace CityActors.Silo.Api;

/// <summary>Reports matters, reads orders, acts on them.</summary>
public static class OrderEndpoints
{
    /// <summary>Maps the endpoints.</summary>
    public static void MapOrders(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/orders", Report).Needs(Need.ReportMatter).RequireRateLimiting(CallerLimits.Reports).WithMetadata(Commands.SizeLimit, new TakesKey()).ReturnsFactPosition().WithSummary("Reports a matter; two reports of one matter share one order.")
            .Produces<ReportAnswer>(StatusCodes.Status201Created)
            .Shows(new BodyExample("""{"category":"event.environment.exposed-waste","position":{"longitude":112.9745,"latitude":28.19},"text":"路边有垃圾","phone":"13800005678"}"""));
        routes.MapGet("/v1/orders/{id}", Read).Needs(Need.ReadMatter).Produces<OrderView>().WithSummary("One order with its timeline: who, when, why.");
        routes.MapGet("/v1/orders/{id}/reports", ReadReports).Needs(Need.HandleMatter).Produces<ReportPageAnswer>().WithSummary("The reports of an order, the first one first: who said what, when.");
        routes.MapPost("/v1/orders/{id}/commands", Handle).Needs(Need.ActOnMatter).Produces<OrderSummary>().Shows(OrderCommandExamples.All).WithMetadata(Commands.SizeLimit, new TakesKey()).ReturnsFactPosition().WithSummary("Acts on an order; docs/orders.md lists the commands.");
        routes.MapGet("/v1/catalogue", (Catalogue catalogue) => new CatalogueAnswer(catalogue.Departments, catalogue.Categories))
            .Needs(Need.ReadCatalogue).WithSummary("The categories with their limits, departments and skills.");
    }

    private static async Task<IResult> Report(HttpContext context, Caller caller, ReportDesk desk, Body<ReportBody> given)
    {
        var key = Commands.KeyOf(context);
        var (answer, refusal) = await desk.Take(caller, given.Value, ReportId(caller, key), key, context.RequestAborted);
        return answer is null ? refusal! : Results.Created($"/v1/orders/{answer.Order}", answer);
    }

    private static async Task<IResult> Read(Caller caller, IGrainFactory grains, Redaction redaction, string id) => await OrderAccess.Find(caller, grains, id) is { } view
        ? Results.Ok(new OrderForReader(caller, report => report.Reporter == caller.Name, redaction.OfMatter(view.Order.Reports)).Show(view))
        : Problems.NotFound("order", id);

    private static async Task<IResult> ReadReports(Caller caller, IGrainFactory grains, string id, int? limit, string? cursor)
    {
        if (limit is < 1 or > ListPage.MostItems)
        {
            return Problems.Bad("bad-limit", $"'limit' is from 1 to {ListPage.MostItems}.");
        }

        var without = 0;
        if (!string.IsNullOrEmpty(cursor) && !int.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out without))
        {
            return Problems.Bad("bad-cursor", "'cursor' is not the 'next' of a page: start again without it.");
        }

        return Commands.IsOrderId(id) && await grains.GetGrain<IWorkOrderGrain>(id).ReadReports(without, limit ?? ListPage.UsualItems) is { } page
            && caller.May(Need.HandleMatter, new Subject(page.Order.Cell))
            ? Results.Ok(new ReportPageAnswer(page.Lines, page.Next?.ToString(CultureInfo.InvariantCulture)))
            : Problems.NotFound("order", id);
    }

    private static async Task<IResult> Handle(
        HttpContext context, Caller caller, IGrainFactory grains, MatterIntake intake, DeclaredClock clock, string id, Body<WorkOrderCommand> body)
    {
        var command = body.Value;
        if (await OrderAccess.Find(caller, grains, id) is not { } view)
        {
            return Problems.NotFound("order", id);
        }

        command = OrderAccess.ByItself(caller, command);
        if (OrderAccess.WhyNot(caller, view, command) is { } notYours)
        {
            return Problems.Refused(notYours);
        }

        if (Commands.CheckId(command.CommandId) is { } badId)
        {
            return badId;
        }

        command = command with { CommandId = Commands.IdOf(context, command.CommandId), Actor = caller.Name, At = clock.Now, Source = Commands.SourceOf(caller, command) };
        var isRepeat = view.Timeline.Any(entry => entry.CommandId == command.CommandId && entry.Source is not null); // The order knows the answer, whatever has changed around it.
        if (!isRepeat && command is WorkOrderCommand.Merge merge && !await MayTakeOver(grains, caller, view, merge.Into))
        {
            return Problems.Of(
                StatusCodes.Status409Conflict,
                "bad-target",
                $"'{merge.Into}' is not an open order of the same district in area '{caller.Area}', so nothing would carry on this one.",
                $"“{merge.Into}”不是辖区“{caller.Area}”内同一区的在办工单，并案后将无人继续办理。");
        }

        if (!isRepeat && command is WorkOrderCommand.AssignTo { Choices.Count: > 0 } assign)
        {
            var proposal = await Judge(grains, caller, view, assign);
            if (proposal.Refusal is { } wrong)
            {
                return Problems.Refused(wrong);
            }

            command = assign with { Choices = proposal.Choices };
        }

        var reply = !isRepeat && command is WorkOrderCommand.Merge toMerge
            ? await intake.Merge(id, view.Order.Cell, toMerge)
            : await grains.GetGrain<IWorkOrderGrain>(id).Handle(command);
        return reply.Refusal is { } refusal ? Problems.Refused(refusal) : Results.Ok(reply.Order);
    }

    /// <summary>Whom a dispatcher names must exist; the explanation is ours, whatever the body says.</summary>
    private static async Task<DispatchProposal> Judge(IGrainFactory grains, Caller caller, OrderView view, WorkOrderCommand.AssignTo assign)
    {
        var named = assign.Choices.Select(static choice => choice.Responder).Where(Commands.IsResponderId).Distinct(StringComparer.Ordinal);
        var cards = await Task.WhenAll(named.Select(id => grains.GetGrain<IResponderGrain>(id).Read()));
        return await grains.GetGrain<IDispatchGrain>(AreaCodes.DispatchKey(view.Order.Cell)).Judge(new ManualDispatch
        {
            Order = view.Order.Id,
            Position = view.Order.Place,
            Area = view.Order.Cell,
            Actor = assign.Actor,
            Choices = assign.Choices,
            Cards = [.. cards.OfType<ResponderCard>().Where(card => caller.Meets(card.Area))], // Others do not exist for it.
        });
    }

    /// <summary>
    /// As far as the orders themselves know. The district's index decides which of two crossing merges is granted, and where a merged order leads.
    /// </summary>
    private static async Task<bool> MayTakeOver(IGrainFactory grains, Caller caller, OrderView order, string into) =>
        Commands.IsOrderId(into)
        && await grains.GetGrain<IWorkOrderGrain>(into).Read() is { Order: var target }
        && (target.EndedAt is null || target.Status == OrderStatus.Merged)
        && caller.May(Need.HandleMatter, new Subject(target.Cell))
        && AreaCodes.District(target.Cell) == AreaCodes.District(order.Order.Cell);

    /// <summary>The same key from the same caller is the same report, whatever other callers use.</summary>
    private static string ReportId(Caller caller, string key) =>
        $"report-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{caller.Name}|{key}")))[..24]}";
}

/// <summary>What matters there are, and who handles them.</summary>
/// <param name="Departments">The departments.</param>
/// <param name="Categories">The categories with their limits, departments and skills.</param>
public sealed record CatalogueAnswer(IReadOnlyList<Department> Departments, IReadOnlyList<Category> Categories);

/// <summary>A page of an order's reports.</summary>
/// <param name="Items">The lines of its timeline that the reports added.</param>
/// <param name="Next">The cursor of the next page, or null at the end.</param>
public sealed record ReportPageAnswer(IReadOnlyList<OrderEntry> Items, string? Next);

/// <summary>A matter as a person reports it.</summary>
public sealed record ReportBody
{
    /// <summary>Category code of the catalogue.</summary>
    public required string Category { get; init; }

    /// <summary>Where, WGS-84.</summary>
    public required GeoPoint Position { get; init; }

    /// <summary>What was seen; at most 2,000 characters.</summary>
    public string Text { get; init; } = "";

    /// <summary>The reporter's phone, for the tracking number; only its last four digits are kept. Empty: none.</summary>
    public string Phone { get; init; } = "";

    /// <summary>citizen (default), patrol, window or transfer.</summary>
    public ReportChannel Channel { get; init; } = ReportChannel.Citizen;
}
