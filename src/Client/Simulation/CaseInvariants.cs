using System.Text.Json;
using CityActors.Cases;
using CityActors.Deadlines;

namespace CityActors.Client.Simulation;

/// <summary>What must hold of a case after every change.</summary>
internal static class CaseInvariants
{
    /// <summary>Whether the history of a case comes to what it is.</summary>
    public static bool IsFoldOfHistory(CaseProgram program, CaseState state, WorkCalendar calendar) =>
        JsonSerializer.Serialize(CaseFold.Rebuild(program, state.Id, state.Terms!, state.History, calendar)) == JsonSerializer.Serialize(state);

    /// <summary>Looks whether it does.</summary>
    /// <param name="program">Its type.</param>
    /// <param name="before">The case before.</param>
    /// <param name="after">The case after.</param>
    /// <param name="fault">Takes what does not hold.</param>
    public static void Check(CaseProgram program, CaseState before, CaseState after, Action<string> fault)
    {
        void Holds(bool condition, string what)
        {
            if (!condition)
            {
                fault(what);
            }
        }

        Holds(after.History.Count == after.Version && after.History.Count > before.History.Count && (before.History.IsEmpty || after.History[before.History.Count - 1] == before.History[^1]), "a line of its history was changed or lost");
        Holds(after.History.Skip(Math.Max(0, before.History.Count - 1)).Zip(after.History.Skip(Math.Max(1, before.History.Count))).All(static pair => pair.First.At <= pair.Second.At), "time ran back in its history");
        Holds(program.IsEnd(after.Status) == after.EndedAt is not null, "it has ended and is in no end, or the other way round");
        Holds(after.Asks.Select(static ask => ask.Name).Distinct(StringComparer.Ordinal).Count() == after.Asks.Count, "an ask is open twice");
        Holds(after.Asks.All(static ask => ask.Yes.Concat(ask.No).Distinct(StringComparer.Ordinal).Count() == ask.Yes.Count + ask.No.Count && ask.Yes.Count < Math.Max(1, ask.Need)), "somebody was counted twice in an ask, or it is open though it is decided");
        if (after.EndedAt is not null)
        {
            Holds(after.Clocks.All(clock => after.Asks.Any(ask => ask.Clock == clock.Name)), "a clock runs after its end");
            Holds(after.Holders.Count == 0 && after.Wanted.IsEmpty, "somebody has it in hand after its end");
            var open = after.Children.Where(static child => !child.HasEnded).Select(static child => child.As);
            Holds(open.All(name => program.Outlives(name)), "a part of it goes on after its end");
            return;
        }

        var isWaiting = after.Clocks.Any(static clock => clock is { DueAt: not null, IsOverdue: false }) || after.Asks.Count > 0 || !after.Wanted.IsEmpty || after.Children.Any(static child => !child.HasEnded)
            || after.Clocks.Any(static clock => clock.IsOverdue) || program.Spec.States[after.Status].Waits is not null;
        Holds(isWaiting, $"it is '{after.Status}' and waits for nothing: no clock, no ask, nobody who is looked for");
    }
}
