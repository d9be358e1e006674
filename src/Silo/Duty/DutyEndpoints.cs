using System.Globalization;
using CityActors.Silo.Access;
using CityActors.Silo.Api;
using CityActors.Silo.Clock;
using CityActors.Silo.Lists;
using CityActors.Silo.Requests;
using CityActors.Texts;

namespace CityActors.Silo.Duty;

/// <summary>The duty log: officers say when their duty begins and ends, and note what whoever comes next should know.</summary>
public static class DutyEndpoints
{
    /// <summary>Maps the endpoints.</summary>
    public static void MapDuty(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/duty", Write).Needs(Need.KeepDutyLog).Produces<DutyEntry>(StatusCodes.Status201Created)
            .Shows(new BodyExample("""{"type":"begin"}""", "begin"), new BodyExample("""{"type":"end","text":"all quiet"}""", "end"), new BodyExample("""{"type":"note","text":"the underpass is pumped dry"}""", "note"))
            .WithMetadata(Commands.SizeLimit, new TakesKey()).WithSummary("Begins or ends one's own duty, or notes something.");
        routes.MapGet("/v1/duty", Read).Needs(Need.KeepDutyLog).Produces<DutyAnswer>()
            .WithSummary("Who is on duty, the lines of the log, newest first, and the shifts that began in them.")
            .Takes("area", ListEndpoints.IsArea, ListEndpoints.AreaForm);
    }

    private static async Task<IResult> Write(HttpContext context, Caller caller, DutyLog log, DeclaredClock clock, Body<DutyCommand> body)
    {
        var command = body.Value with { Text = body.Value.Text.Trim() };
        if (Characters.In(command.Text) > DutyCommand.LongestText || (command is DutyCommand.Note && command.Text.Length == 0))
        {
            return Problems.Bad("bad-text", $"'text' has at most {DutyCommand.LongestText} characters, and a note has at least one.", "text");
        }

        var entry = await log.Add(caller, command, clock.Now, Commands.KeyOf(context));
        return entry is not null ? Results.Json(entry, statusCode: StatusCodes.Status201Created)
            : command is DutyCommand.Begin
                ? Problems.Of(StatusCodes.Status409Conflict, "already-on-duty", "You are on duty: end that duty before another begins.", "您已在岗，请先交班。")
                : Problems.Of(StatusCodes.Status409Conflict, "not-on-duty", "You are not on duty: there is none to end.", "您未在岗，无需交班。");
    }

    private static async Task<IResult> Read(Caller caller, DutyLog log, string? area, DateTimeOffset? since, int? limit, string? cursor)
    {
        var (request, refusal) = ListEndpoints.RequestOf(caller, Need.KeepDutyLog, area, limit, cursor: null);
        if (request is null)
        {
            return refusal!;
        }

        var before = long.MaxValue;
        if (!string.IsNullOrEmpty(cursor) && !long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out before))
        {
            return Problems.Bad("bad-cursor", "'cursor' is not the 'next' of a page: start again without it.", "cursor");
        }

        var read = await log.Read(caller.Area, request.Area, before, since, request.Limit);
        var shown = read.Entries.Take(request.Limit).ToList();
        var next = read.Entries.Count > shown.Count ? shown[^1].Number.ToString(CultureInfo.InvariantCulture) : null;
        return Results.Ok(new DutyAnswer([.. read.OnDuty.Select(static entry => new OfficerOnDuty(entry.Actor, entry.Area, entry.At))], read.Shifts, shown, next));
    }
}

/// <summary>What the duty log says.</summary>
/// <param name="OnDuty">Who is on duty.</param>
/// <param name="Shifts">The shifts that began in the lines, newest first.</param>
/// <param name="Items">The lines, newest first.</param>
/// <param name="Next">The cursor of the next page, or null at the end.</param>
public sealed record DutyAnswer(IReadOnlyList<OfficerOnDuty> OnDuty, IReadOnlyList<DutyShift> Shifts, IReadOnlyList<DutyEntry> Items, string? Next);

/// <summary>Somebody on duty.</summary>
/// <param name="Actor">Who.</param>
/// <param name="Area">The area that it answers for.</param>
/// <param name="Since">Since when, UTC.</param>
public sealed record OfficerOnDuty(string Actor, string Area, DateTimeOffset Since);
