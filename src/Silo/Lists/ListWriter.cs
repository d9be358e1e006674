using System.Text.Json;
using CityActors.Facts;
using CityActors.Storage;
using CityActors.WorkOrders;

namespace CityActors.Silo.Lists;

/// <summary>Puts facts into the lists. A snapshot older than the row is passed over, so order and repeats do not matter.</summary>
internal static class ListWriter
{
    public static void Put(DatabaseSession session, CityFact fact)
    {
        switch (fact)
        {
            case AlertChanged changed:
                PutAlert(session, changed);
                break;
            case OrderChanged changed:
                PutOrder(session, changed);
                break;
            case ResponderChanged changed:
                PutResponder(session, changed);
                break;
            case EntityRegistered registered:
                session.Prepare(ListTables.UpsertEntity)
                    .Bind(1, registered.Entity.Id).Bind(2, registered.Version).Bind(3, registered.Entity.Type).Bind(4, registered.Entity.Cell)
                    .Bind(5, Json(registered.Entity)).Post();
                break;
            case AreaRegistered registered:
                session.Prepare(ListTables.UpsertArea)
                    .Bind(1, registered.Place.Code).Bind(2, registered.Version).Bind(3, Name(registered.Place.Level)).Bind(4, Json(registered.Place)).Post();
                break;
        }
    }

    /// <summary>An enumeration's name as the API writes it.</summary>
    public static string Name<TEnum>(TEnum value)
        where TEnum : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    private static void PutAlert(DatabaseSession session, AlertChanged changed)
    {
        var alert = changed.Alert;
        session.Prepare(ListTables.UpsertAlert)
            .Bind(1, alert.Id).Bind(2, alert.Version).Bind(3, Name(alert.State)).Bind(4, alert.Kind).Bind(5, alert.Entity)
            .Bind(6, alert.Cell).Bind(7, alert.OpenedAt).Bind(8, alert.ChangedAt).Bind(9, Json(alert)).Post();
    }

    private static void PutOrder(DatabaseSession session, OrderChanged changed)
    {
        var order = changed.Order;
        session.Prepare(ListTables.UpsertOrder)
            .Bind(1, order.Id).Bind(2, order.Version).Bind(3, Name(order.Status)).Bind(4, order.Category)
            .Bind(5, IsOpen(order.Status) ? 1 : 0).Bind(6, order.Overdue.Count > 0 ? 1 : 0).Bind(7, order.Cell)
            .Bind(8, order.ReportedAt).Bind(9, order.ChangedAt).Bind(10, Json(order)).Post();
    }

    private static void PutResponder(DatabaseSession session, ResponderChanged changed)
    {
        var card = changed.Responder;
        session.Prepare(ListTables.UpsertResponder)
            .Bind(1, card.Id).Bind(2, card.Version).Bind(3, card.Area)
            .Bind(4, card.Reachable && card.Orders.Count < card.Capacity ? 1 : 0).Bind(5, $",{string.Join(',', card.Skills)},")
            .Bind(6, Json(card)).Post();
    }

    private static bool IsOpen(OrderStatus status) =>
        status is not (OrderStatus.Closed or OrderStatus.NotFiled or OrderStatus.Merged or OrderStatus.Cancelled or OrderStatus.None);

    private static string Json<T>(T value) => JsonSerializer.Serialize(value, FactRecords.Json);
}
