using CityActors.Deadlines;
using CityActors.Reactions;
using Microsoft.Extensions.Logging;
using Orleans.Storage;

namespace CityActors.Commits;

/// <summary>
/// A shell around rules: a rule decides, one commit stores state, facts, deadlines and what was heard, and only then memory follows.
/// Whatever goes wrong with a commit ends the activation; the next one begins with what is stored.
/// </summary>
/// <typeparam name="TState">The state.</typeparam>
/// <param name="rules">What it decides.</param>
/// <param name="city">Its surroundings.</param>
internal abstract class CityGrain<TState>(ICityRules<TState> rules, CityServices city) : Grain, ICityGrain
    where TState : class, new()
{
    private readonly Bookings bookings = new();
    private string owner = "";
    private long version;

    /// <summary>Whether a commit failed, so that memory and disk may differ: the activation is ending.</summary>
    protected bool IsBroken { get; private set; }

    /// <summary>The state as it is stored, with what its rules changed in place since.</summary>
    protected TState State { get; private set; } = new();

    /// <summary>The grain's key.</summary>
    protected string Key { get; private set; } = "";

    /// <summary>The declared clock's time, UTC.</summary>
    protected DateTimeOffset Now => city.Time.GetUtcNow();

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        (Key, owner) = (this.GetPrimaryKeyString(), this.GetGrainId().ToString());
        var stored = await Asked(city.Storage.Read(owner));
        version = stored.Version;
        State = stored.Head is { } head ? city.Serializer.Deserialize<TState>(head.Span)! : new TState();
        foreach (var kind in rules.RowKinds)
        {
            State = kind.Fill(State, stored.Rows, city.Serializer);
        }

        bookings.Adopt(rules.Deadlines(Key, State));
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<LetterFailure>> React(IReadOnlyList<Letter> letters)
    {
        var folded = new FoldedLetters<TState>(State, (state, fact) => rules.React(Key, state, fact, Now));
        foreach (var letter in letters)
        {
            if (!letter.IsRepeat || await Asked(city.Storage.Heard(owner, letter.Fact.Subject)) < letter.Number)
            {
                folded.Take(letter);
            }
        }

        await Commit(folded.Decision, folded.Heard, fired: null);
        return folded.Failures;
    }

    /// <inheritdoc/>
    public Task Due(Deadline deadline)
    {
        var isWanted = rules.Deadlines(Key, State).Any(due => due.Name == deadline.Name && due.At <= deadline.Due);
        return Commit(isWanted ? rules.Due(Key, State, deadline, Now) : Decision.None(State), [], deadline);
    }

    /// <summary>Decides and commits.</summary>
    /// <returns>The rule's answer, once everything is stored.</returns>
    protected async Task<TReply> Decide<TReply>(Func<TState, (Decision<TState> Decision, TReply Reply)> rule)
    {
        var (decision, reply) = rule(State);
        await Commit(decision, [], fired: null);
        return reply;
    }

    /// <summary>Commits a decision.</summary>
    protected Task Commit(Decision<TState> decision) => Commit(decision, [], fired: null);

    /// <summary>Hears of what was committed.</summary>
    protected virtual void Committed(Decision<TState> decision)
    {
    }

    private async Task Commit(Decision<TState> decision, IReadOnlyList<HeardWrite> heard, Deadline? fired)
    {
        if (IsBroken)
        {
            throw new InconsistentStateException($"{owner} begins again from what is stored; ask again.");
        }

        if (!decision.IsChange && decision.Facts.Count == 0 && heard.Count == 0 && fired is null)
        {
            return;
        }

        var wanted = rules.Deadlines(Key, decision.Next).ToArray();
        var receipt = await Stored(new CityCommit
        {
            Owner = owner,
            At = Now,
            Head = decision.IsChange ? city.Serializer.Serialize(decision.Next).AsMemory() : (ReadOnlyMemory<byte>?)null, // A null array would be an empty state.
            Version = version,
            Rows = decision.IsChange ? [.. rules.RowKinds.SelectMany(kind => kind.Difference(State, decision.Next, city.Serializer))] : [],
            Facts = decision.Facts,
            Deadlines = bookings.Difference(wanted, fired, decision.Again, Now),
            Heard = heard,
        });
        State = decision.Next;
        version = decision.IsChange ? receipt.Version : version;
        bookings.Adopt(wanted, isCertain: fired is not null);
        Committed(decision);
    }

    /// <summary>What the storage answers. That it cannot is told as a fault which every caller knows for one of the environment: no letter and no reading is to blame.</summary>
    private async Task<T> Asked<T>(Task<T> answer)
    {
        try
        {
            return await answer;
        }
        catch (Exception fault) when (Faults.IsEnvironment(fault))
        {
            city.Logger.LogDebug(fault, "What {Owner} has stored could not be read.", owner); // Whoever called says it, and once.
            throw new InconsistentStateException($"What {owner} has stored could not be read. {fault.Message}");
        }
    }

    private async Task<CommitReceipt> Stored(CityCommit commit)
    {
        try
        {
            return await city.Storage.Commit(commit);
        }
#pragma warning disable CA1031 // Whatever the commit failed on, memory and disk may differ: the activation must go.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            IsBroken = true;
            city.Logger.LogWarning(fault, "What {Owner} decided could not be stored; it begins again from what is stored.", owner);
            DeactivateOnIdle();
            throw new InconsistentStateException($"{owner} could not be stored; nothing of it was acknowledged. {fault.Message}");
        }
    }
}
