using CityActors.Devices;
using CityActors.Places;
using CityActors.Silo.Access;
using CityActors.Silo.Api;
using CityActors.Silo.Clock;
using CityActors.Silo.Ingest;
using CityActors.Silo.Lists;
using CityActors.Silo.Requests;
using CityActors.Terminals;
using CityActors.Texts;

namespace CityActors.Silo.Devices;

/// <summary>What devices were told to do, and their word that they did it.</summary>
public static class CommandEndpoints
{
    private const int LongestReason = 200;

    /// <summary>Maps the endpoints.</summary>
    public static void MapCommands(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/commands", Read).Needs(Need.HandleAlert).WaitsForFact().Produces<PageOf<DeviceCommand>>()
            .WithSummary("What devices were told to do, newest first; state is waiting, done, failed or overdue.")
            .Takes("area", ListEndpoints.IsArea, ListEndpoints.AreaForm).Takes("state", ApiRoutes.NamesOf<DeviceCommandState>())
            .Takes("device", static id => Commands.IsIdOf("term-", id), "the id of a terminal");
        routes.MapPost("/v1/commands/{id}/receipt", Take).Needs(Need.SendObservations).Produces<DeviceCommand>().WithMetadata(Commands.SizeLimit).ReturnsFactPosition()
            .Shows(new BodyExample("""{"outcome":"done"}""", "done"), new BodyExample("""{"outcome":"failed","reason":"no power at the amplifier"}""", "failed"))
            .WithSummary("A device's word about a command: done, or failed with a reason. The same again changes nothing.");
    }

    private static async Task<IResult> Read(
        HttpContext context, Caller caller, ListQueries lists, AuditTrail audit, string? area, int? limit, string? cursor, string? device, string? state)
    {
        var (request, refusal) = ListEndpoints.RequestOf(caller, Need.HandleAlert, area, limit, cursor);
        if (request is null)
        {
            return refusal!;
        }

        var page = await lists.Page(ListQueries.Commands, request, row => row.Bind(5, device).Bind(6, state).Bind(7, caller.SeesHomes ? null : ListWriter.Name(Privacy.Public)));
        await audit.NoteHomes(context, caller, page.Items.Count(static command => Redaction.PrivacyOf(command.GetProperty("privacy").GetString()) != Privacy.Public));
        return Results.Ok(page);
    }

    private static async Task<IResult> Take(Caller caller, IGrainFactory grains, EntityRegistry registry, DeclaredClock clock, string id, Body<DeviceReceipt> body)
    {
        var device = id.Split('.', 2)[0];
        if (!Commands.IsIdOf("term-", device) || registry.Find(device) is not { } known || !caller.May(Need.SendObservations, new Subject(known.Cell)))
        {
            return Problems.NotFound("command", id);
        }

        if (Characters.In(body.Value.Reason) > LongestReason)
        {
            return Problems.Bad("reason-too-long", $"The reason may have at most {LongestReason} characters: shorten it.", "reason", $"理由不得超过{LongestReason}字，请精简。");
        }

        var receipt = new CommandReceipt { Id = id, IsDone = body.Value.Outcome == DeviceOutcome.Done, Reason = body.Value.Outcome == DeviceOutcome.Done ? "" : body.Value.Reason, At = clock.Now };
        var reply = await grains.GetGrain<ITerminalGrain>(device).Answer(receipt);
        return reply.Refusal is { } refusal ? Problems.Refused(refusal) : Results.Ok(reply.Command);
    }
}

/// <summary>What a device says about a command.</summary>
/// <param name="Outcome">Whether it was done.</param>
/// <param name="Reason">Why not; nothing where it was done.</param>
public sealed record DeviceReceipt(DeviceOutcome Outcome, string Reason = "");

/// <summary>What became of a command.</summary>
public enum DeviceOutcome
{
    /// <summary>The device did it.</summary>
    Done,

    /// <summary>The device could not.</summary>
    Failed,
}
