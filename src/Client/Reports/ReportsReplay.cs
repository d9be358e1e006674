using System.Diagnostics;
using System.Net;
using CityActors.Client.Api;
using CityActors.Client.Replays;
using CityActors.Places;
using CityActors.WorkOrders;

namespace CityActors.Client.Reports;

/// <summary>Sends a city's requests of years through the whole order path of a drill district of true size.</summary>
internal sealed class ReportsReplay(CityClient client, IReadOnlyList<ServiceRequest> requests, double scale)
{
    /// <summary>The district whose ground is used.</summary>
    private const string District = "tianxin";
    private const string DistrictCode = "430103";
    private const int Seed = 1;

    private readonly CategoryMap categories = CategoryMap.Baltimore();
    private readonly SortedDictionary<string, int> refused = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> orderOf = new(StringComparer.Ordinal);
    private int sent;
    private int merged;
    private int mergedDuplicates;
    private int duplicates;

    public async Task<ReportsSummary> Run(TimeSpan settle, Action<double, string> progress, CancellationToken cancellation)
    {
        var began = Stopwatch.GetTimestamp();
        await client.Expand(District, new DistrictExpansion(scale, Seed, Drill: true), cancellation);
        var shift = new Translation(Translation.Baltimore, await Centre(cancellation));
        var sending = Stopwatch.GetTimestamp();
        for (var i = 0; i < requests.Count; i++)
        {
            progress((double)i / requests.Count, $"{requests[i].Created:yyyy-MM-dd}");
            await Send(requests[i], shift, cancellation);
        }

        var took = Stopwatch.GetElapsedTime(sending);
        if (requests.Count > 0)
        {
            await client.Advance(ReplayClock.InChina(requests[^1].Created) + settle, cancellation);
        }

        return await Summary(took, Stopwatch.GetElapsedTime(began), cancellation);
    }

    private async Task<GeoPoint> Centre(CancellationToken cancellation)
    {
        await foreach (var area in client.Areas(cancellation: cancellation))
        {
            if (area.Code == DistrictCode)
            {
                return area.Centre;
            }
        }

        throw new InvalidDataException($"The Silo knows no area {DistrictCode} after the district was expanded.");
    }

    private async Task Send(ServiceRequest request, Translation shift, CancellationToken cancellation)
    {
        if (request.Position is not { } position)
        {
            Refuse("no-position");
            return;
        }

        if (categories.Of(request.Type) is not { } category)
        {
            Refuse("no-category");
            return;
        }

        await client.Advance(ReplayClock.InChina(request.Created), cancellation);
        var order = new NewOrder { Category = category, Position = shift.Move(position), Text = request.Type, Channel = ReportChannel.Citizen };
        try
        {
            var receipt = await client.Report(order, $"baltimore-{request.Id}", cancellation);
            Count(request, receipt);
        }
        catch (CityApiException no) when (no.Status is HttpStatusCode.BadRequest or HttpStatusCode.NotFound or HttpStatusCode.Conflict or HttpStatusCode.UnprocessableEntity)
        {
            Refuse(no.Code);
        }
    }

    private void Count(ServiceRequest request, NewOrderReceipt receipt)
    {
        sent++;
        orderOf[request.Id] = receipt.Order;
        duplicates += request.IsDuplicate ? 1 : 0;
        merged += receipt.Merged ? 1 : 0;
        mergedDuplicates += receipt.Merged && request.IsDuplicate ? 1 : 0;
    }

    private void Refuse(string code) => refused[code] = refused.GetValueOrDefault(code) + 1;

    private async Task<ReportsSummary> Summary(TimeSpan sending, TimeSpan total, CancellationToken cancellation)
    {
        var ours = orderOf.Values.ToHashSet(StringComparer.Ordinal);
        var orders = new List<OrderSummary>();
        await foreach (var order in client.Orders(cancellation: cancellation))
        {
            if (ours.Contains(order.Id))
            {
                orders.Add(order);
            }
        }

        var ended = orders.Where(order => order.EndedAt is not null).ToList();
        return new ReportsSummary
        {
            Rows = requests.Count,
            Sent = sent,
            Refused = refused,
            Orders = orders.Count,
            Merged = merged,
            LabelledDuplicates = duplicates,
            MergedAndLabelled = mergedDuplicates,
            Ended = ended.Count,
            EndedOnTime = ended.Count(order => order.Overdue.Count == 0),
            Overdue = orders.Count(order => order.Overdue.Count > 0),
            OverdueClocks = new SortedDictionary<string, int>(
                orders.SelectMany(order => order.Overdue).GroupBy(clock => clock, StringComparer.Ordinal).ToDictionary(clock => clock.Key, clock => clock.Count(), StringComparer.Ordinal), StringComparer.Ordinal),
            Sending = sending,
            Total = total,
        };
    }
}

/// <summary>What came of a replay of reports.</summary>
internal sealed record ReportsSummary
{
    public required int Rows { get; init; }

    public required int Sent { get; init; }

    public required IReadOnlyDictionary<string, int> Refused { get; init; }

    public required int Orders { get; init; }

    /// <summary>Reports that joined a known matter.</summary>
    public required int Merged { get; init; }

    /// <summary>Reports sent that the city itself closed as duplicates.</summary>
    public required int LabelledDuplicates { get; init; }

    /// <summary>Reports that are both.</summary>
    public required int MergedAndLabelled { get; init; }

    public required int Ended { get; init; }

    public required int EndedOnTime { get; init; }

    public required int Overdue { get; init; }

    public required IReadOnlyDictionary<string, int> OverdueClocks { get; init; }

    public required TimeSpan Sending { get; init; }

    public required TimeSpan Total { get; init; }
}
