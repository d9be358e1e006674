using CityActors.Alerts;
using CityActors.Cases;
using CityActors.Silo.Access;
using CityActors.Silo.Api;
using CityActors.Silo.Clock;
using CityActors.Silo.Limits;
using CityActors.Silo.Requests;

namespace CityActors.Silo.Cases;

/// <summary>Begins cases, reads them, acts on them, and says before anything is done what may be done.</summary>
internal static class CaseEndpoints
{
    private const int LongestType = 64;

    /// <summary>Maps the endpoints.</summary>
    public static void MapCases(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/cases", Begin).Needs(Need.ReportMatter).RequireRateLimiting(CallerLimits.Reports).WithMetadata(Commands.SizeLimit, new TakesKey()).ReturnsFactPosition()
            .Produces<CaseSummary>(StatusCodes.Status201Created).WithSummary("Begins a case of a type that a pack has.")
            .Shows(new BodyExample("""{"type":"matter","fields":{"place":{"longitude":112.9745,"latitude":28.19},"story":"邻居的鱼塘淹了我的菜地"},"parties":{"asker":["citizen-hu"],"other":["citizen-li"]}}"""));
        routes.MapGet("/v1/cases/{id}", Read).Needs(Need.ReadMatter).Produces<CaseAnswer>().WithSummary("One case: fields, people, open asks, parts, and its timeline.");
        routes.MapGet("/v1/cases/{id}/may", May).Needs(Need.ReadMatter).Produces<CaseMayAnswer>().WithSummary("Every command of a case: whether the caller may give it now, and why not.");
        routes.MapPost("/v1/cases/{id}/commands", Handle).Needs(Need.ActOnMatter).WithMetadata(Commands.SizeLimit, new TakesKey()).ReturnsFactPosition()
            .Produces<CaseSummary>().WithSummary("Acts on a case; GET …/may lists the commands.")
            .Shows(new BodyExample("""{"do":"mediate","form":{"kind":"neighbours"}}"""));
        routes.MapGet("/v1/forms", Forms).Needs(Need.ReadCatalogue).Produces<FormsAnswer>().WithSummary("The types of case that may begin in an area, each with its form.")
            .Takes("area", Lists.ListEndpoints.IsArea, Lists.ListEndpoints.AreaForm);
        routes.MapPost("/v1/forms/{type}/check", CheckForm).Needs(Need.ReportMatter).Produces<FormAnswer>().WithMetadata(Commands.SizeLimit).WithSummary("Says what is wrong with a form, field by field; nothing is done.")
            .Shows(new BodyExample("""{"area":"430103002001","fields":{"story":"邻居的鱼塘淹了我的菜地"}}"""));
    }

    /// <summary>A refusal as a problem: what is wrong with the request is the caller's mistake, what the case does not allow is a conflict.</summary>
    internal static IResult Refused(Refusal refusal, string? member = null) => refusal.Code switch
    {
        "unknown-type" or "unknown-command" or "unknown-field" or "unknown-party" or "wrong-value" or "form-incomplete" or "parties" or "who-missing" =>
            Problems.Bad(refusal.Code, refusal.English, member, refusal.Chinese),
        _ => Problems.Refused(refusal),
    };

    private static async Task<IResult> Begin(HttpContext context, Caller caller, CaseDesk desk, IGrainFactory grains, DeclaredClock clock, Body<CaseBody> given)
    {
        var (body, key) = (given.Value, Commands.KeyOf(context));
        if (body.Type.Length > LongestType || !desk.HasType(body.Type))
        {
            return Refused(CaseDesk.UnknownType(body.Type[..Math.Min(body.Type.Length, LongestType)]), "type");
        }

        if (CaseBodies.CheckIds(body.Parties.Values.SelectMany(static ids => ids), "parties") is { } badId)
        {
            return badId;
        }

        if (caller.Role == Role.Citizen && !body.Parties.Values.Any(ids => ids.Contains(caller.Name)))
        {
            return Problems.Refused(new Refusal("not-your-role", $"A citizen begins what concerns it: name '{caller.Name}' as a party.", $"市民只能提出与本人有关的事项：请将“{caller.Name}”列为当事人。"));
        }

        var located = await desk.Locate(body.Type, body.Area, body.Fields, context.RequestAborted);
        if (located.Faults is [var (field, why), ..])
        {
            return Problems.Bad(why.Code, why.English, field.Length == 0 ? "area" : $"fields.{field}", why.Chinese);
        }

        if (!caller.May(Need.ReportMatter, new Subject(located.Area)))
        {
            return Problems.NotYourArea(caller, located.Area);
        }

        var beginning = new CaseBeginning
        {
            Id = $"{caller.Name}|{key}",
            Actor = caller.Name,
            At = clock.Now,
            Area = located.Area,
            Fields = CaseBodies.Fields(located.Fields),
            Parties = CaseBodies.Parties(body.Parties),
        };
        var id = CaseIds.Of(body.Type, beginning.Id);
        var reply = await grains.GetGrain<ICaseGrain>(id).Begin(body.Type, beginning);
        return reply.Refusal switch
        {
            null => Results.Created($"/v1/cases/{id}", reply.Case),
            { Code: "key-reused" } => KeyRegister.Reused(key),
            var refusal => Refused(refusal),
        };
    }

