using System.Globalization;
using System.Net;

namespace CityActors.Silo.Tests;

/// <summary>Homes of six cells in three communities of two streets, registered through the API, and what their meters send.</summary>
internal static class CutTown
{
    public const int Homes = 300;
    public static readonly DateTimeOffset Start = new(2025, 10, 13, 0, 0, 0, TimeSpan.Zero); // A Monday, 08:00 in China.

    /// <summary>Three cells of one community, two of another of the same street, and one far away.</summary>
    public static readonly (string Code, double Longitude)[] Cells =
    [
        ("430103002001001", 112.9700), ("430103002001002", 112.9710), ("430103002001003", 112.9720),
        ("430103002002001", 112.9730), ("430103002002002", 112.9740), ("430103003001001", 113.0700),
    ];

    public static int CellOf(int home) => home % Cells.Length;

    public static string Home(int number) => $"home-{Cells[CellOf(number)].Code[..12]}-{number:0000}";

    public static async Task Register(CityProcess city, int homes = Homes)
    {
        foreach (var (code, level) in new[]
        {
            ("4301", "city"), ("430103", "district"), ("430103002", "street"), ("430103003", "street"), ("430103002001", "community"), ("430103002002", "community"), ("430103003001", "community"),
        })
        {
            await Area(city, code, level, 112.97);
        }

        foreach (var (code, longitude) in Cells)
        {
            await Area(city, code, "cell", longitude);
        }

        for (var home = 0; home < homes; home++)
        {
            var (code, longitude) = Cells[CellOf(home)];
            var id = Home(home);
            await city.Send(HttpMethod.Put, $"/v1/households/{id}", new
            {
                card = new { id, type = "household", cell = code, position = new { longitude = longitude + (home % 7 * 0.0001), latitude = 28.19 } },
                careTags = new[] { "elderly-alone" },
                consentAt = "2010-01-01T00:00:00Z",
                interval = "00:15:00",
            }, HttpStatusCode.NoContent);
        }
    }

    /// <summary>What the meters send in a time: each every quarter of an hour, at a minute of its own.</summary>
    /// <param name="homes">How many homes.</param>
    /// <param name="from">After this time, UTC.</param>
    /// <param name="to">Up to this time, UTC.</param>
    /// <param name="says">What a home's meter says, watts; null: nothing.</param>
    public static IEnumerable<string> Readings(int homes, DateTimeOffset from, DateTimeOffset to, Func<int, DateTimeOffset, double?> says)
    {
        for (var minute = from.AddMinutes(1); minute <= to; minute = minute.AddMinutes(1))
        {
            for (var home = (int)((minute - Start).TotalMinutes % 15); home < homes; home += 15)
            {
                if (says(home, minute) is { } watts)
                {
                    yield return string.Create(CultureInfo.InvariantCulture, $$"""{"entity":"{{Home(home)}}","kind":"power","at":"{{minute:O}}","value":{{watts:0.0}},"unit":"W"}""");
                }
            }
        }
    }

    private static Task Area(CityProcess city, string code, string level, double longitude) =>
        city.Send(HttpMethod.Put, $"/v1/areas/{code}", new { code, name = $"试验{code}", level, centre = new { longitude, latitude = 28.19 } }, HttpStatusCode.NoContent);
}
