using System.Runtime.ExceptionServices;
using CityActors.Commits;
using CityActors.Observations;
using CityActors.Places;

namespace CityActors.Alerts;

/// <summary>The shell of household, camera and terminal.</summary>
/// <typeparam name="TState">What the entity remembers.</typeparam>
internal abstract class EntityGrain<TState>(EntityRules<TState> rules, CityServices city) : CityGrain<TState>(rules, city), IObservedGrain, IAlertingGrain
    where TState : EntityState, new()
{
    private bool isDirty;

    /// <summary>Ids of open alerts.</summary>
    protected IReadOnlyList<string> OpenAlerts => State.Alerts is { } book ? [.. book.Open.Select(static alert => alert.Id)] : [];

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _ = IsBroken ? 0 : await Flush();
        await base.OnDeactivateAsync(reason, cancellationToken);
    }

    public ValueTask<ObserveReply> Observe(ObserveBatch batch)
    {
        if (rules.CardOf(State) is null)
        {
            return new(new ObserveReply(ObserveOutcome.Unknown, State.Applied, null));
        }

        if (State.Applied < batch.PreviousOffset)
        {
            return new(new ObserveReply(ObserveOutcome.Gap, State.Applied, null));
        }

        var decision = rules.Observe(State, batch, ref isDirty, out var failure);
        return decision.IsChange || failure is not null ? new(CommitAndReply(decision, failure)) : new(Taken());
    }

    public async Task<long> Flush()
    {
        if (isDirty)
        {
            await Commit(Decision.To(State), isConsequence: true);
        }

        return State.Applied;
    }

    public Task<AlertReply> HandleAlert(string alertId, AlertCommand command) => Decide(state => rules.Handle(state, alertId, command));

    public Task<WeighedAlert?> WeighAlert(string alertId, string actor, DateTimeOffset at) => Task.FromResult(State.Alerts?.Weigh(alertId, actor, at));

    public Task<AlertView?> ReadAlert(string alertId) =>
        Task.FromResult(State.Alerts?.Find(alertId) is { } alert ? new AlertView(alert, rules.CardOf(State)!.Privacy) { Steps = rules.StepsOf(State, alert) } : null);

    public Task<bool> Retire(Retirement retirement) => Decide(state => rules.Retire(state, retirement));

    public Task<ServiceView?> ReadService() => Task.FromResult(
        rules.CardOf(State) is { } card ? new ServiceView(card.Cell, card.Privacy, State.Version, State.Retired) : null);

    /// <summary>Commits a registration that was just put into the state.</summary>
    protected Task Registered(DateTimeOffset at)
    {
        State.Retired = null;
        return Commit(rules.Register(State, at), isConsequence: false);
    }

    protected override void Committed(Decision<TState> decision) => isDirty &= !decision.IsChange;

    private ObserveReply Taken() => State.Ahead is { } found
        ? new(ObserveOutcome.Taken, State.Applied, found.At)
        : new(ObserveOutcome.Taken, State.Applied, rules.NextDue(State), rules.IsSilenceDue(State));

    private async Task<ObserveReply> CommitAndReply(Decision<TState> decision, Exception? failure)
    {
        await Commit(decision, isConsequence: true);
        if (failure is not null)
        {
            ExceptionDispatchInfo.Throw(failure);
        }

        return Taken();
    }
}
