using CityActors.Alerts;
using CityActors.Cases;
using CityActors.Facts;
using CityActors.Places;
using CityActors.Pools;
using CityActors.WorkOrders;
using static CityActors.WorkOrders.OrderEvents;

namespace CityActors.Reactions;

/// <summary>What follows from a fact: which grains must know it. Each gets the fact itself and decides by its own rules.</summary>
public static class ReactionTable
{
    private const string DispatchCommand = "dispatch-";
    private const string DrillCommand = "drill-";

    /// <summary>The addresses of all who must know a fact, none twice.</summary>
    public static IEnumerable<string> Of(CityFact fact) => fact switch
    {
        AlertChanged f => f.Sends is null ? OfAlert(f) : [.. OfAlert(f), Addresses.OfDesk(f.Area)],
        AlertEnded f => [Addresses.OfOrder(f.Order)],
        MatterClaimed or MatterMerged => [Addresses.OfOrder(fact.Subject)],
        ReportTaken { Alert: { Length: > 0 } alert } f => [Addresses.OfAlert(alert), .. Addresses.OfCells(f.Area)],
        ReportTaken f => Addresses.OfCells(f.Area),
        ReportsHandedOver f => [Addresses.OfOrder(f.Into), Addresses.OfMatters(f.Area), .. Addresses.OfCells(f.Area)],
        ResponderWanted f => [Addresses.OfDispatch(f.Area)],
        ResponderChosen f => [Addresses.OfOrder(f.Order)],
        CrewChanged f => f.Released.Concat(f.Offers.Select(static offer => offer.Responder)).Distinct(StringComparer.Ordinal).Select(Addresses.OfResponder),
        CommandRefused f => OfRefusal(f),
        OrderEnded f => [.. f.Alerts.Select(Addresses.OfAlert).Distinct(StringComparer.Ordinal), Addresses.OfMatters(f.Area), .. Addresses.OfCells(f.Area)],
        OrderChanged f => OfLine(f),
        ResponderChanged f => OfCard(f),
        DrillStepTaken f => [Addresses.OfOrder(f.Order)],
        OrderGivenUp f => [Addresses.OfOrder(f.Order)],
        ResponderArrived f => [Addresses.OfResponder(f.Responder)],
        AlertsActedOn f => f.Alerts.Select(Addresses.OfAlert).Distinct(StringComparer.Ordinal),
        SignalChanged f => f.Places,
        MemberChanged f => f.Places.Concat(f.Left).Distinct(StringComparer.Ordinal),
        CellStood f => [Addresses.OfPlaces(f.Area)],
        PlaceTurned f => f.Cells.Select(Addresses.OfCell),
        MembersMuted f => f.Members.Select(Addresses.OfEntity),
        ObservationDerived f => [Addresses.OfDerived(f.Entity)],
        EntityRegistered { Desks: { } desks } => desks.Select(static key => $"{Addresses.Desk}/{key}"),
        CaseWanted { CaseType: AskedOrders.Type, Area.Length: > 4 } f => [Addresses.OfMatters(f.Area)],
        CaseWanted f => [Addresses.OfCase(f.Case)],
        CaseReached f => [Addresses.OfCase(f.Parent.Id)],
        HolderWanted f => f.Pools.Select(Addresses.OfPool),
        HolderStands f => f.Pools.Select(Addresses.OfPool),
        RecordShown f => f.Pools.Select(Addresses.OfPool),
        HolderFound f => [Addresses.OfCase(f.Case)],
        CommandChosen { Command.Device: { Length: > 0 } device } => [Addresses.OfEntity(device)],
        CommandChosen f => [Addresses.OfAlert(f.Command.Alert)],
        _ => [],
    };

    private static IEnumerable<string> OfAlert(AlertChanged fact) =>
        fact.IsReport ?? fact.Version == 1 ? [Addresses.OfMatters(fact.Area), .. Addresses.OfCells(fact.Area)]
        : fact.Version == 1 || fact.Alert.State == AlertState.Cleared ? Addresses.OfCells(fact.Area)
        : [];

    private static IEnumerable<string> OfCard(ResponderChanged fact) =>
        fact.Dispatch.Select(static key => $"{Addresses.Dispatch}/{key}").Concat(fact.Responder.Drill ? [Addresses.OfActor(fact.Subject)] : []);

    private static IEnumerable<string> OfRefusal(CommandRefused fact) => fact.Command switch
    {
        WorkOrderCommand.AssignTo assign when assign.CommandId.StartsWith(DispatchCommand, StringComparison.Ordinal) => [Addresses.OfDispatch(fact.Area)],
        WorkOrderCommand.Merge => [Addresses.OfMatters(fact.Area)],
        { Actor: var actor, CommandId: var id } when IsActors(actor, id) => [Addresses.OfActor(actor)],
        _ => [],
    };

    private static IEnumerable<string> OfLine(OrderChanged fact)
    {
        if (ConcernsDispatch(fact.Entry.What))
        {
            yield return Addresses.OfDispatch(fact.Area);
        }

        if (fact.Entry.What == Reopened)
        {
            yield return Addresses.OfMatters(fact.Area);
            foreach (var cell in Addresses.OfCells(fact.Area))
            {
                yield return cell;
            }
        }

        if (IsActors(fact.Entry.Actor, fact.Entry.CommandId))
        {
            yield return Addresses.OfActor(fact.Entry.Actor);
        }
    }

    private static bool ConcernsDispatch(string what) => what
        is Dispatched or SignedFor or Declined or Submitted or ReworkOrdered or Returned or Transferred or Suspended or NotFiled or Closed or Merged or Cancelled;

    private static bool IsActors(string actor, string command) =>
        actor.StartsWith("resp-", StringComparison.Ordinal) && command.StartsWith(DrillCommand, StringComparison.Ordinal);
}
