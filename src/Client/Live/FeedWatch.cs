using CityActors.Alerts;
using CityActors.Client.Api;
using CityActors.Client.Simulation;
using CityActors.Facts;

namespace CityActors.Client.Live;

/// <summary>Reads the feed as an operator's screen does, and notes how long after it became certain each alert of the drill is told.</summary>
internal sealed class FeedWatch(CityClient client, DrillClock clock, IReadOnlySet<string> entities, DateTimeOffset since)
{
    private readonly Dictionary<string, double> seconds = new(StringComparer.Ordinal);

    /// <summary>From certain to told, seconds; null: nothing was told.</summary>
    public Spread? ToldSeconds => Spread.Of(seconds.Values);

    /// <summary>Reads until told to stop, or until the feed is refused or ends for good: then the figure is of what was told before.</summary>
    public async Task Run(CancellationToken stop)
    {
        try
        {
            await foreach (var told in client.Feed(cancellation: stop))
            {
                var alert = told.Event == "alert" ? (told.Fact() as AlertChanged)?.Alert : null;
                if (alert is { State: AlertState.Open } && alert.OpenedAt > since && entities.Contains(alert.Entity))
                {
                    seconds.TryAdd(alert.Id, Math.Round(Math.Max(0, (clock.Now - alert.OpenedAt).TotalSeconds), 2));
                }
            }
        }
        catch (Exception ended) when (ended is CityApiException or CityUnreachableException or IOException or HttpRequestException || (ended is OperationCanceledException && stop.IsCancellationRequested))
        {
            // The drill itself says where the city went away.
        }
    }
}
