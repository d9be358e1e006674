using CityActors.Deadlines;
using CityActors.Facts;
using CityActors.Observations;
using CityActors.Places;
using Microsoft.Extensions.Logging;
using Orleans.Storage;

namespace CityActors.Alerts;

/// <summary>The behaviour that household, camera and terminal share: the log protocol, alerts, telling, the ladder.</summary>
/// <remarks>
/// Observations without findings stay in memory until the router's checkpoint flushes them. With a finding, state, facts and the
/// offset applied are stored in one write before the router gets its answer; only what is stored is told.
/// </remarks>
internal sealed class ObservedEntity<TState>(
    IGrainBase grain, IPersistentState<TState> store, IEntityRules<TState> rules, EntityServices services) : IDisposable
    where TState : EntityState
{
    private const string TellAgain = "tell";
    private static readonly TimeSpan TellAgainAfter = TimeSpan.FromMinutes(1);
    private Teller? teller;
    private bool isDirty;
    private bool isUnsaved;

    private ITellingState Stored => isUnsaved ? NothingStored.Instance : store.State;

    /// <summary>Takes a stretch of the log.</summary>
    public ValueTask<ObserveReply> Observe(ObserveBatch batch)
    {
        var state = store.State;
        if (rules.CardOf(state) is not { } card)
        {
            return new(new ObserveReply(ObserveOutcome.Unknown, state.Applied, null));
        }

        if (state.Applied < batch.PreviousOffset)
        {
            return new(new ObserveReply(ObserveOutcome.Gap, state.Applied, null));
        }

        foreach (var (offset, observation) in batch.Items)
        {
            if (offset > state.Applied)
            {
                isDirty = true;
                Note(rules.Observe(state, observation), card);
                state.Applied = offset;
            }
        }

        if (batch.Tick is { } tick)
        {
            Note(rules.Tick(state, tick), card);
        }

        return isUnsaved ? new(SaveAndReply()) : new(Taken());
    }

    /// <summary>Tells what is still to be told, then writes what changed since the last write.</summary>
    /// <returns>The last offset contained in what is on disk.</returns>
    public async Task<long> Flush()
    {
        if (isUnsaved)
        {
            await Save();
        }

        if (store.State is ITellingState { Untold.Count: > 0 })
        {
            await Told();
        }

        if (isDirty)
        {
            await Save();
        }

        return store.State.Applied;
    }

    /// <summary>Stores a registration that was just put into the state, and tells it.</summary>
    public async Task Register(DateTimeOffset at)
    {
        var card = rules.CardOf(store.State)!;
        store.State.Version++;
        Facts().Add(new EntityRegistered { Subject = card.Id, Version = store.State.Version, At = at, Area = card.Cell, Entity = card });
        await Save();
        await Teller().Drain();
    }

    /// <summary>Acts on an alert for an officer.</summary>
    public async Task<AlertReply> HandleAlert(string alertId, AlertCommand command)
    {
        var before = Facts().Count;
        var reply = Book().Handle(alertId, command, Facts());
        if (Facts().Count > before)
        {
            await Save();
        }

        return reply;
    }

    /// <summary>Reads an alert.</summary>
    public Alert? ReadAlert(string alertId) => store.State.Alerts?.Find(alertId);

    /// <summary>Ids of open alerts.</summary>
    public IReadOnlyList<string> OpenAlerts() => store.State.Alerts is { } book ? [.. book.Open.Select(static alert => alert.Id)] : [];

    /// <summary>Ends an alert because its order ended.</summary>
    public Task OrderEnded(string alertId, string orderId, string actor, string reason, DateTimeOffset at) =>
        Book().OrderEnded(alertId, orderId, actor, reason, at, Facts()) ? Save() : Task.CompletedTask;

    /// <summary>Takes the steps of the ladder that fell due.</summary>
    public async Task<IReadOnlyList<DueEntry>> Due(DueEntry entry)
    {
        if (AlertLadder.Take(Book(), entry) is { } wanted)
        {
            Facts().Add(wanted);
            await Save();
        }

        return Entries(entry.At);
    }

    /// <summary>Nothing but to be active: activation goes on telling.</summary>
    public Task Wake()
    {
        Kick();
        return Task.CompletedTask;
    }

    /// <summary>Goes on telling what was left untold.</summary>
    public void Kick()
    {
        if (Stored.Untold.Count > 0)
        {
            Teller().Kick();
        }
    }

    /// <summary>Keeps what is only in memory when an idle activation ends.</summary>
    public Task Deactivate() => isDirty && !isUnsaved ? Save() : Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose() => teller?.Dispose();

    private ObserveReply Taken() => new(ObserveOutcome.Taken, store.State.Applied, rules.NextDue(store.State));

    private async Task<ObserveReply> SaveAndReply()
    {
        await Save();
        return Taken();
    }

    private void Note(IReadOnlyList<Finding> findings, EntityCard card)
    {
        foreach (var finding in findings)
        {
            isDirty = true;
            isUnsaved |= Book().Apply(finding, card, services.Alerts, Facts());
        }
    }

    // What is told meanwhile may change the state in memory, so it counts as dirty from the moment the write begins.
    private async Task Save()
    {
        isUnsaved = true;
        isDirty = false;
        await store.WriteStateAsync();
        isUnsaved = false;
        Kick();
    }

    private AlertBook Book() => store.State.Alerts ??= new AlertBook();

    private List<CityFact> Facts() => store.State.Facts ??= [];

    /// <summary>Tells, or sees to it that the due-book brings the telling up again: one receiver that refuses must not hold up the partition.</summary>
    private async Task Told()
    {
        var at = Stored.Untold[0].At;
        try
        {
            await Teller().Drain();
        }
#pragma warning disable CA1031 // Whatever a receiver threw, the facts are stored and the due-book keeps them in mind.
        catch (Exception fault) when (fault is not InconsistentStateException)
#pragma warning restore CA1031
        {
            services.Logger.LogWarning(fault, "{Entity} could not tell what happened; its due-book reminds it.", Owner());
            await DueBooks.Of(services.Grains, Owner()).Set(Owner(), Entries(at));
            Teller().Kick();
        }
    }

    private IReadOnlyList<DueEntry> Entries(DateTimeOffset after) => Stored.Untold.Count == 0
        ? AlertLadder.Entries(Owner(), Book(), services.Alerts, after)
        : AlertLadder.Entries(Owner(), Book(), services.Alerts, after).Append(new DueEntry(Owner(), TellAgain, after + TellAgainAfter)).ToArray();

    private string Owner() => grain.GrainContext.GrainId.ToString();

    private Teller Teller() => teller ??= new Teller(grain, () => Stored, Tell, services.Logger);

    private async Task Tell(CityFact fact)
    {
        await services.Facts.Append([FactRecords.Of(fact)]);
        if (fact is not AlertChanged { Alert: var alert } changed)
        {
            return;
        }

        if (changed.Version == 1)
        {
            var order = await services.Grains.GetGrain<IGridCellGrain>($"cell-{alert.Cell}").Raise(alert);
            Book().SetOrder(changed, order, Facts());
            isDirty = true;
        }
        else if (alert.State == AlertState.Cleared && alert.Order.Length > 0)
        {
            await AlertLadder.TellOrder(services.Grains, alert);
        }

        await DueBooks.Of(services.Grains, Owner()).Set(Owner(), AlertLadder.Entries(Owner(), Book(), services.Alerts, alert.ChangedAt));
    }

    private sealed class NothingStored : ITellingState
    {
        public static NothingStored Instance { get; } = new();

        public IList<CityFact> Untold => [];
    }
}
