using System.Globalization;
using System.Text.Json;
using CityActors.Cases;
using CityActors.Deadlines;
using CityActors.Reactions;

namespace CityActors.Simulation.Stepping;

/// <summary>Last signatures, requests and decisions that come at once are decided once, in whatever order they arrive and whatever fails in between.</summary>
public sealed class SteppedDisputeTests
{
    private static readonly WorkCalendar calendar = SeedFiles.Calendar();

    private static int Runs { get; } = int.TryParse(Environment.GetEnvironmentVariable("CITYACTORS_DISPUTES"), NumberStyles.None, CultureInfo.InvariantCulture, out var runs) ? runs : 1_500;

    /// <summary>More of them by <c>CITYACTORS_DISPUTES=100000</c>.</summary>
    [Fact]
    public void Dispute_AnyInterleaving_IsDecidedOnce()
    {
        var effective = 0;
        Parallel.For(0, Runs, seed =>
        {
            var dispute = new SteppedDispute(seed, new SteppedFaults { CommitLost = 0.05, AnswerLost = 0.05 });
            Run(dispute);
            Check(dispute, seed);
            Interlocked.Add(ref effective, dispute.City.Store.All<CaseState>().Any(static entry => entry.State.History.Any(static line => line.What == "sign-agreed")) ? 1 : 0);
        });
        Assert.InRange(effective, Runs / 10, Runs);
    }

    private static void Run(SteppedDispute dispute)
    {
        for (var step = 0; step < 400; step++)
        {
            try
            {
                dispute.City.Step();
            }
            catch (IOException)
            {
                // The giver got no answer.
            }
        }

        dispute.Settle();
    }

    private static void Check(SteppedDispute dispute, int seed)
    {
        var cases = dispute.City.Store.All<CaseState>().Select(static entry => entry.State).Where(static state => state.Terms is not null).ToDictionary(static state => state.Id, StringComparer.Ordinal);
        foreach (var state in cases.Values)
        {
            Check(dispute, state, cases, why => new InvariantBrokenException($"Seed {seed}, {state.Id}: {why}"));
        }

        foreach (var (id, command) in dispute.Done)
        {
            Holds(cases[id].History.Count(line => line.CommandId == command.CommandId) == 1, () => new InvariantBrokenException($"Seed {seed}, {id}: {command.Do} of {command.Actor} was acknowledged, and stands there not exactly once."));
        }

        foreach (var (id, command) in dispute.Refused.Where(refused => !dispute.Done.Contains(refused)))
        {
            Holds(!cases[id].History.Any(line => line.CommandId == command.CommandId), () => new InvariantBrokenException($"Seed {seed}, {id}: {command.Do} of {command.Actor} was refused, and stands there."));
        }
    }

    private static void Check(SteppedDispute dispute, CaseState state, Dictionary<string, CaseState> cases, Func<string, Exception> fault)
    {
        var program = dispute.Rules.ProgramOf(state);
        Holds(state.History.Select(static (line, i) => line.Version == i + 1).All(static fits => fits), () => fault("a line is missing or doubled."));
        var rebuilt = CaseFold.Rebuild(program, state.Id, state.Terms!, state.History, calendar);
        Holds(JsonSerializer.Serialize(state) == JsonSerializer.Serialize(rebuilt), () => fault("its history comes to something else."));
        var status = "";
        var (asked, answers) = (0, new HashSet<(string, string)>());
        foreach (var line in state.History)
        {
            Holds(line.Version == 1 || line.Rule is not { } rule || (rule >= 0 ? program.Commands[rule].From : program.Events[-1 - rule].From).Contains(status), () => fault($"{line.What} came in {status}."));
            if (line.Asked.Count > 0)
            {
                (asked, answers) = (asked + line.Asked.Count, []);
            }

            Holds(line.Yes is null || answers.Add((line.Subject, line.Actor)), () => fault($"{line.Actor} answered twice."));
            if (line.Trigger?.Kind == "asked")
            {
                Holds(--asked >= 0, () => fault($"{line.What} was decided twice."));
            }

            status = line.Status;
        }

        Holds(state.EndedAt is not null || asked == state.Asks.Count, () => fault("an ask came to no end: " + string.Join(", ", state.History.Select(static line => line.What + (line.Asked.Count > 0 ? "?" : "")))));
        foreach (var child in state.Children)
        {
            Holds(cases.TryGetValue(child.Id, out var real) && real.Status == child.Status && real.EndedAt is not null == child.HasEnded, () => fault($"it thinks its part {child.As} {child.Status}."));
        }

        Holds(state.EndedAt is null || (state.Clocks.Count == 0 && state.Asks.Count == 0 && state.Holders.Count == 0), () => fault("it has ended, and something goes on."));
        var owner = Addresses.OfCase(state.Id);
        Holds(dispute.City.Store.Booked.Where(due => due.Owner == owner).Select(static due => (due.Name, due.Due)).Order().SequenceEqual(dispute.Rules.Deadlines(state.Id, state).Select(static due => (due.Name, due.At)).Order()), () => fault("other deadlines are booked than it has."));
    }

    private static void Holds(bool holds, Func<Exception> fault)
    {
        if (!holds)
        {
            throw fault();
        }
    }
}
