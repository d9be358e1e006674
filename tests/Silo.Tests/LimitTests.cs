using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using CityActors.Silo.Tests.SignIn;

namespace CityActors.Silo.Tests;

/// <summary>A Silo by the wall clock with low limits, and callers who want more than their share. Each test has a role's key for itself.</summary>
public sealed class LimitTests(LimitTests.Town town) : IClassFixture<LimitTests.Town>
{
    [Fact]
    public async Task Requests_OfOneKey_AreRefusedAboveItsLimit_AndOthersAreAnswered()
    {
        var viewer = await town.AtOnce(40, () => town.Get("viewer", "/v1/catalogue"));
        var officer = await town.Get("dispatcher", "/v1/catalogue");

        Assert.Contains(viewer, static answer => answer.Status == HttpStatusCode.OK);
        var refused = Assert.Single(viewer.Where(static answer => answer.Status == HttpStatusCode.TooManyRequests).DistinctBy(static answer => answer.Code));
        Assert.Equal(("too-many-requests", true), (refused.Code, refused.RetryAfter >= 1));
        Assert.Contains("10 requests a second of this key (Limits:Requests)", refused.Detail, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, officer.Status);
    }

    [Fact]
    public async Task Requests_WithoutAKnownKey_AreRefusedAboveTheirAddresssLimit_AndHealthIsStillTold()
    {
        var strangers = await town.AtOnce(40, () => town.Get("nobody", "/v1/orders"));
        var health = await town.AtOnce(40, () => town.Get("nobody", "/health/live"));

        Assert.Equal([HttpStatusCode.Unauthorized, HttpStatusCode.TooManyRequests], strangers.Select(static answer => answer.Status).Distinct().Order());
        Assert.All(strangers.Where(static answer => answer.Status == HttpStatusCode.TooManyRequests), static answer => Assert.Equal("too-many-requests", answer.Code));
        Assert.All(health, static answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
    }

    [Fact]
    public async Task Reports_OfACitizensKey_AreRefusedAboveItsLimit_AndThoseOfAnOfficerAreNot()
    {
        for (var number = 1; number <= 3; number++)
        {
            Assert.Equal(HttpStatusCode.BadRequest, (await Report("citizen")).Status); // No cell is there: what counts is that it was asked.
        }

        var refused = await Report("citizen");
        Assert.Equal((HttpStatusCode.TooManyRequests, "too-many-reports"), (refused.Status, refused.Code));
        Assert.Contains("3 reports of this key", refused.Detail, StringComparison.Ordinal);
        Assert.True(refused.RetryAfter > 1);
        for (var number = 1; number <= 5; number++)
        {
            Assert.Equal(HttpStatusCode.BadRequest, (await Report("officer")).Status);
        }

        Task<Answer> Report(string role) => town.Send(role, () => new HttpRequestMessage(HttpMethod.Post, "/v1/orders")
        {
            Content = JsonContent.Create(new { category = "event.environment.exposed-waste", position = new { longitude = 1.0, latitude = 1.0 } }),
        });
    }

    [Fact]
    public async Task OpenReports_OfOneAddress_AreRefusedAboveTheirLimit_AndSoArePictures()
    {
        Assert.Equal(["outside", "outside", "too-many-reports"], [await Report(), await Report(), await Report()]);
        Assert.Equal(["not-found", "too-many-attachments"], [await Attach(), await Attach()]);

        async Task<string> Report() => (await town.Send("neighbour", static () => new HttpRequestMessage(HttpMethod.Post, "/v1/report")
        {
            Content = JsonContent.Create(new { category = "event.environment.exposed-waste", position = new { longitude = 1.0, latitude = 1.0 }, phone = "13800001111" }),
        })).Code;
        async Task<string> Attach() => (await town.Send("neighbour", static () => Attachments.PictureCalls.Post("/v1/track/attachments", Attachments.Pictures.Png(), "image/png"))).Code;
    }

    [Fact]
    public async Task Feeds_OfOneKey_AreRefusedAboveTheirLimit_UntilOneIsClosed()
    {
        var first = await Follow();
        using var second = await Follow();
        var third = await town.Get("dispatcher", "/v1/feed");
        Assert.Equal((HttpStatusCode.TooManyRequests, "too-many-feeds"), (third.Status, third.Code));

        first.Dispose();
        HttpResponseMessage again;
        do
        {
            again = await Follow();
        }
        while (again.StatusCode == HttpStatusCode.TooManyRequests);
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        again.Dispose();

        async Task<HttpResponseMessage> Follow()
        {
            await Task.Delay(200, TestContext.Current.CancellationToken); // Below the limit of requests.
            using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/feed");
            request.Headers.Authorization = town.KeyOf("dispatcher");
            return await town.City.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task Bytes_OfOneKey_AreRefusedAboveTheirLimit_PackedOrNot()
    {
        var blanks = await Bodies.Pack(new string(' ', 1 << 20), 60);
        var answers = new List<Answer>();
        for (var number = 1; number <= 3; number++)
        {
            answers.Add(await town.Send("admin", () => Bodies.Post(blanks, "gzip")));
        }

        Assert.Equal([HttpStatusCode.Accepted, HttpStatusCode.Accepted, HttpStatusCode.TooManyRequests], answers.Select(static answer => answer.Status));
        Assert.Equal("too-many-bytes", answers[2].Code);
        Assert.Contains("1 MiB of observations", answers[2].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Uploads_OfOneKey_AreRefusedAboveTheirLimit_AndEndWithTheirConnections()
    {
        using (var first = await Trickle.Begin(town.City.Port, town.KeyOf("sensor")))
        using (var second = await Trickle.Begin(town.City.Port, town.KeyOf("sensor")))
        {
            Answer third;
            do
            {
                third = await town.Send("sensor", static () => Bodies.Post("x"u8.ToArray())); // The two may not have begun yet.
                await Task.Delay(200, TestContext.Current.CancellationToken);
            }
            while (third.Status != HttpStatusCode.TooManyRequests);
            Assert.Equal("too-many-uploads", third.Code);
        }

        Answer after;
        do
        {
            after = await town.Send("sensor", static () => Bodies.Post("x"u8.ToArray()));
            await Task.Delay(200, TestContext.Current.CancellationToken);
        }
        while (after.Status == HttpStatusCode.TooManyRequests);
        Assert.Equal(HttpStatusCode.BadRequest, after.Status);
    }

    /// <summary>What a caller was told.</summary>
    public sealed record Answer(HttpStatusCode Status, string Code, string Detail, double RetryAfter);

    /// <summary>The Silo of all these tests.</summary>
    public sealed class Town : IAsyncLifetime
    {
        private readonly TempFolder folder = new();
        private readonly Dictionary<string, string> keys = new(StringComparer.Ordinal);

        internal CityProcess City { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            City = await CityProcess.Start(folder.Path, "--Limits:Requests=10", "--Limits:Strangers=10", "--Limits:Reports=3", "--Limits:OpenReports=2", "--Limits:OpenAttachments=1", "--Limits:Feeds=2", "--Limits:Uploads=2", "--Limits:Megabytes=1");
            foreach (var role in Enum.GetNames<Access.Role>().Select(static name => name.ToLowerInvariant()).Except(["responder"]))
            {
                keys[role] = await City.NewKey(role, role == "admin" ? "" : "430103");
            }

            keys["neighbour"] = await City.NewKey("citizen");
        }

        public async ValueTask DisposeAsync()
        {
            await City.DisposeAsync();
            folder.Dispose();
        }

        internal AuthenticationHeaderValue KeyOf(string role) => keys.TryGetValue(role, out var key) ? new("Bearer", key) : new("None");

        internal Task<Answer> Get(string role, string path) => Send(role, () => new HttpRequestMessage(HttpMethod.Get, path));

        internal async Task<Answer> Send(string role, Func<HttpRequestMessage> create)
        {
            using var request = create();
            request.Headers.Authorization = KeyOf(role);
            using var response = await City.Http.SendAsync(request, TestContext.Current.CancellationToken);
            var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            var isProblem = response.Content.Headers.ContentType?.MediaType == "application/problem+json";
            var problem = isProblem ? System.Text.Json.JsonDocument.Parse(text).RootElement : default;
            return new Answer(
                response.StatusCode,
                isProblem ? problem.GetProperty("code").GetString()! : "",
                isProblem ? problem.GetProperty("detail").GetString()! : text,
                response.Headers.RetryAfter?.Delta?.TotalSeconds ?? 0);
        }

        internal async Task<Answer[]> AtOnce(int count, Func<Task<Answer>> call) => await Task.WhenAll(Enumerable.Range(0, count).Select(_ => call()));
    }
}
