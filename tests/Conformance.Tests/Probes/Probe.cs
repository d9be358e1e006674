using Orleans.Concurrency;

namespace CityActors.Conformance.Probes;

/// <summary>What all probes do.</summary>
public abstract class Probe(Scripts scripts) : Grain, IProbe
{
    public Scripts Scripts => scripts;

    public int Calls { get; private set; }

    public IGrainFactory Grains => GrainFactory;

    public IPlainProbe Other(string key) => GrainFactory.GetGrain<IPlainProbe>(key);

    public void EndSoon() => DeactivateOnIdle();

    public void Delay(TimeSpan time) => DelayDeactivation(time);

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        scripts.Activations.Add(this.GetGrainId());
        return scripts.OnActivate?.Invoke(this) ?? Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        scripts.Deactivations.Add((this.GetGrainId(), reason));
        return scripts.OnDeactivate?.Invoke(this) ?? Task.CompletedTask;
    }

    public Task Run(string script) => scripts.Run(script, this);

    public Task<int> Count() => Task.FromResult(++Calls);

    public async ValueTask<string> Ask(string script)
    {
        await scripts.Run(script, this);
        return script;
    }

    public async Task<int> RunCancellably(string script, CancellationToken cancellationToken)
    {
        await scripts.Run(script, this, cancellationToken);
        return ++Calls;
    }

    public Task Read(string script) => scripts.Run(script, this);

    public Task Interleave(string script) => scripts.Run(script, this);

    public Task Tell(string script) => scripts.Run(script, this);

    public async Task<Note> Echo(string script, Note note)
    {
        scripts.Notes.Add(note);
        await scripts.Run(script, this);
        return note;
    }

    public Task Keep(IPlainProbe other)
    {
        scripts.OnPassed?.Invoke(other);
        return Task.CompletedTask;
    }

    public async Task<bool> IsYou(string script, IPlainProbe other)
    {
        await scripts.Run(script, this);
        _ = await other.Count();
        return other.Equals(GrainContext.GrainReference);
    }
}

[GrainType("plain-probe-too")]
public sealed class PlainProbeToo(Scripts scripts) : Probe(scripts);

[GrainType("born-dead-probe")]
public sealed class BornDeadProbe : Probe, IBornDeadProbe
{
    public BornDeadProbe(Scripts scripts)
        : base(scripts) => throw new ProbeException("not born");
}

[GrainType("plain-probe")]
public sealed class PlainProbe(Scripts scripts) : Probe(scripts), IPlainProbe;

[GrainType("reentrant-probe")]
[Reentrant]
public sealed class ReentrantProbe(Scripts scripts) : Probe(scripts), IReentrantProbe;

[GrainType("long-lived-probe")]
[KeepAlive]
public sealed class LongLivedProbe(Scripts scripts) : Probe(scripts), ILongLivedProbe;

[GrainType("stateful-probe")]
public sealed class StatefulProbe(Scripts scripts, [PersistentState("conformance-probe")] IPersistentState<ProbeState> store)
    : Probe(scripts), IStatefulProbe
{
    public IPersistentState<ProbeState> Store => store;
}

[GrainType("linked-probe")]
public sealed class LinkedProbe(Scripts scripts, [PersistentState("conformance-link")] IPersistentState<Link> store)
    : Probe(scripts), ILinkedProbe
{
    public IPersistentState<Link> Store => store;
}

[GrainType("failing-storage-probe")]
public sealed class FailingStorageProbe(Scripts scripts, [PersistentState("conformance-failing", "failing")] IPersistentState<ProbeState> store)
    : Probe(scripts), IFailingStorageProbe
{
    public IPersistentState<ProbeState> Store => store;
}

[GrainType("reminded-probe")]
public sealed class RemindedProbe(Scripts scripts) : Probe(scripts), IRemindedProbe
{
    public Task ReceiveReminder(string reminderName, TickStatus status)
    {
        Scripts.Ticks.Add((reminderName, status));
        return Scripts.OnReminder?.Invoke(this) ?? Task.CompletedTask;
    }
}
