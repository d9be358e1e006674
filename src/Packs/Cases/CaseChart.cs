using System.Text;
using CityActors.Packs.Format;

namespace CityActors.Packs.Cases;

/// <summary>A type of case as people look at it: its states with what leads from one to another, as a Mermaid chart, and who may do what where, as a table.</summary>
public static class CaseChart
{
    /// <summary>The chart, in Mermaid's words.</summary>
    public static string Mermaid(CaseSpec spec)
    {
        var full = CaseTraits.Expand(spec);
        var chart = new StringBuilder("stateDiagram-v2\n");
        foreach (var (name, state) in full.States)
        {
            chart.Append("  ").Append(Word(name)).Append(": ").Append(state.Name.En).Append(' ').Append(state.Name.Zh).Append('\n');
        }

        foreach (var (from, to, what) in Ways(full).Where(static way => way.From != way.To))
        {
            chart.Append("  ").Append(Word(from)).Append(" --> ").Append(Word(to)).Append(": ").Append(what).Append('\n');
        }

        foreach (var (name, state) in full.States)
        {
            if (state.Start)
            {
                chart.Append("  [*] --> ").Append(Word(name)).Append('\n');
            }

            if (state.End is not null)
            {
                chart.Append("  ").Append(Word(name)).Append(" --> [*]\n");
            }
        }

        return chart.ToString();
    }

    /// <summary>The table of commands by state: a row for each command with its name in both languages, who may, and where it leads from each state; empty: not there.</summary>
    public static (IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows) Table(CaseSpec spec)
    {
        var full = CaseTraits.Expand(spec);
        return (
            ["command", "en", "zh", "by", .. full.States.Keys],
            [.. full.Commands.Select(command => (IReadOnlyList<string>)
            [
                command.Do, command.Name.En ?? "", command.Name.Zh ?? "", string.Join(", ", command.By),
                .. full.States.Select(state => IsIn(command.From, state.Value, state.Key) ? command.To ?? "stays" : ""),
            ])]);
    }

    private static IEnumerable<(string From, string To, string What)> Ways(CaseSpec spec) =>
        spec.Commands.SelectMany(command => From(spec, command.From).Select(from => (from, command.To ?? from, command.Do)))
            .Concat(spec.Events.SelectMany(happening => From(spec, happening.From).Select(from => (from, happening.To ?? from, Trigger(happening.On)))))
            .Distinct();

    private static IEnumerable<string> From(CaseSpec spec, IReadOnlyList<string> from) => spec.States.Where(state => IsIn(from, state.Value, state.Key)).Select(static state => state.Key);

    private static bool IsIn(IReadOnlyList<string> from, StateSpec state, string name) => from is ["open"] ? state.End is null : from.Contains(name);

    private static string Trigger(TriggerSpec on) => on switch
    {
        { Due: { } clock } => $"{clock} is due",
        { Warn: { } clock } => $"{clock} is due soon",
        { Assigned: { } holder } => $"{holder} found",
        { Offered: { } holder } => $"offered to {holder}",
        { Nobody: { } holder } => $"no {holder}",
        { Asked: { } ask } => $"{ask} {on.Answer?.ToString().ToLowerInvariant()}",
        { Child: { } child } => $"{child} {on.Reached}",
        { AlertEnded: true } => "alert ended",
        { Reported: true } => "reported again",
        _ => "begun",
    };

    // A hyphen is no part of a name there.
    private static string Word(string name) => name.Replace('-', '_');
}
