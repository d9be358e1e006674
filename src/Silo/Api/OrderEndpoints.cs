using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CityActors.Dispatch;
using CityActors.Districts;
using CityActors.Places;
using CityActors.Responders;
using CityActors.Silo.Access;
using CityActors.Silo.Clock;
using CityActors.Silo.Limits;
using CityActors.Silo.Lists;
using CityActors.Silo.Requests;
using CityActors.Texts;
using CityActors.WorkOrders;

namespace CityActors.Silo.Api;

/// <summary>Reports matters, reads orders, acts on them.</summary>
public static class OrderEndpoints
{
    private const int LongestText = 2_000;

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

    private static async Task<IResult> Report(
        HttpContext context, Caller caller, Body<ReportBody> given, Catalogue catalogue, CellLocator cells, ListQueries lists, ListProjector projector,
        MatterIntake intake, TrackedReports tracked, DeclaredClock clock)
    {
        var body = given.Value;
        if (catalogue.Find(body.Category) is not { } category)
        {
            return Problems.Bad("unknown-category", $"There is no category '{body.Category}'; GET /v1/catalogue lists them.", "category");
        }

        var position = body.Position;
        if (!Positions.IsOnEarth(position))
        {
            return Problems.Bad("bad-position", "'position' needs longitude and latitude in WGS-84 degrees.", "position");
        }

        var cell = cells.Find(position) ?? (await projector.NoteRegistered(context.RequestAborted) ? cells.Find(position) : null);
        if (cell is null || !caller.May(Need.ReportMatter, new Subject(cell)))
        {
            return Problems.Bad("outside", $"No grid cell of area '{caller.Area}' is within {CellLocator.ReachMetres} m of {position.Longitude}, {position.Latitude}.");
        }

        if (Characters.In(body.Text) is > LongestText and var length)
        {
            return Problems.Bad("text-too-long", $"'text' has {length} characters; at most {LongestText} are taken.", "text");
        }

        var digits = TrackedReports.DigitsOf(body.Phone);
        if (body.Phone.Length > 0 && digits is null)
        {
            return Problems.Bad("bad-phone", "'phone' is a phone number: at least four digits, at most 30 characters.", "phone");
        }

        var key = Commands.KeyOf(context);
        var report = new OrderReport
        {
            Id = ReportId(caller, key),
            Category = category.Code,
            Channel = caller.Role == Role.Citizen || body.Channel == ReportChannel.Sensing ? ReportChannel.Citizen : body.Channel,
            At = clock.Now,
            Position = position,
            Cell = cell,
            Text = body.Text,
            Reporter = caller.Name,
            Drill = await IsDrill(lists, cell),
        };
        if (await intake.Report(report) is not { } receipt)
        {
            return KeyRegister.Reused(key);
        }

        var tracking = digits is null ? null : await tracked.NumberOf(report.Id, receipt.Order, caller.Name, digits);
        return Results.Created($"/v1/orders/{receipt.Order}", new ReportAnswer(receipt.Order, receipt.Merged, tracking));
    }

    private static async Task<IResult> Read(Caller caller, IGrainFactory grains, Redaction redaction, string id) => await Find(caller, grains, id) is { } view
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
        if (await Find(caller, grains, id) is not { } view)
        {
            return Problems.NotFound("order", id);
        }

        command = caller.Role == Role.Responder ? ByItself(caller, command) : command;
        if (command is WorkOrderCommand.AlertEnded || !caller.May(NeedOf(command), SubjectOf(caller, view, NeedOf(command))))
        {
            return Problems.Of(
                StatusCodes.Status403Forbidden,
                "not-your-role",
                "A citizen may only rate; a responder may sign for, decline, start and submit what it was asked to do; an officer may do everything else, except end an alert, which is done through /v1/alerts.");
        }

        if (Commands.CheckId(command.CommandId) is { } badId)
        {
            return badId;
        }

        command = command with { CommandId = Commands.IdOf(context, command.CommandId), Actor = caller.Name, At = clock.Now, Source = Commands.SourceOf(caller, command) };
        var isRepeat = view.Timeline.Any(entry => entry.CommandId == command.CommandId && entry.Source is not null); // The order knows the answer, whatever has changed around it.
        if (!isRepeat && command is WorkOrderCommand.Merge merge && !await MayTakeOver(grains, caller, view, merge.Into))
        {
            return Problems.Of(StatusCodes.Status409Conflict, "bad-target", $"'{merge.Into}' is not an open order of the same district in area '{caller.Area}', so nothing would carry on this one.");
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

    private static async Task<bool> IsDrill(ListQueries lists, string cell) =>
        await lists.ReadArea(cell) is { } card && card.TryGetProperty("drill", out var drill) && drill.GetBoolean();

    /// <summary>An order that the caller may see.</summary>
    private static async Task<OrderView?> Find(Caller caller, IGrainFactory grains, string id)
    {
        if (!Commands.IsOrderId(id))
        {
            return null;
        }

        var order = grains.GetGrain<IWorkOrderGrain>(id);
        var view = caller.Role == Role.Citizen ? await order.ReadAsReporter(caller.Name) : await order.Read(); // A citizen's own report may be one of a thousand.
        return view is not null && caller.May(Need.ReadMatter, SubjectOf(caller, view, Need.ReadMatter)) ? view : null;
    }

    /// <summary>An order is its reporter's own, and its responders': to read from the first offer on, to work on as long as it is theirs.</summary>
    private static Subject SubjectOf(Caller caller, OrderView view, Need need) => new(view.Order.Cell, IsOwn: caller.Role switch
    {
        Role.Citizen => true, // What is not its own is not read for it.
        Role.Responder => view.Order.Responders.Contains(caller.Responder)
            || (need == Need.ReadMatter && view.Timeline.Any(entry => entry.Choices.Any(choice => choice.Responder == caller.Responder))),
        _ => false,
    });

    private static Need NeedOf(WorkOrderCommand command) => command switch
    {
        WorkOrderCommand.Rate => Need.RateMatter,
        WorkOrderCommand.SignFor or WorkOrderCommand.Decline or WorkOrderCommand.Start or WorkOrderCommand.Submit => Need.WorkOnMatter,
        _ => Need.HandleMatter,
    };

    /// <summary>A responder signs for and declines in its own name, whatever the body says.</summary>
    private static WorkOrderCommand ByItself(Caller caller, WorkOrderCommand command) => command switch
    {
        WorkOrderCommand.SignFor sign => sign with { Responder = caller.Responder },
        WorkOrderCommand.Decline decline => decline with { Responder = caller.Responder },
        _ => command,
    };

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
