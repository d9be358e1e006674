using System.Text.Json;
using CityActors.Alerts;
using CityActors.Facts;
using CityActors.Silo.Access;
using CityActors.Silo.Clock;

namespace CityActors.Silo.Api;

/// <summary>Reads one alert and acts on it.</summary>
public static class AlertEndpoints
{
    /// <summary>Maps the endpoints.</summary>
    public static void MapAlerts(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/alerts/{id}", Read).RequireRole(Role.Viewer).WithSummary("One alert, as its entity has it.");
        routes.MapPost("/v1/alerts/{id}/commands", Handle).RequireRole(Role.Officer).WithMetadata(Commands.SizeLimit).SaysFact()
            .WithSummary("acknowledge, on-site, safe, false-alarm (reason required).");
    }

    private static async Task<IResult> Read(HttpContext context, IGrainFactory grains, string id)
    {
        var alert = TryFind(grains, id) is { } entity ? await entity.ReadAlert(id) : null;
        return alert is null || !Caller.Of(context).Covers(alert.Cell)
            ? Problems.NotFound("alert", id)
            : Results.Ok(Redaction.Alert(Caller.Of(context), JsonSerializer.SerializeToElement(ForReader(Caller.Of(context), alert), FactRecords.Json)));
    }

    private static async Task<IResult> Handle(HttpContext context, IGrainFactory grains, DeclaredClock clock, string id, AlertCommand command)
    {
        var caller = Caller.Of(context);
        if (TryFind(grains, id) is not { } entity || await entity.ReadAlert(id) is not { } alert || !caller.Covers(alert.Cell))
        {
            return Problems.NotFound("alert", id);
        }

        var reply = await entity.HandleAlert(id, command with
        {
            CommandId = Commands.IdOf(context, command.CommandId),
            Actor = caller.Name,
            At = clock.Now,
        });
        return reply.Refusal is { } refusal ? Problems.Refused(refusal) : Results.Ok(reply.Alert);
    }

    /// <summary>What an officer wrote is for officers.</summary>
    private static Alert ForReader(Caller caller, Alert alert) => alert.Actor == "system" || caller.May(Role.Officer) ? alert : alert with { Reason = "" };

    private static IAlertingGrain? TryFind(IGrainFactory grains, string alertId)
    {
        var dot = alertId.IndexOf('.', StringComparison.Ordinal);
        var entity = dot < 0 ? "" : alertId[..dot];
        return Commands.IsEntityId(entity) ? EntityGrains.Find(grains, entity) : null;
    }
}
