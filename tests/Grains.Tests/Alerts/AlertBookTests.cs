using CityActors.Alerts;
using CityActors.Deadlines;
using CityActors.Places;

namespace CityActors.Tests.Alerts;

public sealed class AlertBookTests
{
    private static readonly DateTimeOffset T0 = new(2026, 1, 5, 6, 45, 0, TimeSpan.Zero);
    private static readonly AlertOptions Options = new();
    private static readonly EntityCard Card = new() { Id = "home-1", Type = "household", Cell = "430103002001001", Position = new GeoPoint(112.98, 28.19) };

    private AlertBook book = AlertBook.Empty;
    private readonly List<Alert> changes = [];

    [Fact]
    public void Finding_WhileOneIsOpen_OpensNoSecondAlert()
    {
        Assert.True(Find(FindingAct.Open, 0));
        Assert.False(Find(FindingAct.Open, 1));

        Assert.Equal("home-1.inactivity.main.1", Assert.Single(book.Open).Id);
        Assert.Equal(1, Assert.Single(changes).Version);
    }

    [Fact]
    public void Episodes_OneAfterTheOther_AreCounted()
    {
        for (var i = 0; i < 40; i++)
        {
            Assert.True(Find(FindingAct.Open, 2 * i));
            Assert.True(Find(FindingAct.Clear, (2 * i) + 1));
        }

        Assert.Empty(book.Open);
        Assert.Equal(16, book.Ended.Count);
        Assert.Equal("home-1.inactivity.main.40", book.Ended[^1].Id);
        Assert.Equal(("system", "active again"), (book.Ended[^1].Actor, book.Ended[^1].Reason));
        Assert.Equal(changes.Count, changes.Select(static alert => (alert.Id, alert.Version)).Distinct().Count());
    }

    [Fact]
    public void Command_Repeated_ChangesNothingAndGetsTheAlert()
    {
        Find(FindingAct.Open, 0);
        var command = new AlertCommand.Acknowledge { CommandId = "c1", Actor = "li", At = T0.AddMinutes(1) };

        var first = Handle(book.Open[0].Id, command);
        var again = Handle(book.Open[0].Id, command);

        Assert.Equal(first, again);
        Assert.Equal(2, changes.Count);
    }

    [Fact]
    public void Weigh_InEveryState_SaysWhatTheCommandIsThenAnswered()
    {
        AlertCommand[] given = [new AlertCommand.Acknowledge(), new AlertCommand.OnSite(), new AlertCommand.Safe { Note = "at her sister's" }, new AlertCommand.FalseAlarm { Reason = "the meter was replaced" }, new AlertCommand.Outcome { Found = CareOutcome.FoundWell }];
        foreach (var ways in given.Append(null).SelectMany(first => given.Select(second => (AlertCommand?[])[first, second])))
        {
            book = AlertBook.Empty;
            Find(FindingAct.Open, 0);
            var id = book.Open[0].Id;
            foreach (var command in ways.OfType<AlertCommand>())
            {
                var before = book;
                var weighed = book.Weigh(id, "li", T0.AddHours(1))!;

                Assert.Same(before, book);
                Assert.Equal(book.Find(id)!.Version, weighed.Version);
                Assert.Equal(given.Select(static one => one.GetType()), weighed.Commands.Select(static one => one.Command.GetType()));
                Assert.Equal(
                    given.Select(one => book.Handle(id, one with { CommandId = "new", Actor = "li", At = T0.AddHours(1) }).Reply.Refusal),
                    weighed.Commands.Select(static one => one.Refusal));
                Handle(id, command with { CommandId = $"c{changes.Count}", Actor = "li", At = T0.AddHours(1) });
            }
        }

        Assert.Null(book.Weigh("home-1.gas.main.1", "li", T0));
    }

    [Fact]
    public void CallersCommand_Repeated_GetsTheSameAnswerThoughTheAlertWentOn()
    {
        Find(FindingAct.Open, 0);
        var command = By("li", "take it on", new AlertCommand.Acknowledge { CommandId = "c1" });

        var first = Handle(book.Open[0].Id, command);
        Handle(book.Open[0].Id, By("li", "all is well", new AlertCommand.Safe { CommandId = "c2" }));
        var again = Handle(book.Ended[0].Id, command);

        Assert.Equal(first, again);
        Assert.Equal(3, changes.Count);
    }

