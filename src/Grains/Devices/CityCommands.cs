using CityActors.Alerts;
using CityActors.Packs.Format;
using CityActors.Watch;

namespace CityActors.Devices;

/// <summary>What the packs of a city say of commands: which things take them, and which rules want them. May be read from any thread.</summary>
/// <param name="things">What the packs say.</param>
public sealed class CityCommands(CityThings things)
{
    /// <summary>Whether things of a kind can be told what to do.</summary>
    internal bool TakesCommands(string kind) => Thing(kind) is { Spec.Commands.Count: > 0 };

    /// <summary>What a rule wants done, or null: nothing, or there is no such rule any more.</summary>
    /// <param name="rule">The rule, as <c>pack/rule</c>.</param>
    internal (SendSpec Send, CommandSpec Command, TextSpec? Text)? WantedBy(string rule)
    {
        var pack = things.Packs.All.FirstOrDefault(pack => rule.StartsWith($"{pack.Name}/", StringComparison.Ordinal));
        var send = pack?.Watch.Rules.FirstOrDefault(known => known.Rule == rule[(pack.Name.Length + 1)..])?.Finds.Send;
        var command = send is null ? null : Thing(send.To)?.Spec.Commands.FirstOrDefault(command => command.Command == send.Command);
        return command is null ? null : (send!, command, send!.Text is not { } name ? null
            : things.Packs.All.SelectMany(static known => known.Channels.Texts).FirstOrDefault(text => text.Text == name));
    }

    /// <summary>The alert that a command becomes which is not confirmed.</summary>
    /// <param name="command">The command.</param>
    /// <param name="zone">The zone of its entity.</param>
    /// <param name="at">Since when, UTC.</param>
    /// <param name="why">Why.</param>
    internal Finding Unconfirmed(DeviceCommand command, string zone, DateTimeOffset at, Explanation why)
    {
        var alert = things.Alert(command.Unconfirmed);
        var terms = alert is null || ProgramCompiler.IsOwn(alert) ? null : TurnFindings.TermsOf(Thing(command.Kind)?.Pack ?? "", alert, 0);
        return new Finding(command.Unconfirmed, zone, FindingAct.Open, at, why, Terms: terms);
    }

    private (string Pack, ThingSpec Spec)? Thing(string kind)
    {
        foreach (var pack in things.Packs.All)
        {
            if (pack.Things.Things.FirstOrDefault(thing => thing.Kind == kind) is { } spec)
            {
                return (pack.Name, spec);
            }
        }

        return null;
    }
}
