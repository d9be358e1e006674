using CityActors.Alerts;
using CityActors.Commits;
using CityActors.Facts;
using CityActors.Places;
using CityActors.Silo.Notifications;
using CityActors.Silo.Stores;
using Microsoft.Extensions.DependencyInjection;

namespace CityActors.Notifications.Tests;

/// <summary>Somebody takes an alert on while a step of its ladder still waits for its receiver: it goes out no more, also after a restart. What was handed over says when.</summary>
public sealed class WithdrawnTests
{
    private const int Deadline = 60_000;
    private const string Id = "home-430103002001-0001.inactivity.1";

    [Fact(Timeout = Deadline)]
    public async Task Delivered_SaysWhenItWasFirstHandedOver()
    {
        var answers = new Queue<int>([503, 200]);
        await using var hook = await Hook.Start((_, context) =>
        {
            context.Response.StatusCode = answers.Dequeue();
            return Task.CompletedTask;
        });
        await using var run = await OutboxRun.Start(("family", hook));
        var begun = run.Clock.GetUtcNow();
        await run.Tell("n-1", "family");
        Assert.Equal("failed", (await run.NextAttempt()).Outcome);
        await run.MoveToNextTry("n-1");
        Assert.Equal("delivered", (await run.NextAttempt()).Outcome);

        var row = await run.Find("n-1");
        Assert.Equal((begun, run.Clock.GetUtcNow()), (row.HandedOverAt, row.DeliveredAt));
    }

    [Theory(Timeout = Deadline)]
    [InlineData(AlertState.Acknowledged, false)]
    [InlineData(AlertState.Cleared, false)]
    [InlineData(AlertState.Acknowledged, true)]
    public async Task Waiting_WhenSomebodyTakesTheAlertOn_IsWithdrawn(AlertState state, bool isDownMeanwhile)
    {
        await using var hook = await Hook.Answering(503);
        await using var run = await OutboxRun.Start(("family", hook));
        await run.Tell("n-1", "family");
        await run.Tell("other", "family", one => one with { Subject = "home-430103002001-0002.inactivity.1" });
        Assert.Equal("failed", (await run.NextAttempt()).Outcome);
        Assert.Equal("failed", (await run.NextAttempt()).Outcome);
        if (isDownMeanwhile)
        {
            await run.StopDelivering();
        }

        await Change(run, state);
        if (isDownMeanwhile)
        {
            run.Clock.MoveTo(run.Clock.GetUtcNow().AddMinutes(20));
            await run.StartDelivering();
        }

        while ((await run.Find("n-1")).State == NotificationState.Waiting)
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        var row = await run.Find("n-1");
        Assert.Equal((NotificationState.Withdrawn, 1), (row.State, row.Attempts));
        Assert.Equal(NotificationState.Waiting, (await run.Find("other")).State);
        Assert.Null(await run.Outbox.Retry(row));
    }

    [Fact(Timeout = Deadline)]
    public async Task OpenAlertThatChanges_WithdrawsNothing()
    {
        await using var hook = await Hook.Answering(503);
        await using var run = await OutboxRun.Start(("family", hook));
        await run.Tell("n-1", "family");
        Assert.Equal("failed", (await run.NextAttempt()).Outcome);
        await Change(run, AlertState.Open);
        await run.Tell("n-2", "family");
        Assert.Equal("failed", (await run.NextAttempt()).Outcome);

        Assert.Equal(NotificationState.Waiting, (await run.Find("n-1")).State);
    }

    private static Task Change(OutboxRun run, AlertState state)
    {
        var at = run.Clock.GetUtcNow();
        var alert = new Alert
        {
            Id = Id,
            Entity = "home-430103002001-0001",
            Kind = AlertKinds.Inactivity,
            Zone = "main",
            Episode = 1,
            State = state,
            Priority = AlertPriority.High,
            OpenedAt = at,
            ChangedAt = at,
            AcknowledgedAt = state == AlertState.Acknowledged ? at : null,
            Explanation = new Explanation("quiet", "安静", "test"),
            Cell = "430103002001001",
            Position = new GeoPoint(112.98, 28.19),
            Version = 2,
        };
        var fact = new AlertChanged { Subject = Id, Version = 2, At = at, Area = alert.Cell, Alert = alert, Privacy = Privacy.Household };
        return run.Services.GetRequiredService<DatabaseCityStorage>().Commit(new CityCommit { Owner = "household/home-430103002001-0001", At = at, Facts = [fact] });
    }
}
