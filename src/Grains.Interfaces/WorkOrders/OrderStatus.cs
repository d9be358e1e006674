namespace CityActors.WorkOrders;

/// <summary>Where an order stands.</summary>
[GenerateSerializer, Alias("order-status")]
public enum OrderStatus
{
    /// <summary>No such order yet.</summary>
    None,

    /// <summary>Reported, not yet accepted.</summary>
    Reported,

    /// <summary>核查: somebody looks whether it is so.</summary>
    Checking,

    /// <summary>立案: accepted as a case.</summary>
    Filed,

    /// <summary>不予立案: not a case. Final.</summary>
    NotFiled,

    /// <summary>派遣: given to a department and responders.</summary>
    Dispatched,

    /// <summary>签收: somebody took it on.</summary>
    SignedFor,

    /// <summary>处置: being handled.</summary>
    Handling,

    /// <summary>处置完成: the handler is done.</summary>
    Submitted,

    /// <summary>处理反馈: the department confirms.</summary>
    Confirmed,

    /// <summary>核实: somebody looks whether it is done.</summary>
    Verifying,

    /// <summary>结案. Final but for reopening, appeal and rating.</summary>
    Closed,

    /// <summary>回退: the department says it is not its own.</summary>
    Returned,

    /// <summary>挂账: put off to a date.</summary>
    Suspended,

    /// <summary>Merged into another order. Final.</summary>
    Merged,

    /// <summary>作废. Final.</summary>
    Cancelled,
}
