using CityActors.Devices;
using CityActors.Observations;
using CityActors.Silo.Notifications;
using CityActors.Silo.Rosters;
using Microsoft.Extensions.DependencyInjection;

namespace CityActors.Notifications.Tests;

/// <summary>What goes to devices, and what goes to those whom a consent names.</summary>
public sealed class DeviceCallTests
{
    private const int Deadline = 60_000;
    private const string Camera = "cam-1";
    private const string Alert = $"{Camera}.edge-loitering.pond.1";

    [Fact(Timeout = Deadline)]
    public async Task Command_CarriesWhatTheDeviceIsToDo()
    {
        await using var hook = await Hook.Answering(202);
        await using var run = await OutboxRun.Start(("devices", hook));
        await run.Tell("term-1.speak.1", "devices", one => one with { Call = new DeviceCall("term-1", "edge-speaker", "speak", one.At.AddSeconds(10), new DeviceText("Leave.", "请离开！")) });
        var body = (await hook.Next()).Data;
        Assert.Equal("term-1.speak.1", body.GetProperty("id").GetString());
        Assert.Equal(
            """{"device":"term-1","kind":"edge-speaker","command":"speak","deadline":"2026-01-05T06:00:10+00:00","arguments":{"english":"Leave.","chinese":"请离开！"}}""",
            body.GetProperty("command").GetRawText());
        Assert.Equal("delivered", (await run.NextAttempt()).Outcome);
    }

    [Fact(Timeout = Deadline)]
    public async Task Command_WhoseGatewayIsDown_IsNotSentAfterItsDeadline()
    {
        await using var hook = await Hook.Answering(503);
        await using var run = await OutboxRun.Start(("devices", hook));
        await run.Tell("term-1.speak.1", "devices", one => one with { Call = new DeviceCall("term-1", "edge-speaker", "speak", one.At.AddSeconds(10)) });
        var attempts = new List<string>();
        while (attempts.LastOrDefault() != "dead")
        {
            attempts.Add((await run.NextAttempt()).Outcome);
            if (attempts[^1] == "failed")
            {
                await run.MoveToNextTry("term-1.speak.1");
            }
        }

        var row = await run.Find("term-1.speak.1");
        Assert.Equal((NotificationState.Dead, attempts.Count - 1, attempts.Count - 1), (row.State, row.Attempts, hook.CallCount));
        Assert.InRange(hook.CallCount, 1, 4); // Two, four and eight seconds: no storm.
        Assert.StartsWith("The deadline of the command, 2026-01-05T06:00:10.0000000+00:00, has passed", row.LastError, StringComparison.Ordinal);
        Assert.Contains("answered 503", row.LastError, StringComparison.Ordinal);
    }

    [Fact(Timeout = Deadline)]
    public async Task Commands_ThatWaitForAGatewayThatCameBack_AreDroppedAndTheFreshOneGoesOut()
    {
        var isDown = true;
        await using var hook = await Hook.Start((_, context) =>
        {
            context.Response.StatusCode = Volatile.Read(ref isDown) ? 503 : 200;
            return Task.CompletedTask;
        });
        await using var run = await OutboxRun.Start(("devices", hook));
        await run.Tell("old", "devices", one => one with { Call = new DeviceCall("term-1", "edge-speaker", "speak", one.At.AddSeconds(1)) });
        Assert.Equal("failed", (await run.NextAttempt()).Outcome);
        Volatile.Write(ref isDown, false);
        await run.MoveToNextTry("old");
        Assert.Equal("dead", (await run.NextAttempt()).Outcome);
        await run.Tell("fresh", "devices", one => one with { Call = new DeviceCall("term-1", "edge-speaker", "speak", one.At.AddSeconds(10)) });
        Assert.Equal("delivered", (await run.NextAttempt()).Outcome);
        Assert.Equal(["old", "fresh"], [(await hook.Next()).Id, (await hook.Next()).Id]);
        Assert.Equal(0, hook.CallCount);
    }

    [Fact(Timeout = Deadline)]
    public async Task ParentsTeacherPolice_WithOneDeadForTenMinutes_AreEachToldExactlyOnce()
    {
        var back = DateTimeOffset.MaxValue;
        OutboxRun? outbox = null;
        await using var parents = await Hook.Answering(200);
        await using var police = await Hook.Answering(200);
        var taken = 0;
        await using var teacher = await Hook.Start((_, context) =>
        {
            var isDown = outbox!.Clock.GetUtcNow() < back;
            context.Response.StatusCode = isDown ? 503 : 200;
            taken += isDown ? 0 : 1;
            return Task.CompletedTask;
        });
        await using var run = outbox = await OutboxRun.Start(("parents", parents), ("teacher", teacher), ("police", police));
        back = run.Clock.GetUtcNow().AddMinutes(10);
        var reference = await Seen(run, "7f3a9c52e1", "parents", "teacher", "police");
        await Seen(run, "0000000000", "parents");
        foreach (var receiver in (string[])["parents", "teacher", "police"])
        {
            await run.Tell($"{Alert}.{receiver}", receiver, Rostered);
            await run.Tell($"{Alert}.{receiver}", receiver, Rostered); // Told again after a crash: it is known.
        }

        var delivered = new List<string>();
        while (delivered.Count < 3)
        {
            var attempt = await run.NextAttempt();
            if (attempt.Outcome == "delivered")
            {
                delivered.Add(attempt.Receiver);
            }
            else
            {
                await run.MoveToNextTry($"{Alert}.teacher");
                await run.Restart(); // And every failure meets a restart.
            }
        }

        Assert.Equal(["parents", "police", "teacher"], delivered.Order());
        Assert.Equal("teacher", delivered[^1]);
        Assert.True(run.Clock.GetUtcNow() >= back);
        Assert.Equal((1, 1, 1), (parents.CallCount, police.CallCount, taken));
        var told = (await police.Next()).Data;
        Assert.Equal([reference], told.GetProperty("roster").EnumerateArray().Select(static one => one.GetString()));
        Assert.Equal(2, (await parents.Next()).Data.GetProperty("roster").GetArrayLength());
    }

    [Fact(Timeout = Deadline)]
    public async Task Roster_ThatWasDeletedMeanwhile_IsToldToNobody()
    {
        await using var parents = await Hook.Answering(503);
        await using var run = await OutboxRun.Start(("parents", parents));
        await Seen(run, "7f3a9c52e1", "parents");
        await run.Tell($"{Alert}.parents", "parents", Rostered);
        Assert.Equal("failed", (await run.NextAttempt()).Outcome);
        await run.Services.GetRequiredService<RosterTable>().Remove(static _ => true, run.Clock.GetUtcNow());
        await run.MoveToNextTry($"{Alert}.parents");
        Assert.Equal("dead", (await run.NextAttempt()).Outcome);
        Assert.Equal(1, parents.CallCount);
    }

    private static Notification Rostered(Notification one) => one with { Subject = Alert, IsOfRoster = true };

    private static async Task<string> Seen(OutboxRun run, string token, params string[] tell)
    {
        var (table, now) = (run.Services.GetRequiredService<RosterTable>(), run.Clock.GetUtcNow());
        var entry = await table.Put(new RosterConsent(token, "430103", now.AddDays(-1), now.AddDays(90), tell), static _ => true);
        await table.Recognise([(new Observation { Entity = Camera, Kind = "person-at-edge", At = now.AddSeconds(-20), Track = "t1", Zone = "pond", Phase = TrackPhase.Start }, token)], static (_, _) => true);
        return entry!.Reference;
    }
}
