using CityActors.Commits;
using CityActors.Deadlines;
using CityActors.Devices;
using CityActors.Facts;
using CityActors.Notifications;
using CityActors.Observations;
using CityActors.Places;

namespace CityActors.Alerts;

/// <summary>What household, camera and terminal share: observations become findings, findings alerts, and alerts follow their orders.</summary>
/// <remarks>
/// What a detector remembers is changed in place, since most observations lead to nothing; it is stored with the next decision or when the
/// router flushes. Alerts are immutable and change by decisions only.
/// </remarks>
/// <typeparam name="TState">What the entity remembers.</typeparam>
/// <param name="options">Priorities and ladder.</param>
/// <param name="kinds">The kinds of observation.</param>
internal abstract partial class EntityRules<TState>(AlertOptions options, Kinds kinds) : ICityRules<TState>
    where TState : EntityState, new()
{
    /// <summary>The kinds of observation.</summary>
    protected Kinds Kinds { get; } = kinds;

    /// <summary>Whether what falls due next is its silence, which what is still on its way may end, and nothing that it said.</summary>
    public abstract bool IsSilenceDue(TState state);

    /// <summary>Its card, or null: it is not registered.</summary>
    public abstract EntityCard? CardOf(TState state);

    /// <summary>When silence itself becomes an event, or null.</summary>
    public abstract DateTimeOffset? NextDue(TState state);

    /// <summary>Takes a stretch of the log into the state, in place; a change only where an alert changed.</summary>
    /// <param name="state">The state of a registered entity.</param>
    /// <param name="batch">What was observed, and up to when silence is to be judged.</param>
    /// <param name="isDirty">Set where anything was remembered.</param>
    /// <param name="failure">What it failed on, or null. What was decided before stands in the state already, and is to be committed all the same.</param>
    public Decision<TState> Observe(TState state, ObserveBatch batch, ref bool isDirty, out Exception? failure)
    {
        var facts = default(List<CityFact>);
        try
        {
            Take(state, batch, ref isDirty, ref facts);
            failure = null;
        }
#pragma warning disable CA1031 // Rules are pure: whatever they throw is the item's fault, and the router sets it aside.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            failure = fault;
        }

        if (TakeDays(state, isOutOfService: false) is { Count: > 0 } days)
        {
            (facts ??= []).AddRange(days);
        }

        return facts is null ? Decision.None(state) : Decision.To(state, facts);
    }

    /// <summary>Notes a registration that was just put into the state.</summary>
    public Decision<TState> Register(TState state, DateTimeOffset at)
    {
        var card = CardOf(state)!;
        state.Version++;
        return Decision.To(state, [new EntityRegistered { Subject = card.Id, Version = state.Version, At = at, Area = card.Cell, Entity = card, Desks = DesksOf(state) }, .. Move(state, card, at)]);
    }

    /// <summary>Takes it out of service: its open alerts end, and what it remembers is forgotten. Alerts that ended stay, for their orders.</summary>
    /// <returns>What was decided, and whether it was ever registered.</returns>
    public (Decision<TState> Decision, bool IsKnown) Retire(TState state, Retirement retirement)
    {
        var isAnother = state.Retired is null && retirement.OfVersion > 0 && retirement.OfVersion != state.Version;
        if (CardOf(state) is null || isAnother || state.Retired is { } before && (before.IsErased || !retirement.IsErased))
        {
            return (Decision.None(state), CardOf(state) is not null);
        }

        var facts = new List<CityFact>();
        foreach (var alert in BookOf(state).Open)
        {
            facts.AddRange(Take(state, BookOf(state).Retired(alert, retirement.At)).Facts);
        }

        facts.AddRange(Leave(state, CardOf(state)!, retirement.At));
        facts.AddRange(retirement.IsErased ? [] : TakeDays(state, isOutOfService: true));
        (state.Ahead, state.Early, state.NotJudged, state.Implausible, state.Retired) = (null, null, null, null, retirement);
        state.Alerts = retirement.IsErased && state.Alerts is { } book ? OutcomeRetention.Forget(book, DateTimeOffset.MaxValue) : state.Alerts;
        Wipe(state, retirement.IsErased);
        state.Version++;
        var card = CardOf(state)! with { IsObserved = false };
        facts.Add(new EntityRegistered { Subject = card.Id, Version = state.Version, At = retirement.At, Area = card.Cell, Entity = card, RetiredAt = retirement.At, Desks = DesksOf(state) });
        return (Decision.To(state, facts), true);
    }

    /// <summary>Acts on an alert for an officer.</summary>
    public (Decision<TState> Decision, AlertReply Reply) Handle(TState state, string alertId, AlertCommand command)
    {
        var (step, reply) = BookOf(state).Handle(alertId, command);
        return (Take(state, step), reply);
    }

    public Decision<TState> React(string key, TState state, CityFact fact, DateTimeOffset now) => fact switch
    {
        ReportTaken taken => LearnOrder(state, taken),
        OrderEnded ended => End(key, state, ended),
        MembersMuted told => Mute(state, told),
        CommandChosen chosen => Commanded(state, chosen.Command),
        AlertsActedOn acted => Each(state, acted.Alerts.Where(alert => IsOf(key, alert)), alert => Handle(state, alert, acted.Command).Decision),
        _ => Decision.None(state),
    };

    public Decision<TState> Due(string key, TState state, Deadline deadline, DateTimeOffset now)
    {
        if (Raise(state, deadline) is { } raised)
        {
            return raised;
        }

        if (deadline.Name == OutcomeRetention.Deadline)
        {
            state.Alerts = OutcomeRetention.Forget(BookOf(state), deadline.Due - options.OutcomesKept);
            ForgetOutcomes(state, deadline.Due - options.OutcomesKept);
            return Decision.To(state);
        }

        if (AlertLadder.Take(BookOf(state), deadline, alert => LadderOf(state, alert), alert => TextOf(state, alert)) is not { } taken)
        {
            return DueBesides(state, deadline);
        }

        state.Alerts = taken.Book;
        return Decision.To(state, [.. taken.Wanted.Select(wanted => wanted with { Notification = Worded(state, taken.Book.Find(wanted.Notification.Subject)!, wanted.Notification) })]);
    }

    public IEnumerable<DueTime> Deadlines(string key, TState state) =>
        (state.Alerts is { Open.Count: > 0 } book ? AlertLadder.Deadlines(book, alert => LadderOf(state, alert)) : [])
            .Concat(OutcomeRetention.Deadlines(state.Alerts, OldestOutcome(state), options.OutcomesKept)).Concat(Waiting(state)).Concat(DeadlinesBesides(state));

    /// <summary>The steps of an alert's ladder, and when each is due while nobody takes it on.</summary>
    public IReadOnlyList<AlertStepDue> StepsOf(TState state, Alert alert) => AlertLadder.Plan(alert, LadderOf(state, alert));

    /// <summary>Hears of a device that was chosen for what an alert wants done: of itself, or that none is near one of its alerts.</summary>
    protected virtual Decision<TState> Commanded(TState state, DeviceCommand command) => Decision.None(state);

    /// <summary>What it waits for besides its ladders.</summary>
    protected virtual IEnumerable<DueTime> DeadlinesBesides(TState state) => [];

    /// <summary>What follows from such a deadline.</summary>
    protected virtual Decision<TState> DueBesides(TState state, Deadline deadline) => Decision.None(state);

    /// <summary>The command desks that must know of its registration; null: none.</summary>
    protected virtual IReadOnlyList<string>? DesksOf(TState state) => null;

    /// <summary>What follows where no device is near one of its alerts: where one is needed, that is an alert, too.</summary>
    protected Decision<TState> Nowhere(TState state, DeviceCommand command, CityCommands commands)
    {
        if (commands.WantedBy(command.Rule) is not { Send.Needed: true })
        {
            return Decision.None(state);
        }

        var zone = BookOf(state).Find(command.Alert)?.Zone ?? "main";
        var facts = Found(state, commands.Unconfirmed(command, zone, command.At, CommandFacts.Unconfirmed(command)));
        return facts.Count == 0 ? Decision.None(state) : Decision.To(state, facts);
    }

    /// <summary>The facts of a finding that no observation brought, in order; none where nothing changes.</summary>
    protected IReadOnlyList<CityFact> Found(TState state, Finding finding)
    {
        var facts = default(List<CityFact>);
        if (state.Retired is null)
        {
            Note(state, [finding], ref facts);
        }

        return facts ?? [];
    }

    /// <summary>Learns, in place, what people or orders did about an alert.</summary>
    protected virtual void Follow(TState state, Alert? before, Alert after)
    {
    }

    /// <summary>When the oldest was said of what was found, beside its alerts, or null: nothing was.</summary>
    protected virtual DateTimeOffset? OldestOutcome(TState state) => null;

    /// <summary>Forgets, in place, what was found up to a time.</summary>
    protected virtual void ForgetOutcomes(TState state, DateTimeOffset upTo)
    {
    }

    /// <summary>What is to be told now of the days that were measured for figures, in place.</summary>
    /// <param name="state">The state.</param>
    /// <param name="isOutOfService">Whether it is taken out of service, so that all is told.</param>
    protected virtual IReadOnlyList<CityFact> TakeDays(TState state, bool isOutOfService) => [];

    /// <summary>Whether a finding opens no alert, because people have looked into the same matter a while ago.</summary>
    protected virtual bool IsSettled(TState state, Finding finding) => false;

    /// <summary>Who is told of an alert that nobody has taken on, and when.</summary>
    protected virtual IEnumerable<LadderStep> LadderOf(TState state, Alert alert) => alert is { Kind: AlertKinds.Inactivity, Priority: AlertPriority.High } ? options.Ladder : [];

    /// <summary>What is told of such an alert, English and Chinese.</summary>
    protected virtual (string English, string Chinese) TextOf(TState state, Alert alert) => (
        $"A home in cell {alert.Cell} has fallen quiet and nobody has taken the alert on. Please look after it: {alert.Id}.",
        $"网格{alert.Cell}一住户长时间无活动，告警尚无人接手，请尽快核实：{alert.Id}。");

    /// <summary>What a step of a ladder tells, where its pack has words of its own for it.</summary>
    protected virtual Notification Worded(TState state, Alert alert, Notification usual) => usual;

    /// <summary>Takes an observation into the state, in place.</summary>
    /// <param name="state">The state.</param>
    /// <param name="observation">The observation.</param>
    /// <param name="now">What the clock shows, UTC; null: it has not got to the observation's time, as in a replay.</param>
    protected abstract IReadOnlyList<Finding> Observe(TState state, Observation observation, DateTimeOffset? now);

    /// <summary>Whether the detector is to know of what cannot be true, because other readings of the device say nothing then, either.</summary>
    protected virtual bool IsHeeded(Observation implausible) => false;

    /// <summary>Judges silence up to and including a time, in place.</summary>
    protected abstract IReadOnlyList<Finding> Tick(TState state, DateTimeOffset upTo);

    /// <summary>Forgets, in place, what the detector remembers.</summary>
    /// <param name="state">The state.</param>
    /// <param name="isErased">Whether what is personal in its registration goes, too.</param>
    protected abstract void Wipe(TState state, bool isErased);

    private static AlertBook BookOf(TState state) => state.Alerts ?? AlertBook.Empty;

    private Decision<TState> Take(TState state, AlertStep step, bool tellsOrder = true)
    {
        if (step.Changed is null)
        {
            return Decision.None(state);
        }

        var before = BookOf(state).Find(step.Changed.Id);
        state.Alerts = step.Book;
        Follow(state, before, step.Changed);
        var facts = FactsOf(state, step, tellsOrder);
        return Decision.To(state, AlertFacts.Outcome(before, step.Changed) is { } outcome ? [.. facts, outcome] : [.. facts]);
    }

    private IEnumerable<CityFact> FactsOf(TState state, AlertStep step, bool tellsOrder = true) =>
        AlertFacts.Of(step, CardOf(state)!.Privacy, tellsOrder).Concat(SignalsOf(state, step.Changed!));

    // An alert that ended before its order was known is ended there, too, however long ago it was.
    private Decision<TState> LearnOrder(TState state, ReportTaken taken) => BookOf(state).Find(taken.Alert) is null
        ? new Decision<TState>(state, IsChange: false, [AlertFacts.EndedLongAgo(taken.Alert, taken)])
        : Take(state, BookOf(state).SetOrder(taken.Alert, taken.Subject, taken.Handovers));

    private Decision<TState> End(string key, TState state, OrderEnded ended) => Each(
        state,
        ended.Alerts.Where(alert => IsOf(key, alert)),
        alert => Take(state, BookOf(state).OrderEnded(alert, ended.Subject, ended.Actor, ended.Reason, ended.At), tellsOrder: false));

    private static bool IsOf(string key, string alert) => alert.StartsWith(key, StringComparison.Ordinal) && alert.Length > key.Length && alert[key.Length] == '.';

    private static Decision<TState> Each(TState state, IEnumerable<string> alerts, Func<string, Decision<TState>> decide)
    {
        var facts = alerts.SelectMany(alert => decide(alert).Facts).ToArray();
        return facts.Length == 0 ? Decision.None(state) : Decision.To(state, facts);
    }

    private void Take(TState state, ObserveBatch batch, ref bool isDirty, ref List<CityFact>? facts)
    {
        if (state.Retired is not null)
        {
            // Out of service: what was on its way is passed over.
            isDirty |= batch.Items.Count > 0;
            state.Applied = batch.Items.Count > 0 ? Math.Max(state.Applied, batch.Items[^1].Offset) : state.Applied;
            return;
        }

        if (batch.Ahead is { } ahead)
        {
            Decide(state, ahead.Now, ref isDirty, ref facts);
            TakeAhead(state, batch.Items, ahead, ref isDirty, ref facts);
            return;
        }

        foreach (var (offset, observation) in batch.Items)
        {
            if (offset > state.Applied)
            {
                isDirty = true;
                Note(state, Judge(state, observation, batch.Now), ref facts);
                state.Applied = offset;
            }
        }

        if (batch.Tick is { } tick)
        {
            var findings = Tick(state, tick);
            isDirty |= findings.Count > 0;
            Note(state, findings, ref facts);
        }
    }

    /// <summary>What cannot be true concerns the device alone; no detector takes it for a reading.</summary>
    private IReadOnlyList<Finding> Judge(TState state, Observation observation, DateTimeOffset? now)
    {
        var found = JudgeDevice(state, observation, now);
        return Joined(state, observation) is { } joined ? [joined, .. found] : found;
    }

    private IReadOnlyList<Finding> JudgeDevice(TState state, Observation observation, DateTimeOffset? now)
    {
        if (state.Implausible is null && !observation.IsImplausible)
        {
            return Observe(state, observation, now);
        }

        (state.Implausible, var found) = ImplausibleRun.Follow(state.Implausible, observation, Kinds, now);
        var findings = observation.IsImplausible && !IsHeeded(observation) ? [] : Observe(state, observation, now);
        return found is { } device ? [device, .. findings] : findings;
    }

    /// <summary>Decides what was found ahead of the clock, once the clock gets there.</summary>
    private void Decide(TState state, DateTimeOffset now, ref bool isDirty, ref List<CityFact>? facts)
    {
        if (state.Ahead is { } found && found.At <= now)
        {
            isDirty = true;
            state.Ahead = null;
            Note(state, found.Findings, ref facts);
        }
    }

    private void TakeAhead(TState state, IReadOnlyList<LoggedObservation> items, RunAhead ahead, ref bool isDirty, ref List<CityFact>? facts)
    {
        var at = ahead.From;
        foreach (var (offset, observation) in items)
        {
            at = observation.At > at ? observation.At : at;
            if (offset <= state.Applied)
            {
                continue;
            }

            TickAhead(state, at.AddTicks(-1), ahead, ref isDirty, ref facts);
            if (state.Ahead is not null)
            {
                return;
            }

            isDirty = true;
            Meet(state, at, Judge(state, observation, null), ahead, ref facts);
            state.Applied = offset;
        }

        TickAhead(state, ahead.Until, ahead, ref isDirty, ref facts);
    }

    private void TickAhead(TState state, DateTimeOffset until, RunAhead ahead, ref bool isDirty, ref List<CityFact>? facts)
    {
        var last = DateTimeOffset.MinValue;
        while (state.Ahead is null && NextDue(state) is { } due && due <= until && due > last)
        {
            isDirty = true;
            last = due;
            Meet(state, due, Tick(state, due), ahead, ref facts);
        }
    }

    private void Meet(TState state, DateTimeOffset at, IReadOnlyList<Finding> findings, RunAhead ahead, ref List<CityFact>? facts)
    {
        if (findings.Count > 0 && at > ahead.Now)
        {
            state.Ahead = new FoundAhead(at, findings);
        }
        else
        {
            Note(state, findings, ref facts);
        }
    }

    private void Note(TState state, IReadOnlyList<Finding> findings, ref List<CityFact>? facts)
    {
        foreach (var found in findings)
        {
            if (IsSettled(state, found) || Passed(state, found, ref facts) is not { } finding)
            {
                continue;
            }

            foreach (var step in BookOf(state).Apply(finding, CardOf(state)!, options))
            {
                state.Alerts = step.Book;
                (facts ??= []).AddRange(step.Changed is null ? [] : FactsOf(state, step));
            }
        }
    }
}
