using System.Text;
using CityActors.Alerts;
using CityActors.Places;

namespace CityActors.Tests.Alerts;

public sealed class AlertRulesTests
{
    private static readonly DateTimeOffset T0 = new(2026, 1, 5, 6, 45, 0, TimeSpan.Zero);

    /// <summary>Every state × command, read and approved. Columns: state, on site yet?, command → state after, acknowledged, responded, cleared or refusal.</summary>
    private const string Approved = """
        Open         -       Acknowledge           -> Acknowledged ack          
        Open         -       OnSite                -> Acknowledged ack resp     
        Open         -       Safe                  -> Cleared      ack resp clr 
        Open         -       FalseAlarm            -> Cleared      ack resp clr false
        Open         -       FalseAlarm, no reason -> refused: reason-required
        Open         -       Outcome               -> Cleared      ack resp clr 
        Open         -       Outcome, no reason    -> refused: reason-required
        Acknowledged -       Acknowledge           -> refused: already-acknowledged
        Acknowledged -       OnSite                -> Acknowledged ack resp     
        Acknowledged -       Safe                  -> Cleared      ack resp clr 
        Acknowledged -       FalseAlarm            -> Cleared      ack resp clr false
        Acknowledged -       FalseAlarm, no reason -> refused: reason-required
        Acknowledged -       Outcome               -> Cleared      ack resp clr 
        Acknowledged -       Outcome, no reason    -> refused: reason-required
        Acknowledged on site Acknowledge           -> refused: already-acknowledged
        Acknowledged on site OnSite                -> refused: already-on-site
        Acknowledged on site Safe                  -> Cleared      ack resp clr 
        Acknowledged on site FalseAlarm            -> Cleared      ack resp clr false
        Acknowledged on site FalseAlarm, no reason -> refused: reason-required
        Acknowledged on site Outcome               -> Cleared      ack resp clr 
        Acknowledged on site Outcome, no reason    -> refused: reason-required
        Shelved      -       Acknowledge           -> Acknowledged ack          
        Shelved      -       OnSite                -> Acknowledged ack resp     
        Shelved      -       Safe                  -> Cleared      ack resp clr 
        Shelved      -       FalseAlarm            -> Cleared      ack resp clr false
        Shelved      -       FalseAlarm, no reason -> refused: reason-required
        Shelved      -       Outcome               -> Cleared      ack resp clr 
        Shelved      -       Outcome, no reason    -> refused: reason-required
        Cleared      -       Acknowledge           -> refused: ended
        Cleared      -       OnSite                -> refused: ended
        Cleared      -       Safe                  -> refused: ended
        Cleared      -       FalseAlarm            -> refused: ended
        Cleared      -       FalseAlarm, no reason -> refused: ended
        Cleared      -       Outcome               -> Cleared                   
        Cleared      -       Outcome, no reason    -> refused: reason-required
        
        """;

    [Fact]
    public void Outcome_OfADeviceOrAStreet_IsRefused_AndOfCareSaidOnce()
    {
        var found = new AlertCommand.Outcome { CommandId = "c", Actor = "li", At = T0, Found = CareOutcome.Absent };
        Assert.Equal("not-care", AlertRules.Apply(Alert(AlertState.Open) with { Kind = AlertKinds.DataGap }, found).Refusal?.Code);
        Assert.Null(AlertRules.Apply(Alert(AlertState.Open) with { Kind = AlertKinds.HelpCall }, found).Refusal);
        Assert.Equal("outcome-known", AlertRules.Apply(Alert(AlertState.Cleared) with { Outcome = CareOutcome.FoundWell }, found).Refusal?.Code);
        Assert.Equal("reason-too-long", AlertRules.Apply(Alert(AlertState.Open), found with { Note = new string('x', 2_001) }).Refusal?.Code);
    }

    [Fact]
    public void Words_LongerThanAText_AreRefused()
    {
        var words = new string('x', 2_001);
        Assert.Equal("reason-too-long", AlertRules.Apply(Alert(AlertState.Open), new AlertCommand.Safe { Note = words }).Refusal?.Code);
        Assert.Equal("reason-too-long", AlertRules.Apply(Alert(AlertState.Open), new AlertCommand.FalseAlarm { Reason = words }).Refusal?.Code);
        Assert.Null(AlertRules.Apply(Alert(AlertState.Open), new AlertCommand.FalseAlarm { Reason = words[1..] }).Refusal);
    }

