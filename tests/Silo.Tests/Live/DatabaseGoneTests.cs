using System.Net;
using CityActors.Testing;

namespace CityActors.Silo.Tests.Live;

/// <summary>The database goes away under a running Silo and comes back.</summary>
public sealed class DatabaseGoneTests
{
    private const string Kitchen = "term-430103002001-01";

    [Fact]
    public async Task Database_GoneAndBack_CallersAreToldAndNothingAcknowledgedIsLost()
    {
        using var server = new ScratchPostgres();
        if (server.Missing is { } missing)
        {
            Assert.Skip(missing);
        }

        await using var town = new LiveCity([$"--Store={server.NewDatabase()}"]);
        var city = await town.Add();
        await SmallTown.Register(city, homes: 1);
        await LiveCity.Terminal(city, Kitchen);
        server.Kill();
        using var refused = await city.PostLines([LiveCity.Gas(Kitchen, DateTimeOffset.UtcNow, 60)]);
        using var unwritten = await city.Http.PutAsync(new Uri("/v1/areas/430104", UriKind.Relative), JsonContent(), TestContext.Current.CancellationToken);
        await city.Until(HttpStatusCode.ServiceUnavailable);
        server.Start();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, unwritten.StatusCode);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(2));
        while (true)
        {
            using var taken = await city.PostLines([LiveCity.Gas(Kitchen, DateTimeOffset.UtcNow, 60)]);
            if (taken.StatusCode == HttpStatusCode.Accepted)
            {
                break;
            }

            await Task.Delay(500, limit.Token);
        }

        Assert.Single(await LiveCity.Until(city, "/v1/alerts", alerts => alerts.Count > 0));
    }

    private static StringContent JsonContent() => new(
        """{"code":"430104","name":"岳麓区","level":"district","centre":{"longitude":112.93,"latitude":28.23}}""", System.Text.Encoding.UTF8, "application/json");
}
