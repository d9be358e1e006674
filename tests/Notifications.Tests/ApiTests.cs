using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;
using CityActors.Silo;
using CityActors.Silo.Access;
using CityActors.Silo.Clock;
using CityActors.Silo.Ingest;
using CityActors.Silo.Notifications;
using CityActors.Silo.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace CityActors.Notifications.Tests;

public sealed class ApiTests : IAsyncLifetime
{
    private const int Deadline = 60_000;
    private readonly Dictionary<string, string> keys = new(StringComparer.Ordinal);
    private readonly HttpClient http = new();
    private int status = 404;
    private Hook hook = null!;
    private OutboxRun run = null!;
    private WebApplication app = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        hook = await Hook.Start((_, context) =>
        {
            context.Response.StatusCode = Volatile.Read(ref status);
            return Task.CompletedTask;
        });
        run = await OutboxRun.Start(("family", hook));
        var credentials = new Credentials(run.Database, run.Clock);
        var book = new ApiKeys(run.Database, credentials);
        foreach (var role in Enum.GetValues<Role>())
        {
            var made = await book.Make(new NewKey(role, role == Role.Admin ? "" : "430103", "tests"));
            keys[made!.Key.Name] = made.Secret;
        }

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(credentials);
        builder.Services.AddSingleton(new WrongKeys(run.Clock, NullLogger<WrongKeys>.Instance));
        builder.Services.AddSingleton(run.Store);
        builder.Services.AddSingleton(run.Outbox);
        builder.Services.AddSingleton(new Redaction(new EntityRegistry()));
        builder.Services.AddSingleton(new DeclaredClock(run.Clock, new SiloSettings()));
        builder.Services.AddSingleton(services => new AuditTrail(new AuditLog(run.Database), services.GetRequiredService<DeclaredClock>()));
        builder.Services.AddAccess();
        builder.Services.ConfigureHttpJsonOptions(options =>
            options.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower)));
        app = builder.Build();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseQueryCheck();
        app.MapApi().MapNotifications();
        await app.StartAsync(Cancellation);
        http.BaseAddress = new Uri(app.Urls.First());
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await app.DisposeAsync();
        await run.DisposeAsync();
        await hook.DisposeAsync();
    }

    [Fact(Timeout = Deadline)]
    public async Task DeadLetter_TriedAgainByAnAdmin_IsDelivered()
    {
        await run.Tell("home-1.inactivity.1.family", "family");
        Assert.Equal("dead", (await run.NextAttempt()).Outcome);
        var letter = Assert.Single((await Read("officer-1", "?state=dead")).GetProperty("items").EnumerateArray().ToList());
        Assert.Equal("home-1.inactivity.1.family", letter.GetProperty("id").GetString());
        Assert.Equal("dead", letter.GetProperty("state").GetString());
        Assert.Equal(1, letter.GetProperty("attempts").GetInt32());
        Assert.EndsWith("answered 404.", letter.GetProperty("lastError").GetString(), StringComparison.Ordinal);
        Assert.Equal("一住户长时间无活动。", letter.GetProperty("chinese").GetString());

        Volatile.Write(ref status, 200);
        using var retried = await Send("admin-1", HttpMethod.Post, "/v1/notifications/home-1.inactivity.1.family/retry");
        Assert.Equal(HttpStatusCode.OK, retried.StatusCode);
        Assert.Equal("waiting", (await retried.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("state").GetString());
        Assert.Equal("delivered", (await run.NextAttempt()).Outcome);
        Assert.Empty((await Read("officer-1", "?state=dead")).GetProperty("items").EnumerateArray());
        Assert.Single((await Read("officer-1", "?state=delivered")).GetProperty("items").EnumerateArray().ToList());

        using var again = await Send("admin-1", HttpMethod.Post, "/v1/notifications/home-1.inactivity.1.family/retry");
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
        Assert.Equal("not-dead", (await again.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("code").GetString());
    }

    [Fact(Timeout = Deadline)]
    public async Task List_OverSeveralPages_HasEachOnceNewestFirst()
    {
        for (var i = 0; i < 7; i++)
        {
            await run.Tell($"n-{i}", "family");
            await run.NextAttempt();
            if (i % 2 == 1)
            {
                run.Clock.Advance(TimeSpan.FromSeconds(1)); // Two of each time: the cursor must tell them apart.
            }
        }

        var seen = new List<string>();
        var cursor = "";
        do
        {
            var page = await Read("officer-1", $"?limit=3&cursor={cursor}");
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()!));
            cursor = page.GetProperty("next").GetString();
        }
        while (cursor is not null);
        Assert.Equal(["n-6", "n-4", "n-5", "n-2", "n-3", "n-0", "n-1"], seen);
    }

    [Theory(Timeout = Deadline)]
    [InlineData("viewer-1", "GET", "/v1/notifications", 403)]
    [InlineData("officer-1", "GET", "/v1/notifications?state=lost", 400)]
    [InlineData("officer-1", "GET", "/v1/notifications?area=110101", 403)]
    [InlineData("officer-1", "POST", "/v1/notifications/n-1/retry", 403)]
    [InlineData("admin-1", "POST", "/v1/notifications/n-1/retry", 404)]
    public async Task Request_ThatMayNotBe_IsRefused(string caller, string method, string path, int expected)
    {
        using var answer = await Send(caller, new HttpMethod(method), path);
        Assert.Equal(expected, (int)answer.StatusCode);
    }

    private async Task<JsonElement> Read(string caller, string query)
    {
        using var answer = await Send(caller, HttpMethod.Get, $"/v1/notifications{query}");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
    }

    private async Task<HttpResponseMessage> Send(string caller, HttpMethod method, string path)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", keys[caller]);
        return await http.SendAsync(request, Cancellation);
    }
}