    [Theory]
    [InlineData("li", "all is well")]
    [InlineData("wang", "take it on")]
    public void CallersCommand_WithAnIdUsedForSomethingElse_IsRefused(string caller, string asked)
    {
        Find(FindingAct.Open, 0);
        Handle(book.Open[0].Id, By("li", "take it on", new AlertCommand.Acknowledge { CommandId = "c1" }));

        var reply = Handle(book.Open[0].Id, By(caller, asked, new AlertCommand.Safe { CommandId = "c1" }));

        Assert.Equal("command-id-reused", reply.Refusal?.Code);
        Assert.Equal(AlertState.Acknowledged, Assert.Single(book.Open).State);
    }

    [Fact]
    public void Ids_OfCallersAndOfTheCity_NeverMeet()
    {
        Find(FindingAct.Open, 0);
        Handle(book.Open[0].Id, By("li", "take it on", new AlertCommand.Acknowledge { CommandId = "drill-order-1-resp-1-0-start-alert" }));

        var reply = Handle(book.Open[0].Id, new AlertCommand.OnSite { CommandId = "drill-order-1-resp-1-0-start-alert", Actor = "resp-1", At = T0.AddMinutes(2) });

        Assert.NotNull(reply.Alert?.RespondedAt);
        Assert.Equal(3, changes.Count);
    }

    [Fact]
    public void Command_OnAnUnknownAlert_IsRefused()
    {
        var reply = Handle("home-1.inactivity.main.7", new AlertCommand.Acknowledge { CommandId = "c1" });

        Assert.Equal((null, "unknown-alert"), (reply.Alert, reply.Refusal!.Code));
        Assert.Empty(changes);
    }

    [Fact]
    public void Order_LearntAfterTheEnd_StandsInTheEndedAlert()
    {
        Find(FindingAct.Open, 0);
        var id = book.Open[0].Id;
        Handle(id, new AlertCommand.Safe { CommandId = "c1", Actor = "li", At = T0.AddMinutes(1) });

        Assert.True(Take(book.SetOrder(id, "order-1", 0)));
        Assert.False(Take(book.SetOrder(id, "order-1", 0)));

        Assert.Equal([1, 2, 3], changes.Select(static alert => alert.Version));
        Assert.Equal(("order-1", 3L, AlertState.Cleared), (book.Ended[0].Order, book.Ended[0].Version, book.Ended[0].State));
    }

    [Fact]
    public void Order_OfMoreHandovers_IsFollowedWhoeverIsHeardFirst()
    {
        Find(FindingAct.Open, 0);
        var id = book.Open[0].Id;

        Assert.True(Take(book.SetOrder(id, "order-2", 1)));
        Assert.False(Take(book.SetOrder(id, "order-1", 0)));
        Assert.True(Take(book.SetOrder(id, "order-3", 2)));

        Assert.Equal("order-3", book.Open[0].Order);
    }

    [Fact]
    public void OrderEnded_EndsTheAlert_Once()
    {
        Find(FindingAct.Open, 0);
        var id = book.Open[0].Id;
        Take(book.SetOrder(id, "order-1", 0));

        Assert.False(Take(book.OrderEnded(id, "order-2", "wang", "closed", T0.AddHours(1))));
        Assert.True(Take(book.OrderEnded(id, "order-1", "wang", "closed", T0.AddHours(1))));
        Assert.False(Take(book.OrderEnded(id, "order-1", "wang", "closed", T0.AddHours(1))));

        Assert.Equal((AlertState.Cleared, "wang", "closed"), (book.Ended[0].State, book.Ended[0].Actor, book.Ended[0].Reason));
    }

