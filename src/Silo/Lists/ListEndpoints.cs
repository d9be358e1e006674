using System.Text.Json;
using CityActors.Deadlines;
using CityActors.Cases;
using CityActors.Places;
using CityActors.Silo.Access;
using CityActors.Alerts;
using CityActors.Silo.Api;
using CityActors.Silo.Cases;
using CityActors.Silo.Clock;
using CityActors.Silo.Requests;
using CityActors.Storage;
using CityActors.Responders;
using CityActors.Watch;
using CityActors.WorkOrders;

namespace CityActors.Silo.Lists;

/// <summary>The lists and the areas.</summary>
public static class ListEndpoints
{
    /// <summary>What a filter by area looks like.</summary>
    internal const string AreaForm = "a code of up to 15 digits, for example 430103002";

    /// <summary>Maps the endpoints.</summary>
    public static void MapLists(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/alerts", (
                HttpContext context, Caller caller, ListQueries lists, Redaction redaction, AuditTrail audit, string? area, int? limit, string? cursor,
                string? state, string? kind, string? entity, DateTimeOffset? since) =>
                Answer(caller, Need.ReadArea, area, limit, cursor, async request =>
                {
                    var page = await lists.Page(
                        ListQueries.Alerts,
                        request,
                        row => row.Bind(5, state).Bind(6, kind).Bind(7, entity).Bind(8, since).Bind(9, SeenBy(caller)));
                    await audit.NoteHomes(context, caller, page.Items.Count(alert => redaction.PrivacyOfEntity(alert.GetProperty("entity").GetString()!) != Privacy.Public));
                    return page;
                }))
            .Needs(Need.ReadArea).WaitsForFact().Produces<PageOf<Alert>>().WithSummary("Alerts, newest first.")
            .Takes("area", IsArea, AreaForm).Takes("state", ApiRoutes.NamesOf<AlertState>()).Takes("kind", [.. AlertKinds.All.Union(routes.ServiceProvider.GetRequiredService<CityThings>().AlertKinds)])
            .Takes("entity", Commands.IsEntityId, "the id of a household, camera or terminal");
        routes.MapGet("/v1/orders", (
                Caller caller, ListQueries lists, Redaction redaction, string? area, int? limit, string? cursor,
                string? status, string? category, bool? open, bool? overdue, DateTimeOffset? since, string? responder, string? waitingFor,
                WorkCalendar calendar, Catalogue catalogue, DeclaredClock clock) =>
                Answer(caller, Need.ListMatters, area, limit, cursor, request => lists.Page(
                    ListQueries.Orders,
                    request,
                    row => CalendarWait.Bind(
                        row.Bind(5, status).Bind(6, category).Bind(7, Flag(open)).Bind(8, Flag(overdue)).Bind(9, since).Bind(10, CrewOf(caller, responder)),
                        11,
                        waitingFor is null ? null : CalendarWait.At(clock.Now, calendar, catalogue)),
                    order => redaction.Order(caller, order, request.Area))))
            .Needs(Need.ListMatters).WaitsForFact().Produces<PageOf<OrderSummary>>().WithSummary("Work orders, newest first.")
            .Takes("area", IsArea, AreaForm).Takes("status", [.. ApiRoutes.NamesOf<OrderStatus>().Skip(1)]) // No order has the first, none.
            .Takes("responder", Commands.IsResponderId, "the id of a responder").Takes("waitingFor", CalendarWait.Name)
            .Takes<Catalogue>("category", static catalogue => [.. catalogue.Categories.Select(static category => category.Code)]);
        routes.MapGet("/v1/cases", (
                Caller caller, ListQueries lists, string? area, int? limit, string? cursor,
                string? type, string? status, bool? open, bool? overdue, bool? late, string? holder, bool? mine) =>
            {
                var isOwn = mine == true || caller.Role is Role.Citizen or Role.Responder;
                Statement Filter(Statement row) => row.Bind(5, type).Bind(6, status).Bind(7, Flag(open)).Bind(8, Flag(overdue))
                    .Bind(9, isOwn || caller.SeesHomes ? null : ListWriter.Name(CasePrivacy.Personal)).Bind(10, HolderText(holder)).Bind(11, Flag(late));
                return Answer(caller, Need.ListCases, area, limit, cursor, isOwn: isOwn, read: request => isOwn
                    ? lists.Page(CaseLists.OfPerson, request, row => Filter(row).Bind(12, caller.Name))
                    : lists.Page(CaseLists.OfArea, request, row => Filter(row)));
            })
            .Needs(Need.ListCases).WaitsForFact().Produces<PageOf<CaseSummary>>()
            .WithSummary("Cases, newest first; those of the class personal for officers. With 'mine=true' those that the caller has to do with, wherever they are; citizens and responders get no others.")
            .Takes("area", IsArea, AreaForm)
            .Takes<CityThings>("type", static things => [.. TypesOf(things).Select(static type => type.Case).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)])
            .Takes<CityThings>("status", static things => [.. TypesOf(things).SelectMany(static type => type.States.Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);
        routes.MapGet("/v1/responders", (Caller caller, ListQueries lists, DeclaredClock clock, string? area, int? limit, string? cursor, string? skill, bool? free) =>
                Answer(caller, Need.ReadArea, area, limit, cursor, request => lists.Page(
                    ListQueries.Responders,
                    request,
                    row => row.Bind(5, skill is null ? null : $",{skill},").Bind(6, Flag(free)),
                    card => Redaction.Responder(caller, card, clock.Now))))
            .Needs(Need.ReadArea).WaitsForFact().Produces<PageOf<ResponderCard>>().WithSummary("Responders, by id; without position and seenAt of those that are not at work, but for dispatchers.")
            .Takes("area", IsArea, AreaForm).Takes<Catalogue>("skill", ResponderEndpoints.SkillsOf);
        MapEntities(routes, "households", "household", Need.LookAtHomes);
        MapEntities(routes, "cameras", "camera", Need.ReadArea);
        MapEntities(routes, "terminals", "terminal", Need.ReadArea);
        MapAreas(routes);
    }

    /// <summary>What of a list a caller asks for, within what it may see; or why not.</summary>
    internal static (ListRequest? Request, IResult? Refusal) RequestOf(Caller caller, Need need, string? area, int? limit, string? cursor, bool isOwn = false)
    {
        var isCrew = caller.Role == Role.Responder; // It is shown its own orders only.
        var wanted = !string.IsNullOrEmpty(area) ? area : isOwn || isCrew ? "" : caller.Area; // What is its own, wherever that is.
        return limit switch
        {
            _ when !isOwn && !caller.May(need, new Subject(wanted, IsOwn: isCrew)) => (null, Problems.NotYourArea(caller, wanted)),
            _ when !IsArea(wanted) => (null, Problems.Bad("bad-area", $"'area' is {AreaForm}.")),
            < 1 or > ListPage.MostItems => (null, Problems.Bad("bad-limit", $"'limit' is from 1 to {ListPage.MostItems}.")),
            _ when ListPage.CursorIn(cursor) is var (at, id) => (new ListRequest(wanted, limit ?? ListPage.UsualItems, at, id), null),
            _ => (null, Problems.Bad("bad-cursor", "'cursor' is not the 'next' of a page: start again without it.")),
        };
    }

    /// <summary>Whether a text can be the code of an area or the beginning of one.</summary>
    internal static bool IsArea(string text) => text.Length <= 15 && text.All(char.IsAsciiDigit);

    // Cases are judged by all versions that the city ever had; a work order is no case of this list.
    private static IEnumerable<CityActors.Packs.Format.CaseSpec> TypesOf(CityThings things) =>
        things.Book.Versions.Values.SelectMany(static pack => pack.Cases.Values).Where(static type => type.Grain == CityActors.Packs.Format.CaseGrain.Case);

    private static async Task<IResult> Answer(Caller caller, Need need, string? area, int? limit, string? cursor, Func<ListRequest, Task<ListPage>> read, bool isOwn = false)
    {
        var (request, refusal) = RequestOf(caller, need, area, limit, cursor, isOwn);
        return request is null ? refusal! : Results.Ok(await read(request));
    }

    /// <summary>Of what privacy a caller sees entities and their alerts; null: of any.</summary>
    private static string? SeenBy(Caller caller) => caller.SeesHomes ? null : ListWriter.Name(Privacy.Public);

    /// <summary>Whose orders are asked for; who is a responder asks for its own.</summary>
    private static string? CrewOf(Caller caller, string? responder) =>
        caller.Role == Role.Responder ? $"\"{caller.Responder}\"" : responder is null ? null : $"\"{responder}\"";

    /// <summary>What a case in somebody's hands has in its row.</summary>
    private static string? HolderText(string? holder) => holder is null ? null : $"\"who\":{JsonSerializer.Serialize(holder, Facts.FactRecords.Json)}";

    private static long? Flag(bool? flag) => flag is null ? null : flag.Value ? 1 : 0;

    private static void MapEntities(IEndpointRouteBuilder routes, string path, string type, Need need) => routes
        .MapGet($"/v1/{path}", (Caller caller, ListQueries lists, string? area, int? limit, string? cursor) =>
            Answer(caller, need, area, limit, cursor, request => lists.Page(ListQueries.Entities, request, row =>
                row.Bind(5, type).Bind(6, SeenBy(caller)))))
        .Needs(need).WaitsForFact().Produces<PageOf<EntityCard>>().WithSummary($"Registered {path}, by id: where they are, no personal data.")
        .Takes("area", IsArea, AreaForm);

    private static void MapAreas(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/areas", (Caller caller, ListQueries lists, string? parent, string? level, int? limit, string? cursor) =>
            Answer(caller, Need.ReadArea, parent, limit, cursor, request => lists.Page(ListQueries.Areas, request, row => row.Bind(5, level))))
            .Needs(Need.ReadArea).WaitsForFact().Produces<PageOf<AreaCard>>().WithSummary("Areas, by code.")
            .Takes("parent", IsArea, AreaForm).Takes("level", ApiRoutes.NamesOf<AreaLevel>());
        routes.MapGet("/v1/cells", (Caller caller, ListQueries lists, string? area, int? limit, string? cursor) =>
            Answer(caller, Need.ReadArea, area, limit, cursor, request => lists.Page(ListQueries.Areas, request, row => row.Bind(5, "cell"))))
            .Needs(Need.ReadArea).WaitsForFact().Produces<PageOf<AreaCard>>().WithSummary("Grid cells, by code.")
            .Takes("area", IsArea, AreaForm);
        routes.MapGet("/v1/areas/{code}", ReadArea).Needs(Need.ReadArea).Produces<AreaAnswer>().WithSummary("An area with its live figures.");
        routes.MapGet("/v1/cells/{code}", ReadCell).Needs(Need.ReadArea).Produces<CellAnswer>().WithSummary("A grid cell with its figures and the orders it owns.");
    }

    private static async Task<IResult> ReadArea(Caller caller, IGrainFactory grains, string code) =>
        RequestOf(caller, Need.ReadArea, code, null, null).Refusal
        ?? (await grains.GetGrain<IAreaGrain>(AreaKeys.Of(code)).Read() is { } view
            ? Results.Ok(new AreaAnswer(view.Card, view.Figures))
            : Problems.NotFound("area", code));

    private static async Task<IResult> ReadCell(
        HttpContext context, Caller caller, ListQueries lists, Redaction redaction, AuditTrail audit, IGrainFactory grains, string code)
    {
        if (RequestOf(caller, Need.ReadArea, code, null, null).Refusal is { } refusal)
        {
            return refusal;
        }

        if (code.Length != 15 || await lists.ReadArea(code) is not { } card)
        {
            return Problems.NotFound("cell", code);
        }

        var view = await grains.GetGrain<IGridCellGrain>($"cell-{code}").Read();
        var ofPlaces = view.OpenAlerts.Where(alert => redaction.OfMatter([alert]) == Privacy.Public).ToArray();
        var isWhole = caller.SeesHomes; // Which of a cell's matters are of homes is not for everybody; the figures are.
        await audit.NoteHomes(context, caller, isWhole ? view.OpenAlerts.Count - ofPlaces.Length : 0);
        return Results.Ok(new CellAnswer(
            card,
            await lists.Count(code),
            isWhole ? view.Orders : [],
            isWhole ? view.OpenAlerts : ofPlaces,
            isWhole ? view.OpenOrders : []));
    }
}

/// <summary>An area as it is answered.</summary>
/// <param name="Area">Its card.</param>
/// <param name="Figures">Its live figures.</param>
public sealed record AreaAnswer(AreaCard Area, AreaFigures Figures);

/// <summary>A cell as it is answered.</summary>
/// <param name="Cell">Its card.</param>
/// <param name="Figures">Its figures.</param>
/// <param name="Orders">The orders it owns, newest first; at most 100; for officers.</param>
/// <param name="OpenAlerts">Alerts of its entities that have not ended, oldest first; those of homes for officers.</param>
/// <param name="OpenOrders">Of its orders those that have not ended, newest first; for officers.</param>
public sealed record CellAnswer(
    JsonElement Cell, AreaFigures Figures, IReadOnlyList<string> Orders, IReadOnlyList<string> OpenAlerts, IReadOnlyList<string> OpenOrders);
