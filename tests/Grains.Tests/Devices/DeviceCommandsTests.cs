using CityActors.Alerts;
using CityActors.Devices;
using CityActors.Facts;
using CityActors.Places;
using CityActors.Terminals;
using CityActors.Tests.Alerts;
using CityActors.Tests.Watch;

namespace CityActors.Tests.Devices;

/// <summary>A loudspeaker that is told to speak.</summary>
public sealed class DeviceCommandsTests
{
    private const string Id = "term-430103002001-01";
    private static readonly DateTimeOffset T0 = new(2026, 7, 5, 6, 45, 0, TimeSpan.Zero);
    private readonly TerminalRules rules = SeedThings.Rules();
    private readonly EntityRun<TerminalState> speaker;

    public DeviceCommandsTests() => speaker = new(Id, rules, new TerminalState
    {
        Registration = new TerminalRegistration { Card = EntityRun<TerminalState>.Card(Id, "terminal", "edge-speaker") with { Privacy = Privacy.Public } },
    });

    [Fact]
    public void Registration_OfADeviceThatTakesCommands_TellsTheDeskAndTheOneThatItLeft()
    {
        var state = speaker.State;
        rules.Register(state, state.Registration! with { Card = state.Registration.Card with { Cell = "430104001001001" } });
        var moved = (EntityRegistered)Assert.Single(rules.Register(state, T0).Facts);
        Assert.Equal(["commands-430104", "commands-430103"], moved.Desks);

        rules.Register(state, state.Registration! with { Card = state.Registration.Card with { Kind = "gas" } });
        Assert.Equal(["commands-430104"], ((EntityRegistered)Assert.Single(rules.Register(state, T0).Facts)).Desks);
        rules.Register(state, state.Registration! with { Interval = TimeSpan.FromMinutes(1) });
        Assert.Null(((EntityRegistered)Assert.Single(rules.Register(state, T0).Facts)).Desks);
    }

    [Fact]
    public void Command_ToldTwice_GoesOutOnce()
    {
        speaker.React(Chosen(1));
        speaker.Restart();
        speaker.React(Chosen(1));

        var command = Assert.Single(speaker.Facts.OfType<CommandChanged>()).Command;
        var wanted = Assert.Single(speaker.Facts.OfType<NotificationWanted>()).Notification;
        Assert.Equal((DeviceCommandState.Waiting, 1L), (command.State, command.Version));
        Assert.Equal(("devices", command.Id, T0.AddSeconds(10)), (wanted.Receiver, wanted.Id, wanted.Call!.Deadline));
        Assert.Equal("水边危险，请立即离开！", wanted.Call.Arguments!.Chinese);
    }

    [Fact]
    public void Command_ConfirmedInTime_IsDoneAndRaisesNothing()
    {
        speaker.React(Chosen(1));
        Assert.Null(Answer(1, isDone: true).Refusal);
        Assert.Equal(DeviceCommandState.Done, Answer(1, isDone: true).Command!.State);
        Assert.Equal("already-done", Answer(1, isDone: false).Refusal!.Code);
        speaker.FallDue();

        Assert.Equal([DeviceCommandState.Waiting, DeviceCommandState.Done], speaker.Facts.OfType<CommandChanged>().Select(static fact => fact.Command.State));
        Assert.Empty(speaker.Alerts);
    }

    [Fact]
    public void Command_NotConfirmedInTime_IsAnAlertThatALateReceiptEnds()
    {
        speaker.React(Chosen(1));
        speaker.Restart();
        speaker.FallDue();
        speaker.React(Chosen(1));

        Assert.Equal(($"{Id}.speaker-unconfirmed.speak.1", AlertPriority.Medium, T0.AddSeconds(10)), (speaker.Alert.Id, speaker.Alert.Priority, speaker.Alert.OpenedAt));
        Assert.Equal(AlertState.Open, speaker.Alert.State);
        Assert.Contains("within 10 s", speaker.Alert.Explanation.English, StringComparison.Ordinal);

        Assert.Equal(DeviceCommandState.Done, Answer(1, isDone: true, T0.AddMinutes(3)).Command!.State);
        Assert.Equal(AlertState.Cleared, speaker.Alert.State);
        Assert.Single(speaker.Facts.OfType<NotificationWanted>(), static fact => fact.Notification.Call is not null); // Never a second try by itself.
    }

    [Fact]
    public void Command_ThatFailed_IsAnAlertAtOnceWithTheDevicesWords()
    {
        speaker.React(Chosen(1));
        Answer(1, isDone: false, T0.AddSeconds(1));

        Assert.Equal((AlertState.Open, T0.AddSeconds(1)), (speaker.Alert.State, speaker.Alert.OpenedAt));
        Assert.Contains("no power", speaker.Alert.Explanation.English, StringComparison.Ordinal);
        speaker.FallDue();
        Assert.Single(speaker.Alerts);
    }

    [Fact]
    public void Receipt_OfAnUnknownCommand_IsRefused() => Assert.Equal("not-found", Answer(9, isDone: true).Refusal!.Code);

    [Fact]
    public void Commands_ManyUnanswered_StayBounded()
    {
        for (var episode = 1; episode <= 200; episode++)
        {
            speaker.React(Chosen(episode));
            speaker.FallDue();
        }

        Assert.Equal(64, speaker.State.Commands!.Waiting.Count);
        Assert.Single(speaker.Alerts);
    }

    [Fact]
    public void Nowhere_IsAnAlertOfTheCamera()
    {
        var camera = CommandedCamera.Loitering(out var alert);
        var chosen = Chosen(1);
        camera.React(chosen with { Command = chosen.Command with { Id = "", Device = "", Alert = alert.Id, Metres = 150 } });

        Assert.Equal($"{CommandedCamera.Id}.speaker-unconfirmed.pond.1", camera.Alert.Id);
        Assert.Contains("no edge-speaker within 150 m", camera.Alert.Explanation.English, StringComparison.Ordinal);
    }

    private CommandReply Answer(int episode, bool isDone, DateTimeOffset? at = null)
    {
        var (decision, reply) = rules.Answer(speaker.State, new CommandReceipt { Id = CommandOf(episode), IsDone = isDone, Reason = isDone ? "" : "no power", At = at ?? T0.AddSeconds(2) });
        speaker.Facts.AddRange(decision.Facts);
        return reply;
    }

    private static string CommandOf(int episode) => $"{Id}.speak.cam-1.edge-loitering.main.{episode}";

    private static CommandChosen Chosen(int episode) => new()
    {
        Subject = $"desk/cam-1.edge-loitering.main.{episode}",
        Version = 1,
        At = T0,
        Area = "430103002001001",
        Command = new DeviceCommand
        {
            Id = CommandOf(episode),
            Device = Id,
            Kind = "edge-speaker",
            Command = "speak",
            Alert = $"cam-1.edge-loitering.main.{episode}",
            Rule = "water-safety/edge-loitering",
            English = "Leave.",
            Chinese = "水边危险，请立即离开！",
            Cell = "430103002001001",
            Privacy = Privacy.Public,
            At = T0,
            Deadline = T0.AddSeconds(10),
            Unconfirmed = "speaker-unconfirmed",
            Metres = 40,
        },
    };
}
