using CityActors.Facts;
using CityActors.Reactions;

namespace CityActors.Commits;

/// <summary>Several letters on their way into one commit. If the rules fail on one, only that one and what follows it in its lane fail.</summary>
/// <typeparam name="TState">The state.</typeparam>
/// <param name="state">The state before.</param>
/// <param name="react">What follows from a fact.</param>
internal sealed class FoldedLetters<TState>(TState state, Func<TState, CityFact, Decision<TState>> react)
{
    private readonly List<CityFact> facts = [];
    private readonly Dictionary<string, long> heard = new(StringComparer.Ordinal);
    private readonly HashSet<string> stopped = new(StringComparer.Ordinal);
    private readonly List<LetterFailure> failures = [];
    private TState next = state;
    private bool isChange;

    /// <summary>Everything decided so far.</summary>
    public Decision<TState> Decision => new(next, isChange, facts);

    /// <summary>How far each lane was heard.</summary>
    public IReadOnlyList<HeardWrite> Heard => [.. heard.Select(static entry => new HeardWrite(entry.Key, entry.Value))];

    /// <summary>What the rules failed on.</summary>
    public IReadOnlyList<LetterFailure> Failures => failures;

    /// <summary>Takes a letter.</summary>
    public void Take(Letter letter)
    {
        var lane = letter.Fact.Subject;
        if (stopped.Contains(lane) || heard.GetValueOrDefault(lane) >= letter.Number)
        {
            return;
        }

        try
        {
            var decision = react(next, letter.Fact);
            (next, isChange) = (decision.Next, isChange || decision.IsChange);
            facts.AddRange(decision.Facts);
            heard[lane] = letter.Number;
        }
#pragma warning disable CA1031 // Rules are pure: whatever they throw is this letter's fault, not the others'.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            stopped.Add(lane);
            failures.Add(new LetterFailure(letter.Number, $"{fault.GetType().Name}: {fault.Message}"));
        }
    }
}
