using CityActors.Client.Api;

namespace CityActors.Client.Simulation;

/// <summary>Citizens' reports beside the orders that came of them.</summary>
internal sealed record ReportFigures
{
    public required int Sent { get; init; }

    /// <summary>Things that were there to be reported.</summary>
    public required int Matters { get; init; }

    public required int Orders { get; init; }

    /// <summary>Reports of one matter that got different orders.</summary>
    public required int TornApart { get; init; }

    /// <summary>Matters that share an order with another one.</summary>
    public required int MixedUp { get; init; }

    public static ReportFigures Of(IReadOnlyList<Matter> matters, IReadOnlyDictionary<string, NewOrderReceipt> receipts)
    {
        var orders = matters.Select(matter => matter.Reports.Where(report => receipts.ContainsKey(report.Id)).Select(report => receipts[report.Id].Order).Distinct(StringComparer.Ordinal).ToList()).ToList();
        var shared = orders.SelectMany(ids => ids).GroupBy(id => id, StringComparer.Ordinal).Where(id => id.Count() > 1).Select(id => id.Key).ToHashSet(StringComparer.Ordinal);
        return new ReportFigures
        {
            Sent = receipts.Count,
            Matters = orders.Count(ids => ids.Count > 0),
            Orders = orders.SelectMany(ids => ids).Distinct(StringComparer.Ordinal).Count(),
            TornApart = orders.Count(ids => ids.Count > 1),
            MixedUp = orders.Count(ids => ids.Exists(shared.Contains)),
        };
    }
}
