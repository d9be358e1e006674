using CityActors.Alerts;
using CityActors.Facts;
using CityActors.Places;

namespace CityActors.Tests.Alerts;

public sealed class AlertBookTests
{
    private static readonly DateTimeOffset T0 = new(2026, 1, 5, 6, 45, 0, TimeSpan.Zero);
    private static readonly AlertOptions Options = new();
    private static readonly EntityCard Card = new() { Id = "home-1", Type = "household", Cell = "430103002001001", Position = new GeoPoint(112.98, 28.19) };

    private readonly AlertBook book = new();
    private readonly List<CityFact> facts = [];

    [Fact]
    public void Finding_WhileOneIsOpen_OpensNoSecondAlert()
    {
        Assert.True(Find(FindingAct.Open, 0));
        Assert.False(Find(FindingAct.Open, 1));

        Assert.Equal("home-1.inactivity.main.1", Assert.Single(book.Open).Id);
        Assert.Equal("home-1.inactivity.main.1#1", Assert.Single(facts).Id);
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
        Assert.Equal(facts.Count, facts.Select(static fact => fact.Id).Distinct().Count());
    }

    [Fact]
    public void Command_Repeated_ChangesNothingAndGetsTheAlert()
    {
        Find(FindingAct.Open, 0);
        var id = book.Open[0].Id;
        var command = new AlertCommand.Acknowledge { CommandId = "c1", Actor = "li", At = T0.AddMinutes(1) };

        var first = book.Handle(id, command, facts);
        var again = book.Handle(id, command, facts);

        Assert.Equal(first, again);
        Assert.Equal(2, facts.Count);
    }

    [Fact]
    public void Command_OnAnUnknownAlert_IsRefused()
    {
        var reply = book.Handle("home-1.inactivity.main.7", new AlertCommand.Acknowledge { CommandId = "c1" }, facts);

        Assert.Equal((null, "unknown-alert"), (reply.Alert, reply.Refusal!.Code));
        Assert.Empty(facts);
    }

    [Fact]
    public void Order_LearntAfterLaterChanges_IsTheSecondVersionAndStandsInAllOfThem()
    {
        Find(FindingAct.Open, 0);
        var opening = (AlertChanged)facts[0];
        book.Handle(opening.Subject, new AlertCommand.Safe { CommandId = "c1", Actor = "li", At = T0.AddMinutes(1) }, facts);

        book.SetOrder(opening, "order-1", facts);
        book.SetOrder(opening, "order-1", facts);

        Assert.Equal([1, 2, 3], facts.Select(static fact => fact.Version));
        Assert.All(facts.Skip(1), static fact => Assert.Equal("order-1", ((AlertChanged)fact).Alert.Order));
        Assert.Equal(AlertState.Open, ((AlertChanged)facts[1]).Alert.State);
        Assert.Equal(("order-1", 3L, AlertState.Cleared), (book.Ended[0].Order, book.Ended[0].Version, book.Ended[0].State));
    }

    [Fact]
    public void OrderEnded_EndsTheAlert_Once()
    {
        Find(FindingAct.Open, 0);
        book.SetOrder((AlertChanged)facts[0], "order-1", facts);
        var id = book.Open[0].Id;

        Assert.False(book.OrderEnded(id, "order-2", "wang", "closed", T0.AddHours(1), facts));
        Assert.True(book.OrderEnded(id, "order-1", "wang", "closed", T0.AddHours(1), facts));
        Assert.False(book.OrderEnded(id, "order-1", "wang", "closed", T0.AddHours(1), facts));

        Assert.Equal((AlertState.Cleared, "wang", "closed"), (book.Ended[0].State, book.Ended[0].Actor, book.Ended[0].Reason));
    }

    [Fact]
    public void Ladder_UntilAcknowledged_TakesEachStepOnce()
    {
        Find(FindingAct.Open, 0);
        var entries = AlertLadder.Entries("household/home-1", book, Options, T0);

        Assert.Equal(
            [("home-call", 30), ("family", 90), ("grid-officer", 90), ("community", 240), ("look", 30 * 86_400)],
            entries.Select(static entry => (entry.Name.Split(' ')[^1], (int)(entry.At - T0).TotalSeconds)));

        var wanted = AlertLadder.Take(book, entries[0]);
        Assert.Equal("home-1.inactivity.main.1.home-call#1", wanted!.Id);
        Assert.Equal(("home-call", entries[0].At), (wanted.Notification.Receiver, wanted.At));
        Assert.Null(AlertLadder.Take(book, entries[0]));
        Assert.Equal(4, AlertLadder.Entries("household/home-1", book, Options, T0).Count);

        book.Handle(book.Open[0].Id, new AlertCommand.Acknowledge { CommandId = "c1", Actor = "li", At = T0.AddMinutes(1) }, facts);
        Assert.Null(AlertLadder.Take(book, entries[1]));
        Assert.Equal("look", Assert.Single(AlertLadder.Entries("household/home-1", book, Options, T0)).Name);

        book.Handle(book.Open[0].Id, new AlertCommand.Safe { CommandId = "c2", Actor = "li", At = T0.AddMinutes(2) }, facts);
        Assert.Empty(AlertLadder.Entries("household/home-1", book, Options, T0));
        Assert.Empty(book.Ladder);
    }

    private bool Find(FindingAct act, int minute) => book.Apply(
        new Finding(AlertKinds.Inactivity, "main", act, T0.AddMinutes(minute), new Explanation(act == FindingAct.Open ? "quiet" : "active again", "", "test")),
        Card,
        Options,
        facts);
}
