using CityActors.Alerts;
using CityActors.Households;
using CityActors.Places;
using CityActors.Silo.Access;
using CityActors.Silo.Api;
using CityActors.Silo.Clock;
using CityActors.Silo.Requests;

namespace CityActors.Silo.Notifications;

/// <summary>Who was told of an alert, when they were to be told and when they were; and what a receiver says became of it.</summary>
public static class StepEndpoints
{
    private const string HomeCall = "home-call";
    private const string Resident = "resident";

    /// <summary>Maps the endpoints.</summary>
    public static void MapSteps(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/alerts/{id}/steps", Read).Needs(Need.HandleAlert).Produces<IReadOnlyList<AlertStepView>>()
            .WithSummary("The steps of an alert's ladder, soonest first: who, when due, when handed over, with what receipt.");
        routes.MapPost("/v1/notifications/{id}/receipt", Take).Needs(Need.SendObservations).Produces(StatusCodes.Status204NoContent).WithMetadata(Commands.SizeLimit).ReturnsFactPosition()
            .Shows(new BodyExample("""{"outcome":"reached"}""", "reached"), new BodyExample("""{"outcome":"not-reached"}""", "not-reached"))
            .WithSummary("What became of a call or message: reached, not-reached, or safe, the word of who was called at home. The same again changes nothing.");
    }

    private static async Task<IResult> Read(Caller caller, IGrainFactory grains, NotificationStore store, HouseholdAccessLog looks, DeclaredClock clock, string id)
    {
        if (await AlertEndpoints.Find(caller, grains, id) is not var (_, view))
        {
            return Problems.NotFound("alert", id);
        }

        if (AlertEndpoints.WhyNot(caller, view) is { } notYours)
        {
            return Problems.Refused(notYours);
        }

        if (view.Privacy != Privacy.Public)
        {
            await looks.Log(caller, view.Alert.Entity, new HouseholdLook(caller.Name, $"steps of alert {id}", clock.Now), isRefused: false);
        }

        var rows = (await store.OfSubject(id)).Where(static row => row.Call is null).ToDictionary(static row => row.Receiver, StringComparer.Ordinal);
        var isOver = view.Alert.AcknowledgedAt is not null || view.Alert.State == AlertState.Cleared;
        var planned = view.Steps.Select(step => rows.Remove(step.Receiver, out var row) ? ViewOf(row, step.Due)
            : new AlertStepView(step.Receiver, step.Due, isOver ? AlertStepState.NotNeeded : AlertStepState.Planned));
        return Results.Ok(planned.Concat(rows.Values.Select(static row => ViewOf(row, row.WantedAt))).OrderBy(static step => step.Due).ToArray());
    }

    private static async Task<IResult> Take(
        Caller caller, IGrainFactory grains, NotificationStore store, DeclaredClock clock, string id, Body<StepReceipt> body)
    {
        if (await store.Find(id) is not { Call: null, HandedOverAt: not null } row || !caller.May(Need.SendObservations, new Subject(row.Area)))
        {
            return Problems.NotFound("notification", id);
        }

        if (body.Value.Outcome == StepOutcome.Safe && row.Receiver != HomeCall)
        {
            return Problems.Bad("not-the-home", $"Only who was called at home ('{HomeCall}') can say that all is well.", "outcome", "只有被呼叫的住户本人可以报平安。");
        }

        var (said, at) = (Enum.Parse<NotificationReceipt>(body.Value.Outcome.ToString()), clock.Now);
        if (said == NotificationReceipt.Safe && row.Subject.Split('.', 2) is [var owner, _] && Commands.HasAlerts(owner))
        {
            // First the alert, which a repeat does not change; one that has ended already needs nothing more.
            await EntityGrains.Find(grains, owner).HandleAlert(row.Subject, new AlertCommand.Safe { CommandId = $"{id} safe", Actor = Resident, At = at });
        }

        if (row.Receipt is null || row.Receipt < said)
        {
            await store.Record(id, said, at);
        }

        return Results.NoContent(); // A gateway is told nothing of homes.
    }

    private static AlertStepView ViewOf(NotificationRow row, DateTimeOffset due) => new(row.Receiver, due, Enum.Parse<AlertStepState>(row.State.ToString()))
    {
        Id = row.Id,
        WantedAt = row.WantedAt,
        HandedOverAt = row.HandedOverAt,
        DeliveredAt = row.DeliveredAt,
        Receipt = row.Receipt is { } said ? Enum.Parse<StepOutcome>(said.ToString()) : null,
        ReceiptAt = row.ReceiptAt,
    };
}

/// <summary>A step of an alert's ladder as it stands.</summary>
/// <param name="Receiver">Who is told.</param>
/// <param name="Due">When, counted from the alert's opening, UTC.</param>
/// <param name="State">Where it stands.</param>
public sealed record AlertStepView(string Receiver, DateTimeOffset Due, AlertStepState State)
{
    /// <summary>The notification's id, or null: nothing was sent.</summary>
    public string? Id { get; init; }

    /// <summary>When the step was taken, UTC, or null: it was not.</summary>
    public DateTimeOffset? WantedAt { get; init; }

    /// <summary>When it was first handed over to the receiver's adapter, UTC, or null: it was not.</summary>
    public DateTimeOffset? HandedOverAt { get; init; }

    /// <summary>When the receiver took it, UTC, or null: it has not.</summary>
    public DateTimeOffset? DeliveredAt { get; init; }

    /// <summary>What the receiver says became of it, or null: nothing.</summary>
    public StepOutcome? Receipt { get; init; }

    /// <summary>When it said so, UTC, or null.</summary>
    public DateTimeOffset? ReceiptAt { get; init; }
}

/// <summary>Where a step of a ladder stands.</summary>
public enum AlertStepState
{
    /// <summary>It is taken when it is due.</summary>
    Planned,

    /// <summary>Somebody took the alert on before, or it ended.</summary>
    NotNeeded,

    /// <summary>It is to be delivered.</summary>
    Waiting,

    /// <summary>The receiver took it.</summary>
    Delivered,

    /// <summary>It was given up.</summary>
    Dead,

    /// <summary>It was taken, and not needed any more before it was delivered.</summary>
    Withdrawn,
}

/// <summary>What a receiver says about a call or message.</summary>
/// <param name="Outcome">What became of it.</param>
public sealed record StepReceipt(StepOutcome Outcome);

/// <summary>What became of a call or message.</summary>
public enum StepOutcome
{
    /// <summary>Nobody answered.</summary>
    NotReached,

    /// <summary>Somebody answered.</summary>
    Reached,

    /// <summary>Who was called at home said that all is well.</summary>
    Safe,
}
