using CityActors.Alerts;
using CityActors.Packs.Registers;
using CityActors.Rights;
using CityActors.Silo.Access;
using CityActors.Silo.Clock;
using CityActors.Silo.Lists;
using CityActors.Silo.People;
using CityActors.Silo.Requests;
using CityActors.Texts;
using Microsoft.AspNetCore.Mvc;

namespace CityActors.Silo.Units;

/// <summary>Units, posts and who holds them, for administrators within their area; and the roles, with the places where nobody holds them.</summary>
internal static class UnitEndpoints
{
    private const int LargestTable = 4 << 20;
    private const int ShortestReason = 3;
    private const int LongestReason = 300;

    /// <summary>Maps the endpoints.</summary>
    public static void MapUnits(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/units", Units).Needs(Need.ReadArea).Produces<PageOf<Unit>>().WithSummary("Units, by code.").Takes("area", ListEndpoints.IsArea, ListEndpoints.AreaForm);
        routes.MapPost("/v1/units/import", Import).Needs(Need.GrantAccess).Produces<TableAnswer>().WithMetadata(new RequestSizeLimitAttribute(LargestTable))
            .Shows(new BodyExample("""{"csv":"code,parent,en,zh,area,kind\ncourt-430103,,District court,区法院,430103,district.court\n","reason":"the new plan of posts","dryRun":true}"""))
            .WithSummary("Takes units over from a table, all or none; faults by row and column.");
        routes.MapGet("/v1/posts", Posts).Needs(Need.ReadArea).Produces<PageOf<Post>>().WithSummary("Posts, by code.").Takes("area", ListEndpoints.IsArea, ListEndpoints.AreaForm);
        routes.MapGet("/v1/posts/{code}", ReadPost).Needs(Need.ReadArea).Produces<PostAnswer>().WithSummary("A post with its appointments, past and future ones too.");
        routes.MapPut("/v1/posts/{code}", PutPost).Needs(Need.GrantAccess).Produces<Post>().WithMetadata(Api.Commands.SizeLimit)
            .Shows(new BodyExample("""{"unit":"court-430103","role":"judge","area":"430103","seats":3,"reason":"the new plan of posts"}"""))
            .WithSummary("Sets up or changes a post.");
        routes.MapPost("/v1/posts/{code}/appointments", Appoint).Needs(Need.GrantAccess).Produces<Appointment>(StatusCodes.Status201Created).WithMetadata(Api.Commands.SizeLimit)
            .Shows(new BodyExample("""{"account":"wang.li","person":"P-17","from":"2026-03-01T00:00:00+08:00","reason":"appointed by the district"}"""))
            .WithSummary("Appoints somebody to a post, or a deputy until a date.");
        routes.MapPost("/v1/appointments/{number:long}/end", End).Needs(Need.GrantAccess).Produces<Appointment>().WithMetadata(Api.Commands.SizeLimit)
            .Shows(new BodyExample("""{"reason":"moved to another post"}"""))
            .WithSummary("Ends an appointment; the right is gone at that instant.");
        routes.MapGet("/v1/roles", Roles).Needs(Need.ReadArea).Produces<RolesAnswer>().WithSummary("The roles of the packs that are on, who may hold them, and where nobody does.")
            .Takes("area", ListEndpoints.IsArea, ListEndpoints.AreaForm);
    }

    private static async Task<IResult> Units(Caller caller, UnitTable units, string? area, int? limit, string? cursor) =>
        WhyNotPage(caller, area, limit, cursor) is { } wrong ? wrong : NamePage.Of(await units.Units(cursor ?? "", AreaOf(caller, area), (limit ?? ListPage.UsualItems) + 1), limit ?? ListPage.UsualItems, static unit => unit.Code);

    private static async Task<IResult> Posts(Caller caller, UnitTable units, string? area, string? unit, int? limit, string? cursor) =>
        WhyNotPage(caller, area, limit, cursor) is { } wrong ? wrong : NamePage.Of(await units.Posts(cursor ?? "", AreaOf(caller, area), (limit ?? ListPage.UsualItems) + 1, unit), limit ?? ListPage.UsualItems, static post => post.Code);

