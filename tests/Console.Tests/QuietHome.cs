using CityActors.Silo.Tests;

namespace CityActors.Console.Tests;

/// <summary>A home in which nobody has stirred since yesterday.</summary>
internal static class QuietHome
{
    /// <summary>What the home draws since it fell quiet, in watts: its base load.</summary>
    public const int Watts = 43;

    public static readonly string Id = SmallTown.Home(1);

    /// <summary>Ten days of ordinary readings, the last sixteen hours of them without use; and the alert that follows.</summary>
    /// <returns>The alert's id.</returns>
    public static async Task<string> FallsQuiet(CityProcess city)
    {
        var now = DateTimeOffset.UtcNow;
        var end = now.AddTicks(-(now.Ticks % TimeSpan.FromMinutes(15).Ticks));
        await city.Feed(SmallTown.Readings(1, end.AddDays(-10), end, frozen: 1, frozenFrom: end.AddHours(-16)));
        while (true)
        {
            var alerts = (await city.Get("/v1/alerts?kind=inactivity")).GetProperty("items");
            if (alerts.GetArrayLength() > 0)
            {
                return alerts[0].GetProperty("id").GetString()!;
            }

            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }
}
