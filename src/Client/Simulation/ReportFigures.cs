using CityActors.Client.Api;

namespace CityActors.Client.Simulation;

/// <summary>Citizens' reports beside the orders that came of them.</summary>
/// <param name="Sent">Reports that were made.</param>
/// <param name="Matters">Things that were there to be reported.</param>
/// <param name="Orders">Orders that came of them.</param>
/// <param name="TornApart">Matters whose reports got different orders.</param>
/// <param name="MixedUp">Matters that share an order with another one.</param>
internal sealed record ReportFigures(int Sent, int Matters, int Orders, int TornApart, int MixedUp)
{
    public static ReportFigures Of(IReadOnlyList<Matter> matters, IReadOnlyDictionary<string, NewOrderReceipt> receipts)
    {
        var orders = matters.Select(matter => OrdersOf(matter).ToHashSet(StringComparer.Ordinal)).ToList();
        var mattersOf = orders.SelectMany(ids => ids).CountBy(id => id, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        return new ReportFigures(
            receipts.Count,
            Matters: orders.Count(ids => ids.Count > 0),
            Orders: mattersOf.Count,
            TornApart: orders.Count(ids => ids.Count > 1),
            MixedUp: orders.Count(ids => ids.Any(id => mattersOf[id] > 1)));

        IEnumerable<string> OrdersOf(Matter matter) =>
            matter.Reports.Select(report => receipts.GetValueOrDefault(report.Id)?.Order).OfType<string>();
    }
}
