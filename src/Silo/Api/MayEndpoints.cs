using CityActors.Alerts;
using CityActors.Places;
using CityActors.Silo.Access;
using CityActors.Silo.Clock;
using CityActors.WorkOrders;

namespace CityActors.Silo.Api;

/// <summary>Says before anything is done which commands a caller may give now, and why not the rest: a trial of the very rules that decide.</summary>
public static class MayEndpoints
{
    /// <summary>Maps the endpoints.</summary>
    public static void MapMay(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/orders/{id}/may", OfOrder).Needs(Need.ReadMatter).Produces<MayAnswer>()
            .WithSummary("Every command of an order: whether the caller may give it now, and why not.");
        routes.MapGet("/v1/alerts/{id}/may", OfAlert).Needs(Need.ReadArea).Produces<MayAnswer>()
            .WithSummary("Every command of an alert: whether the caller may give it now, and why not.");
    }

    private static async Task<IResult> OfOrder(Caller caller, IGrainFactory grains, DeclaredClock clock, string id)
    {
        var giver = new CommandGiver(caller.Name, caller.Role == Role.Responder ? caller.Responder : "", clock.Now);
        if (await OrderAccess.Find(caller, grains, id) is not { } view || await grains.GetGrain<IWorkOrderGrain>(id).Weigh(giver) is not { } weighed)
        {
            return Problems.NotFound("order", id);
        }

        var answers = new List<MayCommand>();
        foreach (var (command, refusal) in weighed.Commands)
        {
            answers.Add(Answer(command, OrderAccess.WhyNot(caller, view, command) ?? await WhyNotMerged(grains, view, command) ?? refusal));
        }

        return Results.Ok(new MayAnswer(weighed.Version, answers));
    }

    private static async Task<IResult> OfAlert(Caller caller, IGrainFactory grains, DeclaredClock clock, string id)
    {
        if (await AlertEndpoints.Find(caller, grains, id) is not var (entity, view) || await entity.WeighAlert(id, caller.Name, clock.Now) is not { } weighed)
        {
            return Problems.NotFound("alert", id);
        }

        var notYours = AlertEndpoints.WhyNot(caller, view);
        return Results.Ok(new MayAnswer(weighed.Version, [.. weighed.Commands.Select(weighing => Answer(weighing.Command, notYours ?? weighing.Refusal))]));
    }

    /// <summary>The district's index is asked before the order, as for a merge that is to be done.</summary>
    private static async Task<Refusal?> WhyNotMerged(IGrainFactory grains, OrderView view, WorkOrderCommand command) => command is WorkOrderCommand.Merge merge
        ? await grains.GetGrain<IMatterIndexGrain>(AreaCodes.MattersKey(view.Order.Cell)).WeighMerge(view.Order.Id, merge)
        : null;

    private static MayCommand Answer(object command, Refusal? refusal) =>
        new(Commands.NameOf(command) ?? "", refusal is null, refusal?.Code, refusal?.English, refusal?.Chinese);
}

/// <summary>What a caller may do about an order or alert now.</summary>
/// <param name="Version">The version that was asked: with another one the answer may differ.</param>
/// <param name="Commands">Every command there is.</param>
public sealed record MayAnswer(long Version, IReadOnlyList<MayCommand> Commands);

/// <summary>Whether a caller may give a command now, if it is well-formed.</summary>
/// <param name="Type">The command.</param>
/// <param name="May">Whether it would be done.</param>
/// <param name="Code">The code of the refusal, or null.</param>
/// <param name="English">Why not, or null.</param>
/// <param name="Chinese">The same in Chinese, or null.</param>
public sealed record MayCommand(string Type, bool May, string? Code, string? English, string? Chinese);