    [Fact]
    public void EveryState_EveryCommand_IsAsApproved()
    {
        var table = new StringBuilder();
        foreach (var (state, onSite) in new[] { (AlertState.Open, false), (AlertState.Acknowledged, false), (AlertState.Acknowledged, true), (AlertState.Shelved, false), (AlertState.Cleared, false) })
        {
            var alert = Alert(state) with { AcknowledgedAt = state == AlertState.Acknowledged ? T0 : null, RespondedAt = onSite ? T0 : null };
            foreach (var (name, command) in Commands())
            {
                var reply = AlertRules.Apply(alert, command);
                table.Append($"{state,-12} {(onSite ? "on site" : "-"),-7} {name,-21} -> ").Append(Print(reply)).Append('\n');
                if (reply.Refusal is { } refusal)
                {
                    Assert.Equal(alert, reply.Alert);
                    Assert.NotEmpty(refusal.English);
                    Assert.NotEmpty(refusal.Chinese);
                }
            }
        }

        Assert.Equal(Approved, table.ToString(), ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void Command_BeforeTheLastChange_DoesNotTurnTimeBack()
    {
        var reply = AlertRules.Apply(Alert(AlertState.Open), new AlertCommand.Acknowledge { Actor = "li", At = T0.AddMinutes(-3) });

        Assert.Equal(T0, reply.Alert!.AcknowledgedAt);
    }

    [Theory]
    [InlineData(AlertKinds.Inactivity, AlertState.Open, true)]
    [InlineData(AlertKinds.Inactivity, AlertState.Acknowledged, false)]
    [InlineData(AlertKinds.DataGap, AlertState.Acknowledged, true)]
    [InlineData(AlertKinds.DataGap, AlertState.Cleared, false)]
    public void EpisodeOver_EndsTheAlert_UnlessAnOfficerIsInTheHome(string kind, AlertState state, bool expected) =>
        Assert.Equal(expected, AlertRules.ClearsByItself(Alert(state) with { Kind = kind }));

    internal static Alert Alert(AlertState state) => new()
    {
        Id = "home-1.inactivity.main.1",
        Entity = "home-1",
        Kind = AlertKinds.Inactivity,
        Zone = "main",
        Episode = 1,
        State = state,
        Priority = AlertPriority.High,
        OpenedAt = T0,
        ChangedAt = T0,
        Explanation = new Explanation("quiet", "安静", "test"),
        Cell = "430103002001001",
        Position = new GeoPoint(112.98, 28.19),
        Version = 1,
    };

    private static IEnumerable<(string Name, AlertCommand Command)> Commands()
    {
        var at = T0.AddMinutes(2);
        yield return ("Acknowledge", new AlertCommand.Acknowledge { CommandId = "c", Actor = "li", At = at });
        yield return ("OnSite", new AlertCommand.OnSite { CommandId = "c", Actor = "li", At = at });
        yield return ("Safe", new AlertCommand.Safe { CommandId = "c", Actor = "li", At = at, Note = "asleep" });
        yield return ("FalseAlarm", new AlertCommand.FalseAlarm { CommandId = "c", Actor = "li", At = at, Reason = "on holiday" });
        yield return ("FalseAlarm, no reason", new AlertCommand.FalseAlarm { CommandId = "c", Actor = "li", At = at, Reason = " " });
        yield return ("Outcome", new AlertCommand.Outcome { CommandId = "c", Actor = "li", At = at, Found = CareOutcome.FoundHurt });
        yield return ("Outcome, no reason", new AlertCommand.Outcome { CommandId = "c", Actor = "li", At = at, Found = CareOutcome.FalseAlarm });
    }

    private static string Print(AlertReply reply) => reply switch
    {
        { Refusal: { } refusal } => $"refused: {refusal.Code}",
        { Alert: { } a } => $"{a.State,-12} {(a.AcknowledgedAt is null ? "" : "ack"),-3} {(a.RespondedAt is null ? "" : "resp"),-4} {(a.ClearedAt is null ? "" : "clr"),-3} {(a.IsFalseAlarm ? "false" : "")}",
        _ => "nothing",
    };
}
