using System.Globalization;
using System.Net;
using System.Text;
using CityActors.Silo.Rosters;
using CityActors.Silo.Tests.Live;
using CityActors.Storage;

namespace CityActors.Silo.Tests;

/// <summary>The pack for safety at the water on a real Silo: a loudspeaker that is told to speak, and those whom a consent names.</summary>
public sealed class WaterSafetyTests : IDisposable
{
    private const string Camera = "cam-43010300001320000001";
    private const string Speaker = "term-edge-1";
    private const string Token = "7f3a9c52e1-token-of-a-pupil";
    private readonly TempFolder folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Loitering_SpeaksOnce_WithAKillBetween_AndTheDeviceConfirms()
    {
        await using var gateway = await Gateway.Start();
        gateway.IsDown = true;
        var (data, arguments) = (Path.Combine(folder.Path, "data"), (string[])[$"--Seeds={Patient()}", .. gateway.As("devices")]);
        await using (var silo = await CityProcess.Start(data, arguments))
        {
            await Settle(silo);
            await Loiter(silo, DateTimeOffset.UtcNow);
            await gateway.Until(1);
            await silo.Kill();
        }

        gateway.IsDown = false;
        await using var again = await CityProcess.Start(data, arguments);
        await gateway.Until(1);
        var call = gateway.Taken.First().Body;
        var id = call.GetProperty("id").GetString()!;
        Assert.Equal($"{Speaker}.speak.{Camera}.edge-loitering.pond.1", id);
        Assert.All(gateway.Refused, refused => Assert.Equal(id, refused.Body.GetProperty("id").GetString()));
        Assert.Equal("水边危险，请立即离开！水边危险，请立即离开！", call.GetProperty("command").GetProperty("arguments").GetProperty("chinese").GetString());
        await LiveCity.Until(again, "/v1/commands?state=waiting", static commands => commands.Count == 1);

        var done = await again.Send(HttpMethod.Post, $"/v1/commands/{id}/receipt", new { outcome = "done" });
        Assert.Equal("done", done.GetProperty("state").GetString());
        Assert.Equal(2, (await again.Send(HttpMethod.Post, $"/v1/commands/{id}/receipt", new { outcome = "done" })).GetProperty("version").GetInt32());
        var refusal = await again.Send(HttpMethod.Post, $"/v1/commands/{id}/receipt", new { outcome = "failed", reason = "no power" }, HttpStatusCode.Conflict);
        Assert.Equal("already-done", refusal.GetProperty("code").GetString());
        await again.Send(HttpMethod.Post, $"/v1/commands/{Speaker}.speak.nothing/receipt", new { outcome = "done" }, HttpStatusCode.NotFound);
        await again.Send(HttpMethod.Post, "/v1/commands/home-1.speak.nothing/receipt", new { outcome = "done" }, HttpStatusCode.NotFound);

        await LiveCity.Until(again, $"/v1/commands?state=done&device={Speaker}", static commands => commands.Count == 1);
        Assert.Equal("done", (await again.Get($"/v1/terminals/{Speaker}")).GetProperty("commands")[0].GetProperty("state").GetString());
        Assert.Single(gateway.Taken);
        Assert.Empty((await again.Get("/v1/alerts?kind=speaker-unconfirmed")).GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task Unconfirmed_IsAnAlertWithAnOrder_AndALateReceiptEndsIt()
    {
        await using var gateway = await Gateway.Start();
        await using var silo = await CityProcess.Start(Path.Combine(folder.Path, "data"), gateway.As("devices"));
        await Settle(silo);
        await SmallTown.Responder(silo, "zhou", "technician", 112.9745);
        await Loiter(silo, DateTimeOffset.UtcNow);
        var alert = Assert.Single(await LiveCity.Until(silo, "/v1/alerts?kind=speaker-unconfirmed", static alerts => alerts is [var one] && one.GetProperty("order").GetString()!.Length > 0));
        Assert.Equal((Speaker, "medium"), (alert.GetProperty("entity").GetString(), alert.GetProperty("priority").GetString()));
        var command = Assert.Single(await LiveCity.Until(silo, "/v1/commands?state=overdue", static commands => commands.Count == 1));

        await silo.Send(HttpMethod.Post, $"/v1/commands/{command.GetProperty("id").GetString()}/receipt", new { outcome = "done" });
        await LiveCity.Until(silo, "/v1/alerts?kind=speaker-unconfirmed", static alerts => alerts is [var one] && one.GetProperty("state").GetString() == "cleared");
        Assert.True(gateway.Taken.Count <= 1, "It was told more than once.");
    }

    [Fact]
    public async Task NoLoudspeakerNear_IsAnAlertOfTheCamera()
    {
        await using var silo = await CityProcess.Start(Path.Combine(folder.Path, "data"));
        await Settle(silo, speakers: 0);
        await Loiter(silo, DateTimeOffset.UtcNow);
        var alert = Assert.Single(await LiveCity.Until(silo, "/v1/alerts?kind=speaker-unconfirmed", static alerts => alerts.Count == 1));
        Assert.Equal(Camera, alert.GetProperty("entity").GetString());
        Assert.Contains("no edge-speaker within 150 m", alert.GetProperty("explanation").GetProperty("english").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RosterToken_WithConsent_TellsEachOnce_AndLeavesNoTraceAfterItsEnd()
    {
        await using var receivers = await Gateway.Start();
        receivers.IsDown = true;
        var (data, arguments) = (Path.Combine(folder.Path, "data"), (string[])[.. receivers.As("parents"), .. receivers.As("teacher"), .. receivers.As("police")]);
        string reference;
        await using (var silo = await CityProcess.Start(data, arguments))
        {
            await Settle(silo);
            var consent = new { token = Token, area = "430103", consentAt = "2025-09-01T00:00:00Z", validUntil = DateTimeOffset.UtcNow.AddDays(200), tell = new[] { "parents", "teacher", "police" } };
            reference = (await silo.Send(HttpMethod.Put, "/v1/rosters", consent)).GetProperty("reference").GetString()!;
            Assert.Equal(reference, (await silo.Send(HttpMethod.Put, "/v1/rosters", consent)).GetProperty("reference").GetString());
            await silo.Send(HttpMethod.Put, "/v1/rosters", consent with { token = "short" }, HttpStatusCode.BadRequest);
            await Loiter(silo, DateTimeOffset.UtcNow, Token);
            await receivers.Until(3);
            await silo.Kill();
        }

        receivers.IsDown = false;
        await using (var silo = await CityProcess.Start(data, arguments))
        {
            await receivers.Until(3);
            await LiveCity.Until(silo, "/v1/notifications?state=delivered", static told => told.Count(static one => one.GetProperty("isOfRoster").GetBoolean()) == 3);
            Assert.Equal(["parents", "police", "teacher"], receivers.Taken.Select(static call => call.Body.GetProperty("receiver").GetString()!).Order());
            Assert.All(receivers.Taken, call => Assert.Equal([reference], call.Body.GetProperty("roster").EnumerateArray().Select(static one => one.GetString())));
            Assert.All(receivers.Taken, static call => Assert.DoesNotContain(Token, call.Body.GetRawText(), StringComparison.Ordinal));

            // Everything that a caller can read of it is without the token.
            foreach (var path in (string[])["/v1/alerts", "/v1/notifications", "/v1/rosters", "/v1/audit", $"/v1/cameras/{Camera}", $"/v1/cameras/{Camera}/episodes", "/v1/orders"])
            {
                Assert.DoesNotContain(Token, (await silo.Get(path)).GetRawText(), StringComparison.Ordinal);
            }

            Assert.DoesNotContain(Token, silo.Output, StringComparison.Ordinal);
            await silo.Send(HttpMethod.Post, "/v1/rosters/remove", new { reference }, HttpStatusCode.NoContent);
            Assert.Empty((await silo.Get("/v1/rosters")).GetProperty("items").EnumerateArray());
            AssertNowhere(data, Token, reference);
        }

        AssertNowhere(data, Token, reference);
    }

    [Fact]
    public async Task RosterToken_WithoutConsent_IsAPerson()
    {
        await using var receivers = await Gateway.Start();
        await using var silo = await CityProcess.Start(Path.Combine(folder.Path, "data"), [.. receivers.As("parents"), .. receivers.As("grid-officer")]);
        await Settle(silo);
        await Loiter(silo, DateTimeOffset.UtcNow.AddMinutes(-2), Token);
        await receivers.Until(1);
        Assert.Equal(["grid-officer"], receivers.Taken.Select(static call => call.Body.GetProperty("receiver").GetString()).Distinct());
        AssertNowhere(Path.Combine(folder.Path, "data"), Token);
    }

    [Fact]
    public async Task Roster_AtTheYearsEnd_IsInNoByteOfTheDatabase()
    {
        var now = new DateTimeOffset(2026, 7, 10, 0, 0, 0, TimeSpan.Zero);
        await using var database = CityHost.OpenDatabase(new SiloSettings { Data = folder.Path });
        var table = new RosterTable(database);
        List<string> gone = [], kept = [];
        for (var i = 0; i < 300; i++)
        {
            var (token, isKept) = ($"token-of-pupil-{i:0000}", i % 10 == 0);
            var entry = await table.Put(new RosterConsent(token, "430103", now.AddDays(-300), isKept ? now.AddDays(300) : now, ["parents"]), static _ => true);
            await table.Recognise([(new() { Entity = $"cam-{i % 7}", Kind = "person-at-edge", At = now.AddHours(-1), Track = $"t{i}", Phase = Observations.TrackPhase.Start }, token)], static (_, _) => true);
            (isKept ? kept : gone).Add(entry!.Reference);
            gone.Add(token);
        }

        var digests = await database.Read(static session => session.Prepare(Digests).All(static row => (Digest: row.Text(0), Reference: row.Text(1))));
        gone.AddRange(digests.Where(row => !kept.Contains(row.Reference)).Select(static row => row.Digest));
        Assert.Equal(300 + 270 + 270, gone.Count);

        Assert.Equal(540, await table.Remove(entry => entry.ValidUntil <= now, now));
        while (!await database.Scrub())
        {
            await Task.Delay(20, Cancellation);
        }

        AssertNowhere(folder.Path, [.. gone]);
        Assert.Equal(kept.Order(), (await table.Read("", 500)).Select(static entry => entry.Reference).Order());
        Assert.Equal(5, (await table.SeenAt("cam-0", "main", "parents", now.AddHours(-1), TimeSpan.FromMinutes(1))).Count);
    }

    public void Dispose() => folder.Dispose();

    private static readonly SqlQuery Digests = new("SELECT digest, reference FROM roster");

    private static async Task Settle(CityProcess silo, int speakers = 1)
    {
        await SmallTown.Register(silo, homes: 0);
        await Edge.Camera(silo, Camera, 112.9745);
        for (var i = 1; i <= speakers; i++)
        {
            await Edge.Speaker(silo, $"term-edge-{i}", 112.9746);
        }
    }

    private static async Task Loiter(CityProcess silo, DateTimeOffset now, string? token = null)
    {
        using var answer = await silo.PostLines([Edge.Line(Camera, "start", now.AddSeconds(-25), token), Edge.Line(Camera, "update", now, token)]);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
    }

    // What was written to the files, in whatever form the database keeps text.
    private static void AssertNowhere(string data, params string[] words)
    {
        foreach (var file in Directory.EnumerateFiles(data, "city.db*"))
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            var text = Encoding.Latin1.GetString(bytes.ToArray());
            foreach (var word in words)
            {
                Assert.False(text.Contains(word, StringComparison.Ordinal), $"'{word}' stands in {Path.GetFileName(file)}.");
            }
        }
    }

    /// <summary>The repository's seeds, with a device that may take half an hour to confirm: the Silo is killed meanwhile.</summary>
    private string Patient()
    {
        var (from, to) = (new SiloSettings().Seeds, Path.Combine(folder.Path, "seeds"));
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        var things = Path.Combine(to, "packs", "water-safety", "things.json");
        File.WriteAllText(things, File.ReadAllText(things).Replace("\"within\": \"10 seconds\"", "\"within\": \"30 minutes\"", StringComparison.Ordinal));
        return to;
    }
}

/// <summary>Cameras and loudspeakers at the water.</summary>
internal static class Edge
{
    public static Task Camera(CityProcess silo, string id, double longitude, double latitude = 28.19, string cell = "430103002001001") => silo.Send(
        HttpMethod.Put,
        $"/v1/cameras/{id}",
        new { card = new { id, type = "camera", kind = "edge-camera", cell, position = new { longitude, latitude }, privacy = "public" }, zones = new[] { "pond" } },
        HttpStatusCode.NoContent);

    public static Task Speaker(CityProcess silo, string id, double longitude, double latitude = 28.19, string cell = "430103002001001") => silo.Send(
        HttpMethod.Put,
        $"/v1/terminals/{id}",
        new { card = new { id, type = "terminal", kind = "edge-speaker", cell, position = new { longitude, latitude }, privacy = "public" } },
        HttpStatusCode.NoContent);

    public static string Line(string camera, string phase, DateTimeOffset at, string? token = null, string track = "t1") => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"entity":"{{camera}}","kind":"person-at-edge","at":"{{at:O}}","zone":"pond","track":"{{track}}","phase":"{{phase}}","confidence":0.9{{(token is null ? "" : $",\"roster\":\"{token}\"")}}}""");
}
