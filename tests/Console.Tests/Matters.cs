using CityActors.Silo.Tests;

namespace CityActors.Console.Tests;

/// <summary>What is open in a city.</summary>
internal static class Matters
{
    /// <summary>The alert that was told last.</summary>
    public static async Task<string> OpenAlert(this CityProcess city)
    {
        while (true)
        {
            var alerts = (await city.Get("/v1/alerts")).GetProperty("items");
            if (alerts.GetArrayLength() > 0)
            {
                return alerts[0].GetProperty("id").GetString()!;
            }

            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }
}
