using CityActors.Alerts;
using CityActors.Cases;
using CityActors.Packs.Format;
using CityActors.Packs.Registers;
using CityActors.Registers;
using CityActors.Silo.Access;
using CityActors.Silo.Api;
using CityActors.Silo.Clock;
using CityActors.Silo.Lists;
using CityActors.Silo.Requests;

namespace CityActors.Silo.Registers;

/// <summary>Registers and their records: listed without what is personal, read one at a time, written by whoever has a role for it and says why.</summary>
internal static class RegisterEndpoints
{
    private const int MostLooks = 500;
    private const int UsualLooks = 50;

    /// <summary>Maps the endpoints.</summary>
    public static void MapRegisters(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/registers", Registers).Needs(Need.ReadCatalogue).Produces<RegistersAnswer>().WithSummary("The registers that the caller may know of, with their fields.");
        routes.MapGet("/v1/records/{register}", List).Needs(Need.ReadCatalogue).WaitsForFact().Produces<PageOf<RecordSummary>>()
            .WithSummary("Records of a register, by key, without what is personal; 'field' and 'value' find them by an indexed field.")
            .Takes("area", ListEndpoints.IsArea, ListEndpoints.AreaForm).Takes("status", ApiRoutes.NamesOf<RecordStatus>());
        routes.MapGet("/v1/records/{register}/{key}", Read).Needs(Need.ReadCatalogue).Produces<RecordAnswer>()
            .WithSummary("One record; with 'purpose' also what is personal, for whoever has a role for it: the look is logged before it is answered.");
        routes.MapPut("/v1/records/{register}/{key}", Write).Needs(Need.HandleMatter).WithMetadata(Commands.SizeLimit, new TakesKey()).ReturnsFactPosition().Produces<RecordAnswer>()
            .Shows(new BodyExample("""{"fields":{"number":"P-100","area":"430103002","name":"吴敏"},"reason":"moved into the street"}"""))
            .WithSummary("Writes a version of a record; what is not named stays.");
        routes.MapGet("/v1/record-looks", Looks).Needs(Need.AnswerForArea).Produces<RecordLooksAnswer>().WithSummary("Looks at what is personal in records of one's area, refused ones too, oldest first.");
    }

    /// <summary>A refusal as a problem: what is wrong with the request is the caller's mistake, what the record does not allow is a conflict.</summary>
    internal static IResult Refused(Refusal refusal) => refusal.Code switch
    {
        "unknown-register" => Problems.Of(StatusCodes.Status404NotFound, refusal.Code, refusal.English, refusal.Chinese),
        "bad-key" or "reason-required" or "unknown-field" or "wrong-value" or "form-incomplete" or "key-fixed" or "wrong-until" or "wrong-status" or "too-large" => Problems.Bad(refusal.Code, refusal.English, null, refusal.Chinese),
        _ => Problems.Refused(refusal),
    };

    private static IResult Registers(Caller caller, RecordDesk desk) => Results.Ok(new RegistersAnswer([.. desk.Of(caller).Select(static type => new RegisterAnswer(
        type.Spec.Register, type.Pack.Name, Word(type.Spec.Name, type.Spec.Register), type.Spec.Key, type.Spec.Class, type.Spec.Keep, type.Spec.Looks,
        [.. type.Spec.Fields.Select(field => new RegisterFieldAnswer(field.Key, Word(field.Value.Name, field.Key), field.Value.Is, type.ClassOf(field.Key), field.Value.Need == "begin", field.Value.Index))]))]));

