using CityActors.Alerts;
using CityActors.Packs.Registers;
using CityActors.Registers;
using CityActors.Rights;
using CityActors.Silo.Access;
using CityActors.Silo.Api;
using CityActors.Silo.Clock;
using CityActors.Silo.Requests;
using CityActors.Silo.Units;
using CityActors.Tables;
using Microsoft.AspNetCore.Mvc;

namespace CityActors.Silo.Registers;

/// <summary>Takes records over from tables: every row is checked by the rules that write it, then all are written, or none.</summary>
internal static class RecordImportEndpoints
{
    private const int MostRows = 2_000;
    private const int LargestTable = 4 << 20;
    private const int AtOnce = 16;

    /// <summary>Maps the endpoint.</summary>
    public static void MapRecordImports(this IEndpointRouteBuilder routes) => routes.MapPost("/v1/registers/{register}/import", Import).Needs(Need.HandleMatter)
        .ReturnsFactPosition().Produces<TableAnswer>().WithMetadata(new RequestSizeLimitAttribute(LargestTable))
        .Shows(new BodyExample("""{"csv":"code,name,area\nC-101,Bell Tower mediation committee,430103002\n","batch":"committees-2026","reason":"the register of the district","dryRun":true}"""))
        .WithSummary("Takes records over from a table; each fault by row and column, and with any nothing is written.");

    private static async Task<IResult> Import(Caller caller, RecordDesk desk, IGrainFactory grains, DeclaredClock clock, string register, Body<RecordTableBody> given)
    {
        var body = given.Value;
        if (desk.Find(caller, register) is not { } type)
        {
            return Problems.NotFound("register", register);
        }

        if (!RecordKey.IsKey(body.Batch))
        {
            return Problems.Bad("bad-batch", $"The id of an import {RecordKey.Form}.", "batch", $"批次编号{RecordKey.FormChinese}。");
        }

        var rows = CsvTable.Read(body.Csv, [.. type.Types.Keys], [type.Spec.Key], out var faults);
        faults.AddRange(Keys(type, rows));
        if (faults.Count > 0)
        {
            return TableAnswer.Reply(new TableAnswer(Done: false, rows.Count, 0, 0, faults), body.DryRun);
        }

        var asked = await desk.Asked(caller);
        var judged = new List<Planned>(rows.Count);
        foreach (var some in rows.Chunk(AtOnce))
        {
            judged.AddRange(await Task.WhenAll(some.Select(row => Judge(desk, grains, type, asked, row, Wanted(caller, clock, type, body, row)))));
        }

        if (judged.Find(static one => one.NotYours is not null) is { NotYours: { } notYours } foreign)
        {
            return Problems.Refused(notYours with { English = $"Row {foreign.Line}: {notYours.English}", Chinese = $"第{foreign.Line}行：{notYours.Chinese}" });
        }

        faults = [.. judged.SelectMany(static one => one.Faults)];
        var fresh = judged.Count(static one => one.Before is null);
        var changed = judged.Count(static one => one is { Before: { } before, Write: var write } && write.Fields.Any(field => before.Fields.GetValueOrDefault(field.Key) != field.Value));
        if (faults.Count > 0 || body.DryRun)
        {
            return TableAnswer.Reply(new TableAnswer(Done: false, rows.Count, fresh, changed, faults), body.DryRun);
        }

        foreach (var some in judged.Chunk(AtOnce))
        {
            var replies = await Task.WhenAll(some.Select(async one => (one.Line, Reply: await grains.GetGrain<IRecordGrain>(one.Id).Write(one.Write))));
            faults.AddRange(replies.Where(static one => one.Reply.Refusal is not null).Select(static one => new CsvFault(one.Line, "", one.Reply.Refusal!.English, one.Reply.Refusal.Chinese)));
        }

        return TableAnswer.Reply(new TableAnswer(faults.Count == 0, rows.Count, fresh, changed, faults), isDryRun: false); // What somebody else changed meanwhile is told; sending the batch again does the rest.
    }

    private static IEnumerable<CsvFault> Keys(RegisterType type, IReadOnlyList<CsvRow> rows)
    {
        if (rows.Count > MostRows)
        {
            yield return new(rows[MostRows].Line, "", $"A table of records has at most {MostRows} rows: send it in parts.", $"一次最多{MostRows}行，请分批导入。");
        }

        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            var key = row[type.Spec.Key];
            if (!RecordKey.IsKey(key))
            {
                yield return new(row.Line, type.Spec.Key, $"The key of a record {RecordKey.Form}.", $"登记编号{RecordKey.FormChinese}。");
            }
            else if (!known.TryAdd(key, row.Line))
            {
                yield return new(row.Line, type.Spec.Key, $"The key stands in row {known[key]} already.", $"编号在第{known[key]}行已出现。");
            }
        }
    }

    private static RecordWrite Wanted(Caller caller, DeclaredClock clock, RegisterType type, RecordTableBody body, CsvRow row) => new()
    {
        Id = $"import|{body.Batch}",
        Fields = RegisterDesk.FieldsOf(type, row.Cells),
        Actor = caller.Name,
        At = clock.Now,
        Why = body.Reason,
        Source = new RecordSource(RecordSourceKind.Import, body.Batch),
    };

    private static async Task<Planned> Judge(RecordDesk desk, IGrainFactory grains, RegisterType type, RightsCaller asked, CsvRow row, RecordWrite write)
    {
        var id = RecordIds.Of(type.Spec.Register, row[type.Spec.Key]);
        var grain = grains.GetGrain<IRecordGrain>(id);
        var before = await grain.Read();
        var faults = await grain.Weigh(write);
        return new Planned(id, row.Line, before, write, [.. faults.Select(fault => new CsvFault(row.Line, fault.Field, fault.Why.English, fault.Why.Chinese))], desk.WhyNotWrite(asked, type, before, write.Fields));
    }

    private sealed record Planned(string Id, int Line, RecordView? Before, RecordWrite Write, IReadOnlyList<CsvFault> Faults, Refusal? NotYours);
}
