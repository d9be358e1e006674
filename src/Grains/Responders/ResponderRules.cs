using CityActors.Alerts;
using CityActors.Commits;
using CityActors.Deadlines;
using CityActors.Facts;
using CityActors.Places;
using CityActors.WorkOrders;
using Microsoft.Extensions.Options;
using Decision = CityActors.Commits.Decision;

namespace CityActors.Responders;

/// <summary>What a responder decides: its card comes from the API, its orders from the orders, and in a drill it takes its own next step.</summary>
/// <param name="options">How a drill's responders act.</param>
internal sealed class ResponderRules(IOptions<DrillOptions> options) : ICityRules<ResponderState>
{
    private const string StepName = "drill/";
    private readonly DrillOptions options = options.Value;

    /// <summary>Registers it or changes its card; its orders stay as they are.</summary>
    public static (Decision<ResponderState> Decision, ResponderCard Reply) Put(string key, ResponderState state, ResponderCard card)
    {
        var before = state.Card;
        card = card with { Id = key, Orders = before?.Orders ?? [], Version = before?.Version ?? 0 };
        if (before is not null && IsSame(before, card))
        {
            return (Decision.None(state), before);
        }

        string[] dispatch = [AreaCodes.DispatchKey(card.Area)];
        dispatch = before is null ? dispatch : [.. dispatch.Append(AreaCodes.DispatchKey(before.Area)).Distinct(StringComparer.Ordinal)];
        var (next, fact) = Change(state, card, card.SeenAt, dispatch);
        return (Decision.To(next, fact), next.Card!);
    }

    public Decision<ResponderState> React(string key, ResponderState state, CityFact fact, DateTimeOffset now) => fact switch
    {
        _ when state.Card is null => Decision.None(state), // Dispatch and the doors give orders to nobody who is not registered.
        CrewChanged f when f.Offers.FirstOrDefault(offer => offer.Responder == key) is { } offer => Offer(state, offer.Assignment),
        CrewChanged f when f.Released.Contains(key) => Release(state, f.Subject, f.At),
        OrderChanged f when f.Entry.Actor == key => Go(key, state, f.Subject, f.Entry.CommandId, new WorkOrderReply(f.Order, null)),
        CommandRefused f when f.Command.Actor == key =>
            Go(key, state, f.Subject, f.Command.CommandId, new WorkOrderReply(f.Order, new Refusal(f.Code, "", ""))),
        _ => Decision.None(state),
    };

    public Decision<ResponderState> Due(string key, ResponderState state, Deadline deadline, DateTimeOffset now)
    {
        var order = deadline.Name[StepName.Length..];
        if (state.Card is not { } card || state.TaskOf(order) is not { IsTaken: false } task || task.At > deadline.Due)
        {
            return Decision.None(state);
        }

        var isLast = task.Step == DrillStep.Finish; // Others' words: nobody answers the responder.
        var next = state.With(order, isLast ? null : task with { IsTaken = true }) with { Steps = state.Steps + 1 };
        return Decision.To(next, new DrillStepTaken
        {
            Subject = $"{key}/{order}",
            Version = next.Steps,
            At = task.At,
            Area = card.Area,
            Order = order,
            Commands = DrillRules.Commands(task, key).ToArray(),
        });
    }

    public IEnumerable<DueTime> Deadlines(string key, ResponderState state) =>
        state.Tasks.Where(static task => !task.IsTaken).Select(static task => new DueTime(StepName + task.Offer.Order, task.At));

    private static bool IsSame(ResponderCard before, ResponderCard card) =>
        before.Skills.SequenceEqual(card.Skills, StringComparer.Ordinal) && before == card with { Skills = before.Skills };

    private static (ResponderState Next, ResponderChanged Fact) Change(
        ResponderState state, ResponderCard card, DateTimeOffset at, params string[] dispatch)
    {
        card = card with { Version = card.Version + 1 };
        var fact = new ResponderChanged { Subject = card.Id, Version = card.Version, At = at, Area = card.Area, Responder = card, Dispatch = dispatch };
        return (state with { Card = card }, fact);
    }

    private static Decision<ResponderState> Carry(ResponderState state, IEnumerable<string> orders, DateTimeOffset at)
    {
        var (next, fact) = Change(state, state.Card! with { Orders = orders.ToArray() }, at);
        return Decision.To(next, fact);
    }

    private Decision<ResponderState> Offer(ResponderState state, Assignment offer)
    {
        var card = state.Card!;
        var known = new KnownOffer(offer.Order, offer.At);
        if (state.Offers.Contains(known))
        {
            return Decision.None(state);
        }

        var next = card.Drill ? state.With(offer.Order, DrillRules.Begin(offer, card.Id, options)) : state;
        return Carry(next.With(known), card.Orders.Where(order => order != offer.Order).Append(offer.Order), offer.At);
    }

    private static Decision<ResponderState> Release(ResponderState state, string order, DateTimeOffset at)
    {
        if (!state.Card!.Orders.Contains(order))
        {
            return Decision.None(state);
        }

        // What was begun goes on: the order lets its responders go when the work is handed in, before it is confirmed and closed.
        var next = state.TaskOf(order) is { Step: not (DrillStep.Submit or DrillStep.Finish) } ? state.With(order, null) : state;
        return Carry(next, state.Card.Orders.Where(other => other != order), at);
    }

    // The order's word about a step: what comes next counts from the step's own time.
    private Decision<ResponderState> Go(string key, ResponderState state, string order, string command, WorkOrderReply reply)
    {
        if (state.TaskOf(order) is not { IsTaken: true } task || DrillRules.Commands(task, key)[^1].CommandId != command)
        {
            return Decision.None(state);
        }

        var after = DrillRules.After(task, reply, key, options);
        var next = state.With(order, after);
        if (task.Step != DrillStep.Start || after is null || reply.Order is not { } there)
        {
            return Decision.To(next);
        }

        var card = state.Card! with { Position = there.Position, SeenAt = task.At };
        var (moved, fact) = Change(next, card, task.At, AreaCodes.DispatchKey(card.Area));
        return Decision.To(moved, fact);
    }
}
