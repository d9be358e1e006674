using CityActors.Commits;
using CityActors.Deadlines;
using CityActors.Reactions;

namespace CityActors.Simulation.Stepping;

/// <summary>A grain in memory, without Orleans: what <see cref="CityGrain{TState}"/> does, in one go.</summary>
internal interface IActivation
{
    IReadOnlyList<LetterFailure> React(IReadOnlyList<Letter> letters);

    void Due(Deadline deadline);
}

/// <summary>A grain of one kind.</summary>
internal sealed class Activation<TState> : IActivation
    where TState : class, new()
{
    private readonly string owner;
    private readonly string key;
    private readonly ICityRules<TState> rules;
    private readonly SteppedCity city;
    private readonly Bookings bookings = new();
    private readonly UnstoredHeard notes = new();
    private long version;

    public Activation(string owner, ICityRules<TState> rules, SteppedCity city)
    {
        (this.owner, key, this.rules, this.city) = (owner, Addresses.KeyOf(owner), rules, city);
        var (state, stored) = city.Store.Read(owner);
        (State, version) = ((TState?)state ?? new TState(), stored);
        bookings.Adopt(rules.Deadlines(key, State));
    }

    public TState State { get; private set; }

    public IReadOnlyList<LetterFailure> React(IReadOnlyList<Letter> letters)
    {
        var folded = new FoldedLetters<TState>(State, (state, fact) => rules.React(key, state, fact, city.Now));
        foreach (var letter in letters)
        {
            if (!letter.IsRepeat || Math.Max(notes.Of(letter.Fact.Subject), city.Store.Heard(owner, letter.Fact.Subject)) < letter.Number)
            {
                city.OnHeard(owner, letter);
                folded.Take(letter);
            }
        }

        notes.Add(folded.Heard);
        Commit(folded.Decision);
        return folded.Failures;
    }

    public void Due(Deadline deadline)
    {
        var isWanted = rules.Deadlines(key, State).Any(due => due.Name == deadline.Name && due.At <= deadline.Due);
        Commit(isWanted ? rules.Due(key, State, deadline, city.Now) : Decision.None(State), deadline);
    }

    public TReply Decide<TReply>(Func<TState, (Decision<TState> Decision, TReply Reply)> rule)
    {
        var (decision, reply) = rule(State);
        Commit(decision);
        return reply;
    }

    public void Commit(Decision<TState> decision, Deadline? fired = null)
    {
        if (!decision.IsChange && decision.Facts.Count == 0 && fired is null && !notes.AreMany)
        {
            return;
        }

        var wanted = rules.Deadlines(key, decision.Next).ToArray();
        try
        {
            var stored = city.Store.Commit(
                new CityCommit
                {
                    Owner = owner,
                    At = city.Now,
                    Version = version,
                    Facts = decision.Facts,
                    Deadlines = bookings.Difference(wanted, fired, decision.Again, city.Now),
                    Heard = notes.Waiting,
                },
                decision.IsChange ? decision.Next : null);
            version = decision.IsChange ? stored : version;
            notes.Clear();
        }
        catch
        {
            city.Forget(owner);
            throw;
        }

        State = decision.Next;
        bookings.Adopt(wanted, isCertain: fired is not null);
    }
}