    private static async Task<IResult> ReadPost(Caller caller, UnitTable units, DeclaredClock clock, string code)
    {
        if (await units.FindPost(code) is not { } post || !caller.May(Need.ReadArea, new Subject(post.Area)))
        {
            return Problems.NotFound("post", code);
        }

        var all = await units.AppointmentsOf(code);
        return Results.Ok(new PostAnswer(post, all.Count(one => one.DeputyOf is null && one.HoldsAt(clock.Now)), all));
    }

    private static async Task<IResult> Roles(Caller caller, CityRights rights, string? area) => !caller.May(Need.ReadArea, new Subject(AreaOf(caller, area)))
        ? Problems.NotYourArea(caller, AreaOf(caller, area))
        : Results.Ok(new RolesAnswer(await rights.Roles(AreaOf(caller, area))));

    private static async Task<IResult> Import(HttpContext context, Caller caller, UnitTable units, DeclaredClock clock, Body<UnitTableBody> given)
    {
        var body = given.Value;
        if (WhyNot(body.Reason) is { } wrong)
        {
            return wrong;
        }

        TableAnswer answer = new(Done: false, 0, 0, 0, []);
        Unit? foreign = null;
        await units.Change<TableAnswer>(Act(context, caller, clock, "units", body.Reason), change =>
        {
            var known = change.Units().ToDictionary(static unit => unit.Code, StringComparer.Ordinal);
            var wanted = UnitImport.Read(body.Csv, known, out var faults);
            foreign = wanted.FirstOrDefault(unit => !Reaches(caller, unit, known));
            var fresh = wanted.Where(unit => known.GetValueOrDefault(unit.Code) != unit).ToList();
            var added = fresh.Count(unit => !known.ContainsKey(unit.Code));
            answer = new TableAnswer(foreign is null && faults.Count == 0 && !body.DryRun, wanted.Count, added, fresh.Count - added, faults);
            if (!answer.Done)
            {
                return null;
            }

            fresh.ForEach(change.Put);
            return answer;
        });
        return foreign is null ? TableAnswer.Reply(answer, body.DryRun) : Problems.Of(
            StatusCodes.Status403Forbidden, "not-your-area", $"The unit '{foreign.Code}' serves '{foreign.Area}', or did so before, and your area is '{caller.Area}'.", $"单位“{foreign.Code}”不在您的辖区“{caller.Area}”内。", "csv");
    }

    private static async Task<IResult> PutPost(HttpContext context, Caller caller, UnitTable units, RoleBook roles, DeclaredClock clock, string code, Body<PostBody> given)
    {
        var body = given.Value;
        var wanted = new Post(code, body.Unit, body.Role, body.Area, body.Seats);
        if ((WhyNot(body.Reason) ?? AccessRules.WhyNot(caller, body.Area)) is { } wrong)
        {
            return wrong;
        }

        Refusal? refusal = null;
        var isForeign = false;
        var done = await units.Change(Act(context, caller, clock, code, body.Reason), change =>
        {
            isForeign = change.Post(code) is { } known && !caller.May(Need.GrantAccess, new Subject(known.Area));
            refusal = PostRules.WhyNot(wanted, change.Unit(body.Unit), roles.Roles, change.AppointmentsOf(code), clock.Now);
            if (isForeign || refusal is not null)
            {
                return null;
            }

            change.Put(wanted);
            return wanted;
        });
        return isForeign ? Problems.NotFound("post", code) : done is null ? Refused(refusal!) : Results.Ok(done);
    }

