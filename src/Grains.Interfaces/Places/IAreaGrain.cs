using CityActors.Reactions;

namespace CityActors.Places;

/// <summary>A node of the tree city → district → street → community → cell; key <c>area-</c> and its code.</summary>
public interface IAreaGrain : ICityGrain
{
    /// <summary>Registers it or changes its card; the same card again changes nothing.</summary>
    [Alias("Register")]
    Task Register(AreaCard card, DateTimeOffset at);

    /// <summary>The area with its live figures, or null where it is not registered.</summary>
    [Alias("Read")]
    Task<AreaView?> Read();
}

/// <summary>Keys of area grains.</summary>
public static class AreaKeys
{
    /// <summary>The key of an area's grain.</summary>
    public static string Of(string code) => $"area-{code}";
}

/// <summary>An area with its live figures.</summary>
/// <param name="Card">The area.</param>
/// <param name="Figures">What stands in it and below.</param>
[GenerateSerializer, Immutable, Alias("area-view")]
public sealed record AreaView(
    [property: Id(0)] AreaCard Card,
    [property: Id(1)] AreaFigures Figures);

/// <summary>The figures of an area and all below it.</summary>
/// <param name="OpenAlerts">Open or acknowledged alerts.</param>
/// <param name="OpenOrders">Orders not ended.</param>
/// <param name="OverdueOrders">Open orders with a clock run out.</param>
/// <param name="Orders">All orders.</param>
/// <param name="ClosedOrders">Orders closed.</param>
[GenerateSerializer, Immutable, Alias("area-figures")]
public sealed record AreaFigures(
    [property: Id(0)] long OpenAlerts,
    [property: Id(1)] long OpenOrders,
    [property: Id(2)] long OverdueOrders,
    [property: Id(3)] long Orders,
    [property: Id(4)] long ClosedOrders);
