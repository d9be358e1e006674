using CityActors.Alerts;
using CityActors.Places;

namespace CityActors.Reactions;

/// <summary>The grains of the city as facts and deadlines name them: <c>type/key</c>.</summary>
internal static class Addresses
{
    public const string Actor = "responder-actor";
    public const string Camera = "camera";
    public const string Case = "case";
    public const string Cell = "grid-cell";
    public const string Desk = "command-desk";
    public const string Dispatch = "dispatch";
    public const string Household = "household";
    public const string MatterIndex = "matter-index";
    public const string Derived = "derived-observations";
    public const string Places = "places";
    public const string Pool = "pool";
    public const string Record = "record";
    public const string Responder = "responder";
    public const string Terminal = "terminal";
    public const string WorkOrder = "work-order";

    /// <summary>The entity with an id; of an area or cell, who has its alerts.</summary>
    /// <exception cref="ArgumentException">The id is of no kind of entity.</exception>
    public static string OfEntity(string id) => $"{EntityGrains.TypeOf(id)}/{EntityGrains.KeyOf(id)}";

    /// <summary>The entity that an alert is about.</summary>
    public static string OfAlert(string alert) => OfEntity(alert[..alert.IndexOf('.', StringComparison.Ordinal)]);

    /// <summary>Who decides what holds in several places of the district that an area lies in.</summary>
    public static string OfPlaces(string area) => $"{Places}/{AreaCodes.PlacesKey(area)}";

    /// <summary>Who puts into the log what rules derive of a thing.</summary>
    public static string OfDerived(string entity) => $"{Derived}/derived-{entity}";

    /// <summary>The cell of a code; none where the code is that of a larger area.</summary>
    public static IEnumerable<string> OfCells(string area) => AreaCodes.TryLevel(area, out var level) && level != AreaLevel.Cell ? [] : [OfCell(area)];

    public static string OfCase(string id) => $"{Case}/{id}";

    public static string OfRecord(string id) => $"{Record}/{id}";

    public static string OfPool(string key) => $"{Pool}/{key}";

    public static string OfOrder(string id) => $"{WorkOrder}/{id}";

    /// <summary>Who plays a drill's responder.</summary>
    public static string OfActor(string responder) => $"{Actor}/{responder}";

    public static string OfResponder(string id) => $"{Responder}/{id}";

    public static string OfCell(string code) => $"{Cell}/{AreaCodes.CellKey(code)}";

    /// <summary>The matter index of the district that an area lies in.</summary>
    public static string OfMatters(string area) => $"{MatterIndex}/{AreaCodes.MattersKey(area)}";

    /// <summary>The dispatch grain of the district that an area lies in.</summary>
    public static string OfDispatch(string area) => $"{Dispatch}/{AreaCodes.DispatchKey(area)}";

    /// <summary>The command desk of the district that an area lies in.</summary>
    public static string OfDesk(string area) => $"{Desk}/{AreaCodes.DeskKey(area)}";

    /// <summary>The key in an address.</summary>
    public static string KeyOf(string address) => address[(address.IndexOf('/', StringComparison.Ordinal) + 1)..];
}
