using CityActors.Facts;
using CityActors.WorkOrders;

namespace CityActors.Alerts;

/// <summary>In a drill nobody acts on an alert: what its responder does about the order counts for the alert, too.</summary>
internal static class DrillAlerts
{
    /// <summary>What a line of the order means for an alert behind it, or null: nothing.</summary>
    public static AlertCommand? CommandOf(OrderChanged line, string alert)
    {
        var (actor, what) = (line.Entry.Actor, line.Entry.What);
        var id = $"drill-{alert}-{actor}-{what}";
        return what switch
        {
            OrderEvents.SignedFor => new AlertCommand.Acknowledge { CommandId = id, Actor = actor, At = line.At },
            OrderEvents.Started => new AlertCommand.OnSite { CommandId = id, Actor = actor, At = line.At },
            _ => null,
        };
    }
}
