using CityActors.Reactions;

namespace CityActors.WorkOrders;

/// <summary>How orders hear that the working calendar was corrected: by a deadline, booked for each of them in the commit that notes the calendar.</summary>
/// <remarks>Which of their deadlines it moves follows from the order and the calendar; an order that is called twice, or for nothing, changes nothing.</remarks>
public static class CalendarCorrection
{
    /// <summary>The deadline's name.</summary>
    public const string DeadlineName = "calendar";

    /// <summary>What the owners begin with that hear of it.</summary>
    public const string Owners = Addresses.WorkOrder + "/";
}
