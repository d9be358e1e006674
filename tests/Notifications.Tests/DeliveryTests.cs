using System.Globalization;
using System.Text;
using CityActors.Silo.Lists;
using CityActors.Silo.Notifications;
using Microsoft.AspNetCore.Http;

namespace CityActors.Notifications.Tests;

public sealed class DeliveryTests
{
    private const int Deadline = 60_000;
    private static readonly Attempt Delivered = new("delivered", "family");
    private static readonly Attempt Failed = new("failed", "family");
    private static readonly Attempt Dead = new("dead", "family");

    [Fact(Timeout = Deadline)]
    public async Task Webhook_ThatAnswers_GetsTheNotificationOnce()
    {
        await using var hook = await Hook.Answering(204);
        await using var run = await OutboxRun.Start(("family", hook));
        await run.Tell("n-1", "family");
        var call = await hook.Next();
        Assert.Equal("n-1", call.Id);
        Assert.Equal("", call.Signature);
        Assert.Equal("application/cloudevents+json; charset=utf-8", call.ContentType);
        Assert.Equal(run.Clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), call.Timestamp);
        Assert.Equal(
            """{"specversion":"1.0","id":"n-1","source":"/v1/notifications","type":"cityactors.notification","subject":"home-430103002001-0001.inactivity.1","time":"2026-01-05T06:00:00+00:00","datacontenttype":"application/json","data":{"id":"n-1","receiver":"family","subject":"home-430103002001-0001.inactivity.1","at":"2026-01-05T06:00:00+00:00","english":"A home has fallen quiet.","chinese":"一住户长时间无活动。"}}""",
            Encoding.UTF8.GetString(call.Body));
        Assert.Equal(Delivered, await run.NextAttempt());
        var row = await run.Find("n-1");
        Assert.Equal((NotificationState.Delivered, 1, run.Clock.GetUtcNow()), (row.State, row.Attempts, row.DeliveredAt));
        Assert.Equal(0, hook.CallCount);
    }

    [Fact(Timeout = Deadline)]
    public async Task Webhook_ThatFailsFirst_IsTriedAgainWithTheSameId()
    {
        var answers = new Queue<int>([500, 503, 200]);
        await using var hook = await Hook.Start(async (_, context) =>
        {
            context.Response.StatusCode = answers.Dequeue();
            await context.Response.WriteAsync("the queue is full", context.RequestAborted);
        });
        await using var run = await OutboxRun.Start(("family", hook));
        await run.Tell("n-1", "family");
        Assert.Equal(Failed, await run.NextAttempt());
        var row = await run.Find("n-1");
        Assert.Equal((NotificationState.Waiting, 1), (row.State, row.Attempts));
        Assert.Contains("answered 500: the queue is full", row.LastError, StringComparison.Ordinal);
        Assert.InRange(row.NextAt - run.Clock.GetUtcNow(), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));
        await run.MoveToNextTry("n-1");
        Assert.Equal(Failed, await run.NextAttempt());
        await run.MoveToNextTry("n-1");
        Assert.Equal(Delivered, await run.NextAttempt());
        Assert.Equal(3, (await run.Find("n-1")).Attempts);
        Assert.Equal(["n-1", "n-1", "n-1"], [(await hook.Next()).Id, (await hook.Next()).Id, (await hook.Next()).Id]);
    }

    [Fact(Timeout = Deadline)]
    public async Task DeadReceiver_WithManyWaiting_DelaysNoOther()
    {
        await using var dead = await Hook.Hanging();
        await using var alive = await Hook.Answering(200);
        await using var run = await OutboxRun.Start(("family", dead), ("community", alive));
        for (var i = 0; i < 20; i++)
        {
            await run.Tell($"dead-{i:00}", "family");
        }

        for (var i = 0; i < 8; i++)
        {
            await dead.Next(); // As many as may be on their way to one receiver now hang there.
        }

        for (var i = 0; i < 5; i++)
        {
            await run.Tell($"alive-{i}", "community");
            Assert.Equal(new Attempt("delivered", "community"), await run.NextAttempt());
        }

        Assert.Equal(0, dead.CallCount);
        run.Clock.Advance(TimeSpan.FromSeconds(10));
        for (var i = 0; i < 8; i++)
        {
            Assert.Equal(Failed, await run.NextAttempt());
        }

        Assert.Contains("did not answer within 10 s", (await run.Find("dead-00")).LastError, StringComparison.Ordinal);
    }

    [Theory(Timeout = Deadline)]
    [InlineData(400)]
    [InlineData(404)]
    [InlineData(410)]
    public async Task Webhook_ThatRefusesForGood_MakesADeadLetterAtOnce(int status)
    {
        await using var hook = await Hook.Answering(status);
        await using var run = await OutboxRun.Start(("family", hook));
        await run.Tell("n-1", "family");
        Assert.Equal(Dead, await run.NextAttempt());
        var row = await run.Find("n-1");
        Assert.Equal((NotificationState.Dead, 1), (row.State, row.Attempts));
        Assert.Contains($"answered {status}", row.LastError, StringComparison.Ordinal);
    }

    [Fact(Timeout = Deadline)]
    public async Task Webhook_ThatNeverTakesIt_MakesADeadLetterAfterTheLastAttempt()
    {
        await using var hook = await Hook.Answering(500);
        await using var run = await OutboxRun.Start(isReplay: false, [.. OutboxRun.To(("family", hook)), ("Attempts", "2")]);
        await run.Tell("n-1", "family");
        Assert.Equal(Failed, await run.NextAttempt());
        await run.MoveToNextTry("n-1");
        Assert.Equal(Dead, await run.NextAttempt());
        Assert.StartsWith("Given up after 2 attempts", (await run.Find("n-1")).LastError, StringComparison.Ordinal);
    }

    [Fact(Timeout = Deadline)]
    public async Task Webhook_ThatAsksForPatience_IsLeftAloneThatLong()
    {
        await using var hook = await Hook.Start((_, context) =>
        {
            context.Response.StatusCode = 429;
            context.Response.Headers.RetryAfter = "120";
            return Task.CompletedTask;
        });
        await using var run = await OutboxRun.Start(("family", hook));
        await run.StopDelivering();
        await run.Tell("n-1", "family");
        await run.Tell("n-2", "family");
        run.Adjust(settings => settings with { AtOnce = 1 });
        await run.Restart();
        Assert.Equal(Failed, await run.NextAttempt());
        var until = run.Clock.GetUtcNow() + TimeSpan.FromSeconds(120);
        Assert.Equal(until, (await run.Find("n-1")).NextAt);
        Assert.Equal("n-1", (await hook.Next()).Id);
        await run.Clock.SomebodyWaitsFor(until, TestContext.Current.CancellationToken); // Though n-2 was never tried.
        Assert.Equal(0, hook.CallCount);
        run.Clock.MoveTo(until + TimeSpan.FromMilliseconds(1));
        Assert.Equal("n-2", (await hook.Next()).Id);
    }

    [Fact(Timeout = Deadline)]
    public async Task Webhook_ThatRedirects_IsNotFollowed()
    {
        await using var target = await Hook.Answering(200);
        await using var hook = await Hook.Start((_, context) =>
        {
            context.Response.Redirect(target.Url);
            return Task.CompletedTask;
        });
        await using var run = await OutboxRun.Start(("family", hook));
        await run.Tell("n-1", "family");
        Assert.Equal(Failed, await run.NextAttempt());
        Assert.Contains("redirects are not followed", (await run.Find("n-1")).LastError, StringComparison.Ordinal);
        Assert.Equal(0, target.CallCount);
    }

    [Fact(Timeout = Deadline)]
    public async Task Webhook_WithAnEndlessAnswer_IsReadOnlyAtItsBeginning()
    {
        await using var hook = await Hook.Start(async (_, context) =>
        {
            context.Response.StatusCode = 500;
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.WriteAsync("more and\nmore ", context.RequestAborted);
            }
        });
        await using var run = await OutboxRun.Start(("family", hook));
        await run.Tell("n-1", "family");
        Assert.Equal(Failed, await run.NextAttempt());
        var error = (await run.Find("n-1")).LastError!;
        Assert.InRange(error.Length, 100, 300);
        Assert.DoesNotContain(error, char.IsControl);
    }

    [Fact(Timeout = Deadline)]
    public async Task Webhook_ThatIsNotThere_FailsWithItsName()
    {
        var gone = await Hook.Answering(200);
        await using var run = await OutboxRun.Start(("family", gone));
        await gone.DisposeAsync();
        await run.Tell("n-1", "family");
        Assert.Equal(Failed, await run.NextAttempt());
        Assert.Contains("127.0.0.1", (await run.Find("n-1")).LastError, StringComparison.Ordinal);
    }

    [Fact(Timeout = Deadline)]
    public async Task DeadReceiver_IsProbedByOneAtATime_AndGetsAllWhenItLives()
    {
        var status = 503;
        await using var hook = await Hook.Start((_, context) =>
        {
            context.Response.StatusCode = Volatile.Read(ref status);
            return Task.CompletedTask;
        });
        await using var run = await OutboxRun.Start(("family", hook));
        await run.StopDelivering();
        for (var i = 0; i < 12; i++)
        {
            await run.Tell($"n-{i:00}", "family");
        }

        run.Adjust(settings => settings with { AtOnce = 4, CircuitAfter = 1 });
        await run.Restart();
        for (var i = 0; i < 4; i++)
        {
            Assert.Equal(Failed, await run.NextAttempt());
            await hook.Next();
        }

        // Eight were never tried; the receiver is dead, so they go one at a time.
        await MoveToProbe(run, failures: 4);
        Assert.Equal(Failed, await run.NextAttempt());
        Assert.Equal("n-04", (await hook.Next()).Id);
        await MoveToProbe(run, failures: 5, before: () =>
        {
            Assert.Equal(0, hook.CallCount);
            Volatile.Write(ref status, 200);
        });
        for (var i = 0; i < 12; i++)
        {
            Assert.Equal(Delivered, await run.NextAttempt());
        }

        Assert.Equal("n-05", (await hook.Next()).Id);
    }

    [Fact(Timeout = Deadline)]
    public async Task Fact_ToldAgain_IsOneNotification()
    {
        await using var hook = await Hook.Answering(200);
        await using var run = await OutboxRun.Start(("family", hook));
        await run.Tell("n-1", "family");
        await run.Tell("n-1", "family");
        await run.Tell("n-2", "family");
        Assert.Equal([Delivered, Delivered], [await run.NextAttempt(), await run.NextAttempt()]);
        Assert.Equal(["n-1", "n-2"], new[] { (await hook.Next()).Id, (await hook.Next()).Id }.Order());
        Assert.Equal(2, (await run.Store.ReadPage(new ListRequest("", 10, "", ""), null)).Items.Count);
    }

    [Fact(Timeout = Deadline)]
    public async Task Restart_WithSomeWaiting_GoesOnWhereItStood()
    {
        var status = 500;
        await using var hook = await Hook.Start((_, context) =>
        {
            context.Response.StatusCode = Volatile.Read(ref status);
            return Task.CompletedTask;
        });
        await using var run = await OutboxRun.Start(("family", hook));
        await run.Tell("n-1", "family");
        Assert.Equal(Failed, await run.NextAttempt());
        await run.StopDelivering();
        await run.Tell("n-2", "family"); // Told while nobody follows.
        Volatile.Write(ref status, 200);
        await run.Restart();
        Assert.Equal(Delivered, await run.NextAttempt());
        Assert.Equal((NotificationState.Waiting, 1), ((await run.Find("n-1")).State, (await run.Find("n-1")).Attempts));
        await run.MoveToNextTry("n-1");
        Assert.Equal(Delivered, await run.NextAttempt());
        Assert.Equal((NotificationState.Delivered, 2), ((await run.Find("n-1")).State, (await run.Find("n-1")).Attempts));
        Assert.Equal(["n-1", "n-2", "n-1"], [(await hook.Next()).Id, (await hook.Next()).Id, (await hook.Next()).Id]);
        await run.Restart();
        await run.Tell("n-3", "family");
        Assert.Equal("n-3", (await hook.Next()).Id); // What was delivered stays delivered.
    }

    [Fact(Timeout = Deadline)]
    public async Task Restart_WithACallOnItsWay_LetsItEndAndRepeatsItNot()
    {
        var answer = new TaskCompletionSource();
        await using var hook = await Hook.Start((_, context) => answer.Task.WaitAsync(context.RequestAborted));
        await using var run = await OutboxRun.Start(("family", hook));
        await run.Tell("n-1", "family");
        await hook.Next();
        var restart = run.Restart();
        Assert.False(restart.IsCompleted);
        answer.SetResult();
        await restart;
        Assert.Equal((NotificationState.Delivered, 1), ((await run.Find("n-1")).State, (await run.Find("n-1")).Attempts));
        Assert.Equal(0, hook.CallCount);
    }

    [Fact(Timeout = Deadline)]
    public async Task Restart_WithAReceiverMoreOrLess_SendsTheWaitingWhereTheyNowBelong()
    {
        await using var broken = await Hook.Answering(500);
        await using var hook = await Hook.Answering(200);
        await using var run = await OutboxRun.Start(("default", broken));
        await run.Tell("n-1", "family");
        Assert.Equal(new Attempt("failed", "default"), await run.NextAttempt());
        await run.Restart(configuration =>
        {
            configuration["Notifications:Receivers:family:Type"] = "webhook";
            configuration["Notifications:Receivers:family:Url"] = hook.Url;
            configuration["Notifications:Receivers:family:Private"] = "true";
        });
        await run.MoveToNextTry("n-1");
        Assert.Equal(Delivered, await run.NextAttempt());
    }

    [Fact(Timeout = Deadline)]
    public async Task Duties_LostInTheMiddleOfADeliveryAndRegained_GoesOn()
    {
        var calls = 0;
        await using var hook = await Hook.Start((_, context) => Interlocked.Increment(ref calls) == 1 ? Task.Delay(Timeout.Infinite, context.RequestAborted) : Task.CompletedTask);
        await using var run = await OutboxRun.Start(("family", hook));
        await run.Tell("n-1", "family");
        await hook.Next(); // Under way, and never answered.

        await run.StopDelivering();
        await run.StartDelivering();
        await run.Tell("n-2", "family");

        Assert.Equal(["n-1", "n-2"], new[] { (await hook.Next()).Id, (await hook.Next()).Id }.Order(StringComparer.Ordinal));
        Assert.Equal([Delivered, Delivered], new[] { await run.NextAttempt(), await run.NextAttempt() });
    }

    [Fact(Timeout = Deadline)]
    public async Task UnknownReceiver_GoesToTheDefault()
    {
        await using var hook = await Hook.Answering(200);
        await using var run = await OutboxRun.Start(("default", hook));
        await run.Tell("n-1", "nobody-knows");
        Assert.Equal(new Attempt("delivered", "default"), await run.NextAttempt());
        Assert.Contains("\"receiver\":\"nobody-knows\"", Encoding.UTF8.GetString((await hook.Next()).Body), StringComparison.Ordinal);
    }

    [Fact(Timeout = Deadline)]
    public async Task UnknownReceiver_WithoutADefault_GoesToTheLog()
    {
        await using var run = await OutboxRun.Start();
        await run.Tell("n-1", "nobody-knows");
        Assert.Equal(new Attempt("delivered", "log"), await run.NextAttempt());
    }

    [Fact(Timeout = Deadline)]
    public async Task Replay_WithWebhooks_CallsNone()
    {
        await using var hook = await Hook.Answering(200);
        await using var run = await OutboxRun.Start(isReplay: true, [.. OutboxRun.To(("family", hook))]);
        await run.Tell("n-1", "family");
        Assert.Equal(Delivered, await run.NextAttempt());
        Assert.Equal(0, hook.CallCount);
    }

    /// <summary>Waits until the next probe waits for the clock, then moves it there.</summary>
    private static async Task MoveToProbe(OutboxRun run, int failures, Action? before = null)
    {
        var probe = run.Clock.GetUtcNow() + BackOff.Pause(failures, "family");
        await run.Clock.SomebodyWaitsFor(probe, TestContext.Current.CancellationToken);
        before?.Invoke();
        run.Clock.MoveTo(probe + TimeSpan.FromMilliseconds(1));
    }
}
