using System.Globalization;
using System.Net;
using System.Text.Json;
using CityActors.Silo.Tests;

namespace CityActors.Console.Tests;

/// <summary>What happens in a generated district so that its overview has something to show.</summary>
internal static class District
{
    private static readonly string[] Matters =
        ["event.environment.exposed-waste", "part.utility.manhole-cover", "part.utility.street-lamp-out", "event.street-order.stall"];

    /// <summary>Blocked fire lanes, high water, rain, and matters that citizens report, all over the district.</summary>
    public static async Task Happens(CityProcess city)
    {
        var now = DateTimeOffset.UtcNow;
        var cameras = (await city.Get("/v1/cameras?limit=200")).GetProperty("items").EnumerateArray().ToList();
        var terminals = (await city.Get("/v1/terminals?limit=200")).GetProperty("items").EnumerateArray().ToList();
        var lines = new List<string>();
        foreach (var (camera, number) in cameras.Where(static (_, number) => number % 12 == 3).Select(static (camera, number) => (camera, number)))
        {
            lines.Add(Line(camera, "fire-lane", now.AddSeconds(-180 - (25 * number)), $"\"zone\":\"lane-1\",\"track\":\"t-{number}\",\"phase\":\"start\",\"confidence\":0.93"));
            lines.Add(Line(camera, "fire-lane", now, $"\"zone\":\"lane-1\",\"track\":\"t-{number}\",\"phase\":\"update\",\"confidence\":0.93"));
        }

        foreach (var terminal in terminals)
        {
            var kind = terminal.GetProperty("kind").GetString();
            for (var minutes = 90; minutes >= 0; minutes -= 15)
            {
                var value = kind switch { "rain" => 22.0 - (minutes / 6.0), "water-level" => 0.02 * (1 + (terminals.IndexOf(terminal) % 3)), _ => 0.2 };
                lines.Add(Line(terminal, kind!, now.AddMinutes(-minutes), string.Create(CultureInfo.InvariantCulture, $"\"value\":{value:0.00},\"unit\":\"{UnitOf(kind!)}\"")));
            }
        }

        await city.Feed(lines);
        var cells = (await city.Get("/v1/cells?limit=400")).GetProperty("items").EnumerateArray().ToList();
        var known = (await city.Get("/v1/catalogue")).GetProperty("categories").EnumerateArray().Select(static category => category.GetProperty("code").GetString()).ToHashSet();
        var matters = Matters.Where(known.Contains).ToList();
        for (var i = 0; i < 24; i++)
        {
            var centre = cells[i * 11 % cells.Count].GetProperty("centre");
            await city.Send(
                HttpMethod.Post,
                "/v1/orders",
                new { category = matters[i % matters.Count], position = JsonSerializer.Deserialize<JsonElement>(centre.GetRawText()), text = "请尽快处理", channel = "citizen", phone = "13800005678" },
                HttpStatusCode.Created);
        }
    }

    private static string Line(JsonElement device, string kind, DateTimeOffset at, string rest) =>
        $$"""{"entity":"{{device.GetProperty("id").GetString()}}","kind":"{{kind}}","at":"{{at:O}}",{{rest}}}""";

    private static string UnitOf(string kind) => kind switch { "rain" => "mm/h", "water-level" => "m", "gas" => "%LEL", _ => "%/m" };
}
