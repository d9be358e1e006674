using System.Collections.Frozen;
using System.Text.Json;
using CityActors.Cases;

namespace CityActors.WorkOrders;

/// <summary>The statuses of orders as states of their type: the same words, in small letters, with hyphens.</summary>
internal static class OrderStates
{
    private static readonly string[] names = [.. Enum.GetValues<OrderStatus>().Select(static status => JsonNamingPolicy.KebabCaseLower.ConvertName(status.ToString()))];

    private static readonly FrozenDictionary<string, OrderStatus> byName = Enum.GetValues<OrderStatus>().ToFrozenDictionary(static status => names[(int)status], StringComparer.Ordinal);

    /// <summary>The state of a status.</summary>
    public static string NameOf(OrderStatus status) => names[(int)status];

    /// <summary>The status of a state.</summary>
    /// <exception cref="InvalidOperationException">Orders have no such status.</exception>
    public static OrderStatus Of(string state) => byName.TryGetValue(state, out var status) ? status : throw new InvalidOperationException($"A work order has no status '{state}': its type may have the states {string.Join(", ", byName.Keys.Order(StringComparer.Ordinal))}.");

    /// <summary>What people call a status, Chinese.</summary>
    public static string ChineseNameOf(CaseProgram program, OrderStatus status) => program.Spec.States[NameOf(status)].Name.Zh!;
}
