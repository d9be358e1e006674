using CityActors.Alerts;
using CityActors.Households;
using CityActors.Places;
using CityActors.Silo.Access;
using CityActors.Silo.Clock;
using CityActors.Silo.Requests;

namespace CityActors.Silo.Api;

/// <summary>Reads one alert and acts on it.</summary>
public static class AlertEndpoints
{
    /// <summary>Maps the endpoints.</summary>
    public static void MapAlerts(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/alerts/{id}", Read).Needs(Need.ReadArea).Produces<Alert>().WithSummary("One alert, as its entity has it.");
        routes.MapPost("/v1/alerts/{id}/commands", Handle).Needs(Need.HandleAlert).Produces<Alert>()
            .Shows(new BodyExample("""{"type":"acknowledge"}""", "acknowledge"), new BodyExample("""{"type":"on-site"}""", "on-site"), new BodyExample("""{"type":"safe","note":"she was visiting her sister"}""", "safe"), new BodyExample("""{"type":"false-alarm","reason":"the meter was replaced"}""", "false-alarm"),
                new BodyExample("""{"type":"outcome","found":"found-well","note":"asleep"}""", "outcome"))
            .WithMetadata(Commands.SizeLimit, new TakesKey()).ReturnsFactPosition()
            .WithSummary("acknowledge, on-site, safe, false-alarm (reason required), outcome (of care alarms: false-alarm with a note, found-well, found-hurt, absent).");
    }

    /// <summary>Why a home's alert was raised tells how people live: reading it is a look, whose reason is the alert.</summary>
    private static async Task<IResult> Read(Caller caller, IGrainFactory grains, HouseholdAccessLog looks, DeclaredClock clock, string id)
    {
        if (await Find(caller, grains, id) is not var (_, view))
        {
            return Problems.NotFound("alert", id);
        }

        if (view.Privacy != Privacy.Public)
        {
            await looks.Log(caller, view.Alert.Entity, new HouseholdLook(caller.Name, $"alert {id}", clock.Now), isRefused: false);
        }

        return Results.Ok(ForReader(caller, view.Alert));
    }

    private static async Task<IResult> Handle(
        HttpContext context, Caller caller, IGrainFactory grains, DeclaredClock clock, string id, Body<AlertCommand> body)
    {
        if (await Find(caller, grains, id) is not var (entity, view))
        {
            return Problems.NotFound("alert", id);
        }

        if (WhyNot(caller, view) is { } notYours)
        {
            return Problems.Refused(notYours);
        }

        var command = body.Value;
        if (Commands.CheckId(command.CommandId) is { } badId)
        {
            return badId;
        }

        var given = command with { CommandId = Commands.IdOf(context, command.CommandId), Actor = caller.Name, At = clock.Now, Source = Commands.SourceOf(caller, command) };
        var reply = await entity.HandleAlert(id, given);
        return reply.Refusal is { } refusal ? Problems.Refused(refusal) : Results.Ok(reply.Alert);
    }

    /// <summary>What an officer wrote and found is for officers only.</summary>
    private static Alert ForReader(Caller caller, Alert alert) => alert.Actor == "system" || caller.SeesHomes ? alert : alert with { Reason = "", Outcome = null };

    /// <summary>Why nothing may be done about an alert by a caller who sees it, or null.</summary>
    internal static Refusal? WhyNot(Caller caller, AlertView view) => caller.May(Need.HandleAlert, new Subject(view.Alert.Cell, view.Privacy)) ? null : new Refusal(
        "not-your-role", "Only officers act on alerts.", "只有受理员可以处理告警。");

    /// <summary>An alert that the caller may see, and who has it: the id begins with that of the entity, area or cell, before a dot.</summary>
    internal static async Task<(IAlertingGrain Entity, AlertView View)?> Find(Caller caller, IGrainFactory grains, string id)
    {
        var entity = id.Split('.', 2) is [var owner, _] && Commands.HasAlerts(owner) ? EntityGrains.Find(grains, owner) : null;
        return entity is not null && await entity.ReadAlert(id) is { } view && caller.May(Need.ReadArea, new Subject(view.Alert.Cell, view.Privacy)) ? (entity, view) : null;
    }
}
