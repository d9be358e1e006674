using CityActors.Client.Api;
using CityActors.Facts;

namespace CityActors.Client.Simulation.Scenes;

/// <summary>Follows the feed while a city is played, so that the highest level of each alert is known and not only its last.</summary>
internal sealed class AlertWatch(CityClient client) : IAsyncDisposable
{
    private static readonly TimeSpan patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan betweenLooks = TimeSpan.FromMilliseconds(50);

    private readonly CancellationTokenSource ending = new();
    private readonly Lock gate = new();
    private readonly Dictionary<string, (int Level, long Version)> seen = new(StringComparer.Ordinal);
    private Task following = Task.CompletedTask;

    /// <summary>Begins with the first fact of the city.</summary>
    public void Begin() => following = Follow();

    /// <summary>The alerts opened since a time, once the feed has told all of them.</summary>
    public async Task<IReadOnlyList<AlertStory>> Stories(DateTimeOffset since, CancellationToken cancellation)
    {
        var alerts = await client.Alerts(new AlertFilter { Since = since }, cancellation).ToListAsync(cancellation);
        var began = TimeProvider.System.GetTimestamp();
        while (!alerts.TrueForAll(alert => SeenOf(alert.Id).Version >= alert.Version) && TimeProvider.System.GetElapsedTime(began) < patience && !following.IsCompleted)
        {
            await Task.Delay(betweenLooks, cancellation);
        }

        return [.. alerts.OrderBy(static alert => alert.OpenedAt).ThenBy(static alert => alert.Id, StringComparer.Ordinal).Select(alert => new AlertStory(alert, Math.Max(alert.Level, SeenOf(alert.Id).Level)))];
    }

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        await following;
        ending.Dispose();
    }

    private (int Level, long Version) SeenOf(string alert)
    {
        lock (gate)
        {
            return seen.GetValueOrDefault(alert);
        }
    }

    private async Task Follow()
    {
        try
        {
            await foreach (var told in client.Feed(after: "0", cancellation: ending.Token))
            {
                if (told.Event == "alert" && told.Fact() is AlertChanged { Alert: { } alert })
                {
                    lock (gate)
                    {
                        var before = seen.GetValueOrDefault(alert.Id);
                        seen[alert.Id] = (Math.Max(before.Level, alert.Level), Math.Max(before.Version, alert.Version));
                    }
                }
            }
        }
        catch (Exception ended) when (ended is CityApiException or CityUnreachableException or IOException or HttpRequestException || (ended is OperationCanceledException && ending.IsCancellationRequested))
        {
            // Without the feed the last level counts.
        }
    }
}
