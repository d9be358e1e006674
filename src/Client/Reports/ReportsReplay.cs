using System.Diagnostics;
using System.Net;
using CityActors.Client.Api;
using CityActors.Client.Replays;
using CityActors.Places;
using CityActors.WorkOrders;

namespace CityActors.Client.Reports;

/// <summary>Sends years of a city's service requests through the whole order path of a full-size drill district.</summary>
internal sealed class ReportsReplay(CityClient client, IReadOnlyList<ServiceRequest> requests, double scale)
{
    /// <summary>The district whose ground is used.</summary>
    private const string District = "tianxin";
    private const string DistrictCode = "430103";
    private const int Seed = 1;

    private readonly CategoryMap categories = CategoryMap.Baltimore();
    private readonly SortedDictionary<string, int> refused = new(StringComparer.Ordinal);
    private readonly List<(ServiceRequest Request, NewOrderReceipt Receipt)> sent = [];

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
        var district = await client.Areas(cancellation: cancellation).FirstOrDefaultAsync(area => area.Code == DistrictCode, cancellation);
        return district?.Centre ?? throw new InvalidDataException($"The Silo knows no area {DistrictCode} after the district was expanded.");
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
            sent.Add((request, await client.Report(order, $"baltimore-{request.Id}", cancellation)));
        }
        catch (CityApiException no) when (no.Status is HttpStatusCode.BadRequest or HttpStatusCode.NotFound or HttpStatusCode.Conflict or HttpStatusCode.UnprocessableEntity)
        {
            Refuse(no.Code);
        }
    }

    private void Refuse(string code) => refused[code] = refused.GetValueOrDefault(code) + 1;

    private async Task<ReportsSummary> Summary(TimeSpan sending, TimeSpan total, CancellationToken cancellation)
    {
        var ours = sent.Select(one => one.Receipt.Order).ToHashSet(StringComparer.Ordinal);
        var orders = await client.Orders(cancellation: cancellation).Where(order => ours.Contains(order.Id)).ToListAsync(cancellation);
        var ended = orders.Where(order => order.EndedAt is not null).ToList();
        var clocks = orders.SelectMany(order => order.Overdue).CountBy(clock => clock, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        return new ReportsSummary(
            Rows: requests.Count,
            Sent: sent.Count,
            Refused: refused,
            Orders: orders.Count,
            Merged: sent.Count(one => one.Receipt.Merged),
            LabelledDuplicates: sent.Count(one => one.Request.IsDuplicate),
            MergedAndLabelled: sent.Count(one => one.Receipt.Merged && one.Request.IsDuplicate),
            Ended: ended.Count,
            EndedOnTime: ended.Count(order => order.Overdue.Count == 0),
            Overdue: orders.Count(order => order.Overdue.Count > 0),
            OverdueClocks: new SortedDictionary<string, int>(clocks, StringComparer.Ordinal),
            Sending: sending,
            Total: total);
    }
}

/// <summary>What came of a replay of reports.</summary>
/// <param name="Merged">Reports that joined a known matter.</param>
/// <param name="LabelledDuplicates">Reports sent that the city itself closed as duplicates.</param>
/// <param name="MergedAndLabelled">Reports that are both.</param>
internal sealed record ReportsSummary(
    int Rows,
    int Sent,
    IReadOnlyDictionary<string, int> Refused,
    int Orders,
    int Merged,
    int LabelledDuplicates,
    int MergedAndLabelled,
    int Ended,
    int EndedOnTime,
    int Overdue,
    IReadOnlyDictionary<string, int> OverdueClocks,
    TimeSpan Sending,
    TimeSpan Total);