    private static async Task<IResult> Read(Caller caller, CaseAccess access, string id) =>
        await access.Find(caller, id) is { } view ? Results.Ok(await access.Show(caller, view)) : Problems.NotFound("case", id);

    private static async Task<IResult> May(Caller caller, CaseAccess access, IGrainFactory grains, DeclaredClock clock, string id)
    {
        if (await access.Find(caller, id) is not { } view
            || await grains.GetGrain<ICaseGrain>(id).Weigh(await access.By(caller, view.Case.Area, new CaseCommand { Do = "", Actor = caller.Name, At = clock.Now })) is not { } weighed)
        {
            return Problems.NotFound("case", id);
        }

        return Results.Ok(new CaseMayAnswer(weighed.Version, [.. weighed.Commands.Select(static one => new CaseMayCommand(
            one.Do, new CaseWord(one.English, one.Chinese), one.Refusal is null, one.Form, one.NeedsReason, one.Ask, one.Refusal?.Code, one.Refusal?.English, one.Refusal?.Chinese))]));
    }

    private static async Task<IResult> Handle(HttpContext context, Caller caller, CaseAccess access, IGrainFactory grains, DeclaredClock clock, string id, Body<CaseCommandBody> given)
    {
        var body = given.Value;
        if (await access.Find(caller, id) is not { } view)
        {
            return Problems.NotFound("case", id);
        }

        if ((Commands.CheckId(body.CommandId) ?? CaseBodies.CheckIds(body.Who, "who")) is { } badId)
        {
            return badId;
        }

        if (body.Do == CaseCommand.Assign && !caller.May(Need.HandleMatter, new Subject(view.Case.Area)))
        {
            return Problems.Refused(CaseAccess.NotYoursToAssign);
        }

        var reply = await grains.GetGrain<ICaseGrain>(id).Handle(await access.By(caller, view.Case.Area, new CaseCommand
        {
            Do = body.Do,
            CommandId = Commands.IdOf(context, body.CommandId),
            Actor = caller.Name,
            At = clock.Now,
            Reason = body.Reason,
            Source = Commands.SourceOf(caller, body),
            Form = CaseBodies.Fields(body.Form),
            Ask = body.Ask,
            Yes = body.Yes,
            Holder = body.Holder,
            Who = body.Who,
        }));
        return reply.Refusal is { } refusal ? Refused(refusal) : Results.Ok(reply.Case);
    }

    private static IResult Forms(Caller caller, CaseFormDesk forms, DeclaredClock clock, string? area) => Results.Ok(new FormsAnswer(forms.Of(string.IsNullOrEmpty(area) ? caller.Area : area, clock.Now)));

    private static async Task<IResult> CheckForm(HttpContext context, Caller caller, CaseDesk desk, CaseFormDesk forms, CaseAccess access, IGrainFactory grains, DeclaredClock clock, string type, Body<FormBody> given)
    {
        var body = given.Value;
        if (body.Case.Length > 0)
        {
            return await access.Find(caller, body.Case) is { } view && view.Case.Type == type
                && await grains.GetGrain<ICaseGrain>(body.Case).CheckForm(new CaseCommand { Do = body.Do, Actor = caller.Name, At = clock.Now, Form = CaseBodies.Fields(body.Fields) }) is { } found
                    ? Answer(found)
                    : Problems.NotFound("case", body.Case);
        }

        if (!desk.HasType(type))
        {
            return Refused(CaseDesk.UnknownType(type[..Math.Min(type.Length, LongestType)]), "type");
        }

        // Where the area is not known, the form is that of the caller's own.
        var located = await desk.Locate(type, body.Area, body.Fields, context.RequestAborted);
        var area = located.Area.Length > 0 ? located.Area : caller.Area;
        var others = forms.Check(type, new CaseBeginning { Id = "check", Actor = caller.Name, At = clock.Now, Area = area, Fields = CaseBodies.Fields(located.Fields), Parties = CaseBodies.Parties(body.Parties) });
        return others is null && located.Faults.Count == 0
            ? Refused(CaseDesk.UnknownType(type))
            : Answer([.. located.Faults, .. (others ?? []).Where(fault => located.Faults.All(known => known.Field != fault.Field))]);
    }

    private static IResult Answer(IReadOnlyList<CaseFormFault> faults) =>
        Results.Ok(new FormAnswer(faults.Count == 0, [.. faults.Select(static fault => new FormFaultAnswer(fault.Field, fault.Why.Code, fault.Why.English, fault.Why.Chinese))]));
}
