using System.Globalization;
using System.Net;
using System.Text.Json;

namespace CityActors.Silo.Tests;

/// <summary>A handful of cells, homes and responders, registered through the API, and readings for them.</summary>
internal static class SmallTown
{
    public static readonly DateTimeOffset Start = new(2025, 10, 13, 0, 0, 0, TimeSpan.Zero); // A Monday, 08:00 in China.

    public static string Home(int number) => $"home-430103002001-{number:0000}";

    /// <summary>Two cells side by side with their border at 112.975°E, the tree above them, homes and responders.</summary>
    public static async Task Register(CityProcess city, int homes = 6)
    {
        await Area(city, "4301", "长沙市", "city");
        await Area(city, "430103", "天心区", "district");
        await Area(city, "430103002", "坡子街街道", "street");
        await Area(city, "430103002001", "试验社区", "community");
        await Area(city, "430103002001001", "西格", "cell", 112.9744925);
        await Area(city, "430103002001002", "东格", "cell", 112.9755075);
        for (var i = 1; i <= homes; i++)
        {
            var id = Home(i);
            await city.Send(HttpMethod.Put, $"/v1/households/{id}", new
            {
                card = new { id, type = "household", cell = "430103002001001", position = new { longitude = 112.9745, latitude = 28.19 } },
                careTags = new[] { "elderly-alone" },
                consentAt = "2010-01-01T00:00:00Z",
                interval = "00:15:00",
            }, HttpStatusCode.NoContent);
        }
    }

    public static Task Responder(CityProcess city, string name, string skill, double longitude, double latitude = 28.19, bool reachable = true) =>
        city.Send(HttpMethod.Put, $"/v1/responders/resp-{name}", new
        {
            id = $"resp-{name}",
            name,
            skills = new[] { skill },
            area = "430103",
            position = new { longitude, latitude },
            shiftStart = "00:00:00",
            shiftEnd = "00:00:00",
            capacity = 20,
            reachable,
        });

    public static string Reading(string home, DateTimeOffset at, double watts) => string.Create(
        CultureInfo.InvariantCulture, $$"""{"entity":"{{home}}","kind":"power","at":"{{at:O}}","value":{{watts:0.0}},"unit":"W"}""");

    /// <summary>A day of an elder, in watts: base load, meals, television; the same at every call.</summary>
    public static double Usual(int home, DateTimeOffset at)
    {
        var slot = (int)(at.ToOffset(TimeSpan.FromHours(8)).TimeOfDay.TotalMinutes / 15);
        var noise = (((home * 7919) + (at.UtcTicks / TimeSpan.TicksPerMinute * 104729)) % 100 / 20.0) - 2.5;
        var mean = slot switch
        {
            >= 26 and < 30 => 620,
            >= 30 and < 46 => 160,
            >= 46 and < 50 => 850,
            >= 50 and < 68 => 130,
            >= 68 and < 73 => 900,
            >= 73 and < 86 => 210,
            _ => 42 + home,
        };
        return mean + noise;
    }

    /// <summary>Readings every quarter of an hour; from the freeze on a home holds its base load.</summary>
    public static IEnumerable<string> Readings(int homes, DateTimeOffset from, DateTimeOffset to, int frozen = 0, DateTimeOffset frozenFrom = default) =>
        Readings([.. Enumerable.Range(1, homes).Select(Home)], from, to, frozen, frozenFrom);

    /// <summary>The same for homes of any name; they count from 1.</summary>
    public static IEnumerable<string> Readings(IReadOnlyList<string> homes, DateTimeOffset from, DateTimeOffset to, int frozen, DateTimeOffset frozenFrom)
    {
        for (var at = from.AddMinutes(15); at <= to; at = at.AddMinutes(15))
        {
            for (var home = 1; home <= homes.Count; home++)
            {
                var watts = home == frozen && at > frozenFrom ? 42 + home : Usual(home, at);
                yield return Reading(homes[home - 1], at, watts);
            }
        }
    }

    public static IEnumerable<JsonElement> Alerts(IEnumerable<JsonElement> export, string kind) =>
        export.Where(line => line.TryGetProperty("kind", out var found) && found.GetString() == kind);

    public static IEnumerable<JsonElement> Orders(IEnumerable<JsonElement> export) =>
        export.Where(line => line.TryGetProperty("status", out _));

    private static Task Area(CityProcess city, string code, string name, string level, double longitude = 112.975) =>
        city.Send(HttpMethod.Put, $"/v1/areas/{code}", new { code, name, level, centre = new { longitude, latitude = 28.19 } }, HttpStatusCode.NoContent);
}
