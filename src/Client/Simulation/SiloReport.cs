using System.Text.Json;
using CityActors.Client.Api;

namespace CityActors.Client.Simulation;

/// <summary>One Silo of the city: what went through its address, and how it says it is.</summary>
internal sealed record SiloReport
{
    private static readonly CityClientOptions once = new() { Retries = 1 };
    private static readonly TimeSpan answersWithin = TimeSpan.FromSeconds(10);

    public required Uri Url { get; init; }

    /// <summary>False: it did not answer in the end, and the last three figures are unknown.</summary>
    public bool Answers => Observations is not null;

    public required long Requests { get; init; }

    /// <summary>Observations acknowledged by this address.</summary>
    public required long Accepted { get; init; }

    public required double AcceptedPerSecond { get; init; }

    public required long Refused { get; init; }

    /// <summary>Requests without an answer.</summary>
    public required long Failures { get; init; }

    /// <summary>Answers 429 and 503: to be sent again.</summary>
    public required long Retries { get; init; }

    public required long BytesSent { get; init; }

    /// <summary>Half of the batches were acknowledged within so many milliseconds; null: none was.</summary>
    public required double? P50Ms { get; init; }

    public required double? P95Ms { get; init; }

    public required double? P99Ms { get; init; }

    /// <summary>Entities that it knows.</summary>
    public long? Entities { get; init; }

    /// <summary>Observations in the city's log, as it sees it.</summary>
    public long? Observations { get; init; }

    /// <summary>Observations not yet covered by a checkpoint.</summary>
    public long? Waiting { get; init; }

    /// <summary>Asks every address; one that does not answer is told without what it would have said.</summary>
    /// <param name="figures">What went through them while it was sent.</param>
    /// <param name="sending">How long it was sent.</param>
    public static async Task<IReadOnlyList<SiloReport>> Collect(CityClient client, IReadOnlyList<SiloFigures> figures, TimeSpan sending, CancellationToken cancellation)
    {
        var reports = new List<SiloReport>();
        foreach (var silo in figures)
        {
            reports.Add(Of(silo, sending, await StatusOf(client, silo.Address, cancellation)));
        }

        return reports;
    }

    /// <summary>What a Silo says of itself, or null: it does not answer.</summary>
    public static async Task<JsonElement?> StatusOf(CityClient client, Uri address, CancellationToken cancellation)
    {
        using var only = client.Only(address, once);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(answersWithin);
        try
        {
            return await only.Status(patience.Token);
        }
        catch (Exception away) when (away is CityUnreachableException or CityApiException or OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            return null;
        }
    }

    private static SiloReport Of(SiloFigures silo, TimeSpan sending, JsonElement? status) => new()
    {
        Url = silo.Address,
        Requests = silo.Requests,
        Accepted = silo.Accepted,
        AcceptedPerSecond = Math.Round(silo.Accepted / Math.Max(1, sending.TotalSeconds), 1),
        Refused = silo.Refused,
        Failures = silo.Failures,
        Retries = silo.TooMany + silo.Unavailable,
        BytesSent = silo.BytesSent,
        P50Ms = Milliseconds(silo.P50),
        P95Ms = Milliseconds(silo.P95),
        P99Ms = Milliseconds(silo.P99),
        Entities = Number(status, "entities"),
        Observations = Number(status, "observations"),
        Waiting = Number(status, "waiting"),
    };

    /// <summary>A figure of a status.</summary>
    public static long? Number(JsonElement? status, string name) =>
        status is { ValueKind: JsonValueKind.Object } told && told.TryGetProperty(name, out var value) && value.TryGetInt64(out var number) ? number : null;

    private static double? Milliseconds(TimeSpan? time) => time is { } known ? Math.Round(known.TotalMilliseconds, 1) : null;
}
