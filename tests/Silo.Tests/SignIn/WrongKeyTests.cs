using System.Globalization;
using System.Net;
using CityActors.Silo.Access;
using Microsoft.Extensions.Logging.Abstractions;

namespace CityActors.Silo.Tests.SignIn;

/// <summary>Wrong keys lead nowhere, cost little, and keep nobody else out.</summary>
public sealed class WrongKeyTests
{
    [Fact]
    public async Task Flood_OfWrongKeys_IsRefusedInFewWordsAndAKnownKeyGoesOn()
    {
        const int Tries = 10_000;
        using var folder = new TempFolder();
        await using var city = await CityProcess.Start(folder.Path);
        var viewer = await city.NewKey("viewer");
        var refusals = new Dictionary<HttpStatusCode, int>();
        await Parallel.ForEachAsync(Enumerable.Range(0, Tries), TestContext.Current.CancellationToken, async (number, _) =>
        {
            using var response = await city.CallAs($"no-such-key-{number}", HttpMethod.Get, "/v1/clock", null);
            lock (refusals)
            {
                refusals[response.StatusCode] = refusals.GetValueOrDefault(response.StatusCode) + 1;
            }

            if (number % 1000 == 0)
            {
                Assert.Null(await city.WhyNot(viewer));
            }
        });
        var (problem, wait) = await LastRefusal(city);

        Assert.InRange(refusals[HttpStatusCode.Unauthorized], WrongKeys.Most, 10 * WrongKeys.Most); // Those that were under way at the tenth; should the flood take minutes, ten for each.
        Assert.Equal(Tries, refusals.Values.Sum());
        Assert.Equal("too-many-wrong-keys", problem.GetProperty("code").GetString());
        Assert.InRange(wait.TotalSeconds, 1, 60);
        Assert.Equal(0, await city.Terminate());
        Assert.DoesNotContain("no-such-key", city.Output, StringComparison.Ordinal);
        Assert.InRange(city.Output.Split("Wrong keys, passwords").Length - 1, 1, 5);
        Assert.InRange(city.Output.Split('\n').Length, 1, 100); // Nor does each of them write a line of its own.
    }

    /// <summary>What a wrong key is told once the address may ask at all again: a flood is above its share of requests, too.</summary>
    private static async Task<(System.Text.Json.JsonElement Problem, TimeSpan Wait)> LastRefusal(CityProcess city)
    {
        while (true)
        {
            using var refused = await city.CallAs("no-such-key", HttpMethod.Get, "/v1/clock", null);
            var problem = await CityProcess.Json(refused, HttpStatusCode.TooManyRequests);
            if (problem.GetProperty("code").GetString() != "too-many-requests")
            {
                return (problem, refused.Headers.RetryAfter!.Delta!.Value);
            }

            await Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
        }
    }

    [Theory]
    [InlineData("127.0.0.0/8", false)]
    [InlineData("10.0.0.5", true)]
    [InlineData("", true)]
    public async Task WrongKeys_OfOneBehindAProxy_CountForAllOnlyIfTheProxyIsNotNamed(string proxies, bool isOne)
    {
        using var folder = new TempFolder();
        await using var city = await CityProcess.Start(folder.Path, $"--Proxies={proxies}");
        for (var number = 0; number < WrongKeys.Most; number++)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await From("203.0.113.1", "no-such-key"));
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, await From("203.0.113.1", "no-such-key"));
        Assert.Equal(isOne ? HttpStatusCode.TooManyRequests : HttpStatusCode.Unauthorized, await From("203.0.113.2", "no-such-key"));
        Assert.Equal(isOne ? HttpStatusCode.TooManyRequests : HttpStatusCode.Unauthorized, await From("203.0.113.1, 203.0.113.3", "no-such-key")); // What the client says itself stands first.
        Assert.Equal(HttpStatusCode.OK, await From("203.0.113.1", CityProcess.AdminKey));

        async Task<HttpStatusCode> From(string address, string key)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/clock") { Headers = { Authorization = new("Bearer", key) } };
            request.Headers.Add("X-Forwarded-For", address);
            using var response = await city.Http.SendAsync(request, TestContext.Current.CancellationToken);
            return response.StatusCode;
        }
    }

    [Fact]
    public void Addresses_Many_AreCountedInBoundedMemoryAndTheRestTogether()
    {
        var clock = new TestClock();
        var wrong = new WrongKeys(clock, NullLogger<WrongKeys>.Instance);
        for (var number = 0; number < 50_000; number++)
        {
            wrong.Note(new IPAddress([10, (byte)(number >> 16), (byte)(number >> 8), (byte)number]));
        }

        Assert.Null(wrong.WaitOf(IPAddress.Parse("10.0.0.1")));
        Assert.NotNull(wrong.WaitOf(IPAddress.Parse("192.0.2.1"))); // New in the flood: one of the rest.
        clock.Now += TimeSpan.FromMinutes(1);
        Assert.Null(wrong.WaitOf(IPAddress.Parse("192.0.2.1")));
    }

    [Fact]
    public void Addresses_OfOneIPv6Network_AreOne()
    {
        var wrong = new WrongKeys(new TestClock(), NullLogger<WrongKeys>.Instance);
        for (var number = 1; number <= WrongKeys.Most; number++)
        {
            wrong.Note(IPAddress.Parse(string.Create(CultureInfo.InvariantCulture, $"2001:db8::{number}")));
        }

        Assert.NotNull(wrong.WaitOf(IPAddress.Parse("2001:db8::ffff")));
        Assert.Null(wrong.WaitOf(IPAddress.Parse("2001:db8:1::1")));
    }

    private sealed class TestClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch.AddYears(50);

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => Now;

        public override long GetTimestamp() => Now.UtcTicks;
    }
}
