using CityActors.Deadlines;
using CityActors.Reactions;
using Microsoft.Extensions.Logging;
using Orleans.Storage;

namespace CityActors.Commits;

/// <summary>
/// A shell around rules: a rule decides, one commit stores state, facts, deadlines and what was heard, and only then memory follows.
/// If anything goes wrong with a commit, the activation ends; the next one starts from what is stored.
/// </summary>
/// <typeparam name="TState">The state.</typeparam>
/// <param name="rules">What it decides.</param>
/// <param name="city">Its surroundings.</param>
internal abstract class CityGrain<TState>(ICityRules<TState> rules, CityServices city) : Grain, ICityGrain
    where TState : class, new()
{
    private readonly Bookings bookings = new();
    private readonly UnstoredHeard notes = new();
    private string owner = "";
    private long version;
    private List<Letter> waiting = [];
    private Task<IReadOnlyList<LetterFailure>> folding = Task.FromResult<IReadOnlyList<LetterFailure>>([]);
    private Task turn = Task.CompletedTask;

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
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) =>
        !IsBroken && notes.Waiting is { Count: > 0 } heard ? Stored(new CityCommit { Owner = owner, At = Now, IsConsequence = true, Heard = heard }) : Task.CompletedTask;

    /// <inheritdoc/>
    /// <remarks>A grain that hears from many partitions is reentrant: what comes during a commit shares the next one.</remarks>
    public async Task<IReadOnlyList<LetterFailure>> React(IReadOnlyList<Letter> letters)
    {
        var isFirst = waiting.Count == 0;
        waiting.AddRange(letters);
        folding = isFirst ? InTurn(Fold) : folding;
        var failures = await folding;
        return failures.Count == 0 ? failures : [.. failures.Where(failure => letters.Any(letter => letter.Number == failure.Number))];
    }

    /// <inheritdoc/>
    public Task Due(Deadline deadline) => InTurn(async () =>
    {
        var isWanted = rules.Deadlines(Key, State).Any(due => due.Name == deadline.Name && due.At <= deadline.Due);
        await Commit(isWanted ? rules.Due(Key, State, deadline, Now) : Decision.None(State), isConsequence: true, deadline);
        return true;
    });

    /// <summary>Decides and commits.</summary>
    /// <returns>The rule's answer, once everything is stored.</returns>
    protected Task<TReply> Decide<TReply>(Func<TState, (Decision<TState> Decision, TReply Reply)> rule) => InTurn(async () =>
    {
        var (decision, reply) = rule(State);
        await Commit(decision, isConsequence: false);
        return reply;
    });

    /// <summary>Hears of what was committed.</summary>
    protected virtual void Committed(Decision<TState> decision)
    {
    }

    /// <summary>Commits a decision.</summary>
    /// <param name="decision">The decision.</param>
    /// <param name="isConsequence">Whether it follows from what is stored; false: somebody asked for it.</param>
    /// <param name="fired">The deadline that fell due, or null.</param>
    protected async Task Commit(Decision<TState> decision, bool isConsequence, Deadline? fired = null)
    {
        ThrowIfBroken();
        if (!decision.IsChange && decision.Facts.Count == 0 && fired is null && !notes.AreMany)
        {
            return;
        }

        var wanted = rules.Deadlines(Key, decision.Next).ToArray();
        var receipt = await Stored(new CityCommit
        {
            Owner = owner,
            At = Now,
            IsConsequence = isConsequence,
            Head = decision.IsChange ? city.Serializer.Serialize(decision.Next).AsMemory() : (ReadOnlyMemory<byte>?)null, // A null array would be an empty state.
            Version = version,
            Rows = decision.IsChange ? [.. rules.RowKinds.SelectMany(kind => kind.Difference(State, decision.Next, city.Serializer))] : [],
            Facts = decision.Facts,
            Deadlines = bookings.Difference(wanted, fired, decision.Again, Now),
            Heard = notes.Waiting,
        });
        notes.Clear();
        State = decision.Next;
        version = decision.IsChange ? receipt.Version : version;
        bookings.Adopt(wanted, isCertain: fired is not null);
        Committed(decision);
    }

    /// <summary>No decision is made before the last one is stored.</summary>
    private async Task<T> InTurn<T>(Func<Task<T>> work)
    {
        while (!turn.IsCompleted)
        {
            await turn.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }

        ThrowIfBroken();
        var mine = work();
        turn = mine;
        return await mine;
    }

    private async Task<IReadOnlyList<LetterFailure>> Fold()
    {
        (var letters, waiting) = (waiting, []);
        var folded = new FoldedLetters<TState>(State, (state, fact) => rules.React(Key, state, fact, Now));
        foreach (var letter in letters)
        {
            if (letter.Number > (letter.IsRepeat ? await HeardOf(letter.Fact.Subject) : notes.Of(letter.Fact.Subject)))
            {
                folded.Take(letter);
            }
        }

        notes.Add(folded.Heard);
        await Commit(folded.Decision, isConsequence: true);
        return folded.Failures;
    }

    private async Task<long> HeardOf(string lane) => Math.Max(notes.Of(lane), await Asked(city.Storage.Heard(owner, lane)));

    private void ThrowIfBroken()
    {
        if (IsBroken)
        {
            throw new InconsistentStateException($"{owner} starts again from what is stored; repeat the call.");
        }
    }

    /// <summary>
    /// What storage answers. If it is unavailable, callers get an exception that counts as the environment's: no letter and no reading is to blame.
    /// </summary>
    private async Task<T> Asked<T>(Task<T> answer)
    {
        try
        {
            return await answer;
        }
        catch (Exception fault) when (Faults.IsEnvironment(fault))
        {
            city.Logger.LogDebug(fault, "The stored state of {Owner} could not be read.", owner); // The caller logs it, once.
            throw new InconsistentStateException($"The stored state of {owner} could not be read. {fault.Message}");
        }
    }

    private async Task<CommitReceipt> Stored(CityCommit commit)
    {
        try
        {
            return await city.Storage.Commit(commit);
        }
#pragma warning disable CA1031 // Whatever the commit failed on, memory and disk may differ: the activation must end.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            IsBroken = true;
            city.Logger.LogWarning(fault, "A decision of {Owner} could not be stored; it starts again from what is stored.", owner);
            DeactivateOnIdle();
            throw new InconsistentStateException($"{owner} could not be stored; nothing of it was acknowledged. {fault.Message}");
        }
    }
}