    private static async Task<IResult> Appoint(HttpContext context, Caller caller, UnitTable units, PeopleRegister people, DeclaredClock clock, string code, Body<AppointmentBody> given)
    {
        var body = given.Value;
        if (await units.FindPost(code) is not { } post || !caller.May(Need.GrantAccess, new Subject(post.Area)))
        {
            return Problems.NotFound("post", code);
        }

        if (WhyNot(body.Reason) is { } wrong)
        {
            return wrong;
        }

        if (body.Person.Length > 0 && !RecordKey.IsKey(body.Person))
        {
            return Problems.Bad("bad-person", $"'person' is the key of a record, which {RecordKey.Form}.", "person", $"人员编号{RecordKey.FormChinese}。");
        }

        if (body.Account == caller.Name)
        {
            return Problems.Of(StatusCodes.Status409Conflict, "not-yourself", "Nobody appoints himself: ask another administrator.", "不能任命本人，请由其他管理员办理。");
        }

        if (await people.Find(body.Account) is not { DisabledAt: null })
        {
            return Problems.Of(StatusCodes.Status409Conflict, "unknown-account", $"Nobody who may sign in is called '{body.Account[..Math.Min(body.Account.Length, 60)]}': register the person first.", "没有可登录的该账号，请先登记。", "account");
        }

        var wanted = new Appointment(0, code, body.Account, body.Person, (body.From ?? clock.Now).ToUniversalTime(), body.Until?.ToUniversalTime(), body.DeputyOf);
        Refusal? refusal = null;
        var made = await units.Change(Act(context, caller, clock, $"{code} {body.Account}", body.Reason), change =>
        {
            refusal = PostRules.WhyNot(wanted, post, change.AppointmentsOf(code));
            return refusal is null ? change.Add(wanted) : null;
        });
        return made is null ? Refused(refusal!) : Results.Json(made, statusCode: StatusCodes.Status201Created);
    }

    private static async Task<IResult> End(HttpContext context, Caller caller, UnitTable units, DeclaredClock clock, long number, Body<AppointmentEndBody> given)
    {
        var at = (given.Value.At ?? clock.Now).ToUniversalTime();
        if (await units.FindAppointment(number) is not { } known || await units.FindPost(known.Post) is not { } post || !caller.May(Need.GrantAccess, new Subject(post.Area)))
        {
            return Problems.NotFound("appointment", number.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        if (WhyNot(given.Value.Reason) is { } wrong)
        {
            return wrong;
        }

        if (at < clock.Now || known.Until <= at)
        {
            return Problems.Of(StatusCodes.Status409Conflict, "wrong-until", "An appointment ends now or later, and before the end that it has: what was done by it stays done.", "任职只能自现在起、在原截止时间之前终止。");
        }

        var ended = await units.Change(Act(context, caller, clock, $"{known.Post} {known.Account}", given.Value.Reason), change =>
        {
            change.EndAt(number, at > known.From ? at : known.From);
            return known with { Until = at > known.From ? at : known.From };
        });
        return Results.Ok(ended);
    }

    private static IResult Refused(Refusal refusal) => refusal.Code is "bad-post" or "bad-seats" or "wrong-until" or "until-missing" ? Problems.Bad(refusal.Code, refusal.English, null, refusal.Chinese) : Problems.Refused(refusal);

    private static IResult? WhyNot(string reason) => Characters.In(reason.Trim()) is < ShortestReason or > LongestReason
        ? Problems.Bad("reason-required", $"'reason' says in {ShortestReason} to {LongestReason} characters why; it stands in the audit.", "reason", $"请填写原因（{ShortestReason}至{LongestReason}字），将记入审计。")
        : null;

    private static IResult? WhyNotPage(Caller caller, string? area, int? limit, string? cursor) => limit switch
    {
        _ when !caller.May(Need.ReadArea, new Subject(AreaOf(caller, area))) => Problems.NotYourArea(caller, AreaOf(caller, area)),
        < 1 or > ListPage.MostItems => Problems.Bad("bad-limit", $"'limit' is from 1 to {ListPage.MostItems}.", "limit"),
        _ when !string.IsNullOrEmpty(cursor) && !RecordKey.IsKey(cursor) => Problems.Bad("bad-cursor", "'cursor' is not the 'next' of a page: start again without it.", "cursor"),
        _ => null,
    };

    private static string AreaOf(Caller caller, string? area) => string.IsNullOrEmpty(area) ? caller.Area : area;

    private static bool Reaches(Caller caller, Unit unit, Dictionary<string, Unit> known) =>
        caller.Covers(unit.Area) && (!known.TryGetValue(unit.Code, out var before) || caller.Covers(before.Area));

    private static AuditAct Act(HttpContext context, Caller caller, DeclaredClock clock, string subject, string reason) => new(
        clock.Now, caller.Name, caller.Role.ToString().ToLowerInvariant(), caller.Area, $"{context.Request.Method} {context.Request.Path}", subject, reason.Trim(), "changed");
}