    private static async Task<IResult> List(Caller caller, RecordDesk desk, ListQueries lists, string register, string? area, int? limit, string? cursor, string? status, string? field, string? value)
    {
        if (desk.Find(caller, register) is not { } type)
        {
            return Problems.NotFound("register", register);
        }

        if (field is null != value is null || (field is not null && !type.Indexed.Contains(field)))
        {
            return Problems.Bad("bad-field", $"'field' and 'value' stand together, and a field is one of {string.Join(", ", type.Indexed)}.", "field", $"“field”与“value”须同时填写，可检索字段：{string.Join("、", type.Indexed)}。");
        }

        if (type.Spec.Looks == LookRule.All && field != type.Spec.Key && !caller.SeesHomes)
        {
            return Problems.Of(StatusCodes.Status403Forbidden, "not-your-role", "Each look at these records is logged: whoever is no officer finds none in a list.", "该登记簿查阅须留痕，非工作人员不能列表查看。");
        }

        var (request, refusal) = ListEndpoints.RequestOf(caller, Need.ReadCatalogue, string.IsNullOrEmpty(area) ? caller.Area : area, limit, cursor);
        return request is null ? refusal! : Results.Ok(await lists.Page(RecordLists.Records, request, row => row.Bind(5, register).Bind(6, status).Bind(7, field).Bind(8, value), record => Seen(caller, type, record)));
    }

    private static async Task<IResult> Read(HttpContext context, Caller caller, RecordDesk desk, string register, string key, string? purpose)
    {
        var (record, refusal) = await desk.Read(caller, register, key, purpose);
        context.Response.Headers.CacheControl = "no-store";
        return record is null ? refusal! : Results.Ok(record);
    }

    private static async Task<IResult> Write(HttpContext context, Caller caller, RecordDesk desk, IGrainFactory grains, DeclaredClock clock, string register, string key, Body<RecordBody> given)
    {
        var body = given.Value;
        if (desk.Find(caller, register) is not { } type)
        {
            return Problems.NotFound("register", register);
        }

        if (!RecordKey.IsKey(key))
        {
            return Problems.Bad("bad-key", $"The key of a record {RecordKey.Form}.", "key", $"登记编号{RecordKey.FormChinese}。");
        }

        var grain = grains.GetGrain<IRecordGrain>(RecordIds.Of(register, key));
        var fields = RecordDesk.Fields(body);
        if (desk.WhyNotWrite(await desk.Asked(caller), type, await grain.Read(), fields) is { } notYours)
        {
            return Problems.Refused(notYours);
        }

        var reply = await grain.Write(new RecordWrite
        {
            Id = $"{caller.Name}|{Commands.KeyOf(context)}",
            Fields = fields,
            Status = body.Status,
            Until = body.Until,
            Actor = caller.Name,
            At = clock.Now,
            Why = body.Reason,
            Source = new RecordSource(RecordSourceKind.Person),
            Expected = body.Expected,
        });
        return reply.Refusal is { } refusal ? Refused(refusal) : Results.Ok(RecordDesk.Show(caller, type, reply.Record!, isWhole: false));
    }

    private static async Task<IResult> Looks(Caller caller, RecordLooks looks, string? record, long? after, int? limit) => limit is < 1 or > MostLooks
        ? Problems.Bad("bad-limit", $"'limit' is from 1 to {MostLooks}.", "limit")
        : Results.Ok(new RecordLooksAnswer(await looks.Read(caller.Area, after ?? 0, record, limit ?? UsualLooks)));

    private static System.Text.Json.JsonElement? Seen(Caller caller, RegisterType type, System.Text.Json.JsonElement record)
    {
        if (AccessPolicy.MayEver(caller.Role, Need.ReadArea))
        {
            return record;
        }

        var shown = System.Text.Json.Nodes.JsonObject.Create(record)!;
        foreach (var name in shown["fields"]!.AsObject().Select(static field => field.Key).Where(name => type.ClassOf(name) != PrivacyClass.Public).ToList())
        {
            shown["fields"]!.AsObject().Remove(name);
        }

        return System.Text.Json.JsonSerializer.SerializeToElement(shown);
    }

    private static CaseWord Word(CityActors.Packs.LocalText text, string name) => new(text.En ?? name, text.Zh ?? name);
}
