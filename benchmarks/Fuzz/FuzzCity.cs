using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CityActors.Benchmarks.Cities;
using CityActors.Silo;
using CityActors.Silo.Access;
using CityActors.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CityActors.Benchmarks.Fuzz;

/// <summary>A real Silo in this process with a small, real town, a key for each role, and something open of everything.</summary>
internal sealed class FuzzCity : IAsyncDisposable
{
    public const string Cell = "430103002001001";

    // Refused requests are counted by device and marked in the log there, looks and writes are logged before they are answered, wrong passwords are counted, the probe stores something, and each partition of reactions has one row that comes some time after its first fact.
    private static readonly string[] mayGrow = ["implausible_device", "observation_log", "observation_partition", "router_checkpoint", "household_look", "record_look", "reaction_cursor", "audit", "tracked_report", "sign_in_failure", "storage_probe"];

    private readonly WebApplication app;
    private readonly DataFolder folder;

    private FuzzCity(WebApplication app, DataFolder folder, Uri url)
    {
        (this.app, this.folder) = (app, folder);
        Http = new HttpClient { BaseAddress = url };
        Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", folder.Key);
    }

    public HttpClient Http { get; }

    /// <summary>The folder of seeds.</summary>
    public string Seeds => app.Services.GetRequiredService<SiloSettings>().Seeds;

    public int Port => Http.BaseAddress!.Port;

    /// <summary>What the Silo logged as an error.</summary>
    public ErrorLog Log { get; } = new();

    /// <summary>Ids of what is there, by the place in a path where they stand.</summary>
    public Dictionary<string, List<string>> Ids { get; } = new(StringComparer.Ordinal);

    public static async Task<FuzzCity> Start()
    {
        var folder = new DataFolder();
        var app = await CityHost.Build([.. folder.Arguments("http://127.0.0.1:0"), "--Dashboard=false", "--Limits:Requests=1000000", "--Limits:Strangers=1000000", "--Limits:Reports=1000000", "--Limits:Feeds=100000"]);
        await app.StartAsync();
        var url = new Uri(app.Urls.First());
        var city = new FuzzCity(app, folder, url);
        app.Services.GetRequiredService<ILoggerFactory>().AddProvider(city.Log);
        await city.MakeKeys();
        await city.Settle();
        return city;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
        folder.Dispose();
    }

    /// <summary>How many rows each table has that a refused request must leave alone.</summary>
    public Task<SortedDictionary<string, long>> Rows() => app.Services.GetRequiredService<Database>().Read(static session =>
    {
        var tables = session.Prepare(new SqlQuery("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'")).All(static row => row.Text(0));
        var rows = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var table in tables.Except(mayGrow))
        {
            rows[table] = session.Prepare(new SqlQuery($"SELECT count(*) FROM \"{table}\"")).First(static row => row.Int64(0));
        }

        return rows;
    });

    /// <summary>Completes when nothing follows any more from what was taken.</summary>
    public async Task Rest()
    {
        SortedDictionary<string, long> before;
        var after = await Rows();
        do
        {
            before = after;
            await Task.Delay(1_500);
            after = await Rows();
        }
        while (!before.SequenceEqual(after));
    }

    public async Task<JsonElement> Get(string path) => JsonElement.Parse(await Http.GetStringAsync(new Uri(path, UriKind.Relative)));

    private Task MakeKeys() => app.Services.GetRequiredService<Credentials>().Change(static session =>
    {
        foreach (var role in Enum.GetValues<Role>())
        {
            var name = $"fuzz-{role.ToString().ToLowerInvariant()}";
            _ = session.Prepare(new SqlQuery("INSERT INTO caller_key (hash, name, role, area, created_at) VALUES (?1, ?2, ?3, ?4, ?5)"))
                .Bind(1, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))).Bind(2, name).Bind(3, role.ToString())
                .Bind(4, role == Role.Admin ? "" : "430103").Bind(5, DateTimeOffset.UnixEpoch).Execute();
        }

        return true;
    });

    private async Task Settle()
    {
        foreach (var (code, level) in ((string, string)[])[("4301", "city"), ("430103", "district"), ("430103002", "street"), ("430103002001", "community"), (Cell, "cell"), ("430103002001002", "cell")])
        {
            await Send(HttpMethod.Put, $"/v1/areas/{code}", ExampleBodies.Area(code, level));
        }

        foreach (var (path, ids) in ExampleBodies.Settled)
        {
            Ids[path] = [.. ids];
            foreach (var id in ids)
            {
                await Send(HttpMethod.Put, $"/v1/{path}/{id}", ExampleBodies.Of("PUT", $"/v1/{path}/{{id}}", id)!);
            }
        }

        var now = DateTimeOffset.UtcNow;
        await Send(HttpMethod.Post, "/v1/observations", $"[{ExampleBodies.Gas("term-fuzz-1", now.AddMinutes(-2), 60)},{ExampleBodies.Gas("term-fuzz-1", now.AddMinutes(-1), 60)}]");
        for (var i = 0; i < 5; i++)
        {
            await Send(HttpMethod.Post, "/v1/orders", ExampleBodies.Report(i));
        }

        while ((await Get("/v1/alerts")).GetProperty("items").GetArrayLength() == 0 || (await Get("/v1/orders")).GetProperty("items").GetArrayLength() < 3)
        {
            await Task.Delay(50);
        }

        foreach (var list in (string[])["alerts", "orders", "notifications"])
        {
            Ids[list] = [.. (await Get($"/v1/{list}")).GetProperty("items").EnumerateArray().Select(static item => item.GetProperty("id").ToString()), $"{list[..^1]}-none"];
        }

        Ids["areas"] = Ids["cells"] = ["430103", "430103002", Cell, "999999"];
        Ids["districts"] = ["tianxin", "nowhere", "fuzz"];
        Ids["reactions"] = [.. Enumerable.Range(0, 5).Select(static number => number.ToString(CultureInfo.InvariantCulture))];
    }

    private async Task Send(HttpMethod method, string path, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var request = new HttpRequestMessage(method, path) { Content = content };
        using var response = await Http.SendAsync(request);
        if (!response.IsSuccessStatusCode)
        {
            throw new InvalidOperationException($"{method} {path} with {body} was answered {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
        }
    }
}
