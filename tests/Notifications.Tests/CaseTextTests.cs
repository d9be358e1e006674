using CityActors.Cases;
using CityActors.Silo.Notifications;
using Microsoft.AspNetCore.Http;

namespace CityActors.Notifications.Tests;

/// <summary>What cases tell people: to each once, in words that are made for each attempt and kept nowhere.</summary>
public sealed class CaseTextTests
{
    private const int Deadline = 60_000;
    private const string Case = "case-dispute-0123456789abc";

    [Fact(Timeout = Deadline)]
    public async Task Case_TellsItsPeopleAndARole_EachOnce()
    {
        await using var people = await Hook.Answering(200);
        await using var heads = await Hook.Answering(200);
        await using var run = await OutboxRun.Start(("people", people), ("station-head", heads));
        run.Said[(Case, 4, "yours")] = new CaseWord("It is yours.", "已委派给您。");
        await run.TellOfCase(Case, 4, "yours", "hu", "role:police", "@station-head");
        var bodies = new[] { await people.Next(), await people.Next() }.Select(static call => call.Data).OrderBy(static body => body.GetProperty("id").GetString(), StringComparer.Ordinal).ToList();
        Assert.Equal([$"{Case}.4.1.1", $"{Case}.4.1.2"], bodies.Select(static body => body.GetProperty("id").GetString()));
        Assert.Equal(["hu", "role:police"], bodies.Select(static body => body.GetProperty("person").GetString()));
        Assert.All(bodies, static body => Assert.Equal(("people", Case, "It is yours.", "已委派给您。", "430103002001"), (
            body.GetProperty("receiver").GetString(), body.GetProperty("subject").GetString(), body.GetProperty("english").GetString(), body.GetProperty("chinese").GetString(), body.GetProperty("area").GetString())));
        var head = (await heads.Next()).Data;
        Assert.Equal(("station-head", $"{Case}.4.1.3", false), (head.GetProperty("receiver").GetString(), head.GetProperty("id").GetString(), head.TryGetProperty("person", out _)));
        Assert.Equal(["delivered", "delivered", "delivered"], [(await run.NextAttempt()).Outcome, (await run.NextAttempt()).Outcome, (await run.NextAttempt()).Outcome]);

        // After a start nothing is told again, and the outbox has no words.
        await run.Restart();
        var row = await run.Find($"{Case}.4.1.1");
        Assert.Equal(("", "", "yours", 4L, "hu", NotificationState.Delivered), (row.English, row.Chinese, row.Text, row.Line, row.Person, row.State));
        Assert.Equal(0, people.CallCount);
    }

    [Fact(Timeout = Deadline)]
    public async Task Text_OfACaseThatIsGone_IsADeadLetterWithItsReason()
    {
        await using var people = await Hook.Answering(200);
        await using var run = await OutboxRun.Start(("people", people));
        await run.TellOfCase(Case, 9, "yours", "hu");
        Assert.Equal("dead", (await run.NextAttempt()).Outcome);
        Assert.Contains($"no text 'yours' of line 9 of '{Case}'", (await run.Find($"{Case}.9.1.1")).LastError, StringComparison.Ordinal);
        Assert.Equal(0, people.CallCount);
    }

    [Fact(Timeout = Deadline)]
    public async Task Texts_ThatNobodyIsConfiguredFor_GoToTheLogAndToNoDefault()
    {
        await using var other = await Hook.Answering(200);
        await using var run = await OutboxRun.Start(("default", other));
        run.Said[(Case, 4, "yours")] = new CaseWord("It is yours.", "已委派给您。");
        await run.TellOfCase(Case, 4, "yours", "hu");
        Assert.Equal("delivered", (await run.NextAttempt()).Outcome);
        Assert.Equal("log", (await run.Find($"{Case}.4.1.1")).Channel);
        await run.Restart();
        Assert.Equal(0, other.CallCount);
    }

    [Fact(Timeout = Deadline)]
    public async Task Answer_ThatRepeatsTheWords_IsNotKept()
    {
        await using var people = await Hook.Start(static async (_, context) =>
        {
            context.Response.StatusCode = 400;
            await context.Response.WriteAsync("cannot send: It is yours.");
        });
        await using var run = await OutboxRun.Start(("people", people));
        run.Said[(Case, 4, "yours")] = new CaseWord("It is yours.", "已委派给您。");
        await run.TellOfCase(Case, 4, "yours", "hu");
        Assert.Equal("dead", (await run.NextAttempt()).Outcome);
        Assert.EndsWith("answered 400.", (await run.Find($"{Case}.4.1.1")).LastError, StringComparison.Ordinal);
    }
}