    [Fact]
    public void Ladder_UntilAcknowledged_TakesEachStepOnce()
    {
        Find(FindingAct.Open, 0);
        var steps = Ladder();
        Assert.Equal(
            [("home-call", 30), ("family", 90), ("grid-officer", 90), ("community", 240)],
            steps.Select(static step => (step.Name.Split(' ')[^1], (int)(step.Due - T0).TotalSeconds)));

        var (taken, wanted) = Take(steps[0])!.Value;
        book = taken;
        var first = Assert.Single(wanted);
        Assert.Equal("home-1.inactivity.main.1.home-call#1", first.Id);
        Assert.Equal(("home-call", steps[0].Due), (first.Notification.Receiver, first.At));
        Assert.Null(Take(steps[0]));
        Assert.Equal(3, Ladder().Length);

        Handle(book.Open[0].Id, new AlertCommand.Acknowledge { CommandId = "c1", Actor = "li", At = T0.AddMinutes(1) });
        Assert.Null(Take(steps[1]));
        Assert.Empty(Ladder());

        Handle(book.Open[0].Id, new AlertCommand.Safe { CommandId = "c2", Actor = "li", At = T0.AddMinutes(2) });
        Assert.Empty(book.Ladder);
    }

    [Fact]
    public void Ladder_AfterAStop_TakesWhatIsDueAtOnce_InItsOrder_NoneTwice()
    {
        Find(FindingAct.Open, 0);
        var steps = Ladder();
        var late = new Deadline("household/home-1", steps.Single(static step => step.Name.EndsWith("community", StringComparison.Ordinal)).Name, T0.AddMinutes(30));

        var (taken, wanted) = Take(late)!.Value;
        book = taken;

        Assert.Equal(["home-call", "family", "grid-officer", "community"], wanted.Select(static fact => fact.Notification.Receiver));
        Assert.All(steps, step => Assert.Null(Take(step)));
        Assert.Empty(Ladder());
    }

    /// <summary>Whatever is called, in whatever order and how often: each step once, never before it is due, in the ladder's order, and none after somebody took the alert on.</summary>
    [Fact]
    public void Ladder_CalledAtRandom_IsAlwaysInOrder()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            book = AlertBook.Empty;
            Find(FindingAct.Open, 0);
            var all = Ladder();
            var told = new List<string>();
            for (var (second, isTaken) = (0, false); second < 400; second += random.Next(1, 60))
            {
                if (random.Next(12) == 0)
                {
                    isTaken |= Handle(book.Open[0].Id, new AlertCommand.Acknowledge { CommandId = $"c{second}", Actor = "li", At = T0.AddSeconds(second) }).Refusal is null;
                }

                var called = all[random.Next(all.Length)];
                if (called.Due <= T0.AddSeconds(second) && Take(called with { Due = T0.AddSeconds(random.Next(2) == 0 ? second : (int)(called.Due - T0).TotalSeconds) }) is { } step)
                {
                    Assert.False(isTaken);
                    book = step.Book;
                    told.AddRange(step.Wanted.Select(static fact => fact.Notification.Receiver));
                }
            }

            Assert.Equal(Options.Ladder.Select(static step => step.Receiver).Take(told.Count), told);
        }
    }

    private static (string English, string Chinese) Text(Alert alert) => ($"Quiet: {alert.Id}.", $"安静：{alert.Id}。");

    private static IEnumerable<LadderStep> StepsOf(Alert alert) => alert.Kind == AlertKinds.Inactivity ? Options.Ladder : [];

    private (AlertBook Book, IReadOnlyList<CityActors.Facts.NotificationWanted> Wanted)? Take(Deadline step) => AlertLadder.Take(book, step, StepsOf, Text);

    private Deadline[] Ladder() => [.. AlertLadder.Deadlines(book, StepsOf).Select(static due => new Deadline("household/home-1", due.Name, due.At))];

    private bool Find(FindingAct act, int minute) => book.Apply(
        new Finding(AlertKinds.Inactivity, "main", act, T0.AddMinutes(minute), new Explanation(act == FindingAct.Open ? "quiet" : "active again", "", "test")),
        Card,
        Options).Any(Take);

    private AlertReply Handle(string id, AlertCommand command)
    {
        var (step, reply) = book.Handle(id, command);
        Take(step);
        return reply;
    }

    private bool Take(AlertStep step)
    {
        book = step.Book;
        if (step.Changed is { } alert)
        {
            changes.Add(alert);
        }

        return step.Changed is not null;
    }

    private static AlertCommand By(string caller, string asked, AlertCommand command) =>
        command with { Actor = caller, At = T0.AddMinutes(1), Source = new CommandSource(caller, asked) };
}
