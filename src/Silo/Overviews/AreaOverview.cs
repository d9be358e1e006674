using CityActors.Places;

namespace CityActors.Silo.Overviews;

/// <summary>What a wall screen counts of an area and all below it. Alerts of homes are counted by community and nowhere else.</summary>
/// <param name="Now">The city's time, UTC; today is the day of China Standard Time that it lies in.</param>
/// <param name="Area">The area; empty: the whole city.</param>
/// <param name="Alerts">Alerts.</param>
/// <param name="Orders">Orders.</param>
/// <param name="Responders">Responders.</param>
/// <param name="Care">Communities with open alerts of homes, by code; none where the area is a cell.</param>
/// <param name="Devices">Devices by type.</param>
/// <param name="Areas">The areas directly below, by code.</param>
/// <param name="Rain">Rain; null where nothing measures it.</param>
public sealed record AreaOverview(
    DateTimeOffset Now,
    string Area,
    AlertCounts Alerts,
    OrderCounts Orders,
    ResponderCounts Responders,
    IReadOnlyList<CareCount> Care,
    IReadOnlyList<DeviceCount> Devices,
    IReadOnlyList<PartCount> Areas,
    RainCount? Rain);

/// <summary>Public alerts by priority.</summary>
/// <param name="High">Life and safety.</param>
/// <param name="Medium">Order in the street.</param>
/// <param name="Low">Device and data matters.</param>
public sealed record PriorityCounts(long High, long Medium, long Low);

/// <summary>Alerts. Besides those by priority, homes count, too, but for what their devices tell of themselves.</summary>
/// <param name="Open">Public ones that have not ended.</param>
/// <param name="Care">Those of homes that have not ended.</param>
/// <param name="Unacknowledged">Of both, above low priority: those that nobody has taken on.</param>
/// <param name="LastTenMinutes">Opened within the last ten minutes; more than ten are a flood.</param>
/// <param name="Today">Public ones that were opened today.</param>
/// <param name="StaleOverDay">Open for more than a day.</param>
/// <param name="RespondedToday">Those that somebody came to today, or made sure of otherwise.</param>
/// <param name="InFiveMinutesToday">Of these, those within five minutes of their opening.</param>
public sealed record AlertCounts(
    PriorityCounts Open, long Care, long Unacknowledged, long LastTenMinutes, PriorityCounts Today, long StaleOverDay, long RespondedToday, long InFiveMinutesToday);

/// <summary>Orders.</summary>
/// <param name="Open">Those that go on.</param>
/// <param name="Overdue">Of these, those with a clock that ran out.</param>
/// <param name="OpenedToday">Reported today.</param>
/// <param name="ClosedToday">Closed today.</param>
/// <param name="Stages">The open ones by status, in the order of the life cycle.</param>
/// <param name="Due">The open ones that are due within the next hour, the first one first; at most 200.</param>
public sealed record OrderCounts(
    long Open, long Overdue, long OpenedToday, long ClosedToday, IReadOnlyList<StageCount> Stages, IReadOnlyList<DueOrder> Due);

/// <summary>The open orders of one status.</summary>
/// <param name="Stage">The status.</param>
/// <param name="Count">How many.</param>
/// <param name="MedianMinutes">For how many whole minutes the middle one has stood in it; null: there is none.</param>
/// <param name="DueSoon">Those due within the next hour.</param>
/// <param name="Overdue">Those with a clock that ran out.</param>
public sealed record StageCount(WorkOrders.OrderStatus Stage, long Count, long? MedianMinutes, long DueSoon, long Overdue);

/// <summary>An order that is due soon.</summary>
/// <param name="Id">The order.</param>
/// <param name="Category">Its category's code.</param>
/// <param name="DueAt">When it is due, UTC.</param>
/// <param name="Clock">Which clock runs out then.</param>
/// <param name="Cell">Its cell; of a home's matter the community.</param>
public sealed record DueOrder(string Id, string Category, DateTimeOffset DueAt, string Clock, string Cell);

/// <summary>Responders whose shift runs.</summary>
/// <param name="OnShift">How many.</param>
/// <param name="Free">Those that can be reached and can carry another order.</param>
/// <param name="Busy">The others.</param>
public sealed record ResponderCounts(long OnShift, long Free, long Busy);

/// <summary>The open alerts of a community's homes.</summary>
/// <param name="Community">Its code.</param>
/// <param name="Name">Its name; empty where it is not registered.</param>
/// <param name="Street">The code of its street.</param>
/// <param name="Open">How many.</param>
/// <param name="OldestOpenedAt">When the oldest was opened, UTC.</param>
/// <param name="OnSite">Those where somebody is, or made sure otherwise.</param>
public sealed record CareCount(string Community, string Name, string Street, long Open, DateTimeOffset OldestOpenedAt, long OnSite);

/// <summary>Devices of one type.</summary>
/// <param name="Type">The type.</param>
/// <param name="Total">Those in service.</param>
/// <param name="Silent">Those with an open data gap.</param>
/// <param name="WorstArea">The area directly below with the greatest share of silent ones; null: none is silent, or it would be a cell with homes.</param>
/// <param name="WorstShare">That share, 0 to 1.</param>
public sealed record DeviceCount(string Type, long Total, long Silent, string? WorstArea, double? WorstShare);

/// <summary>An area directly below.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Name">Its name.</param>
/// <param name="Level">Its level.</param>
/// <param name="Alerts">Its open public alerts.</param>
/// <param name="Care">The open alerts of its homes; null where it is a cell.</param>
/// <param name="Orders">Its open orders.</param>
/// <param name="Overdue">Of these, those with a clock that ran out.</param>
/// <param name="OnShift">The responders that serve it or an area in it and whose shift runs.</param>
public sealed record PartCount(string Code, string Name, AreaLevel Level, PriorityCounts Alerts, long? Care, long Orders, long Overdue, long OnShift);

/// <summary>Rain.</summary>
/// <param name="Limit">From how many mm/h on it is an alert.</param>
/// <param name="Stations">Terminals that measure it.</param>
/// <param name="Over">Those with an open alert.</param>
/// <param name="Hours">The quarter hours of the last six hours, the oldest first.</param>
public sealed record RainCount(double Limit, long Stations, long Over, IReadOnlyList<RainQuarter> Hours);

/// <summary>The rain of a quarter hour.</summary>
/// <param name="From">Its beginning, UTC.</param>
/// <param name="Most">The strongest that came in, mm/h; null: nothing did.</param>
public sealed record RainQuarter(DateTimeOffset From, double? Most);
