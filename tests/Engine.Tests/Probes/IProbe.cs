using Orleans.Concurrency;

namespace CityActors.Engine.Tests.Probes;

/// <summary>A grain that does what a test tells it to: each call names a script.</summary>
public interface IProbe : IGrainWithStringKey
{
    Task Run(string script);

    Task<int> Ask(string script);

    ValueTask<int> AskQuickly(string script);

    ValueTask RunQuickly(string script);

    Task<int> AskCancellably(string script, CancellationToken cancellationToken);

    [ReadOnly]
    Task Read(string script);

    [AlwaysInterleave]
    Task Interleave(string script);

    [OneWay]
    Task Tell(string script);

    Task Nothing();

    Task<int> Count();
}

public interface IReentrantProbe : IProbe;

public interface IStatefulProbe : IProbe;

/// <summary>What probes do, by name.</summary>
public sealed class Scripts
{
    private readonly System.Collections.Concurrent.ConcurrentDictionary<string, Func<Probe, CancellationToken, Task>> _scripts = new();

    public Func<Probe, CancellationToken, Task>? OnActivate { get; set; }

    public Func<Probe, DeactivationReason, Task>? OnDeactivate { get; set; }

    public Func<Probe, CancellationToken, Task> this[string name]
    {
        get => _scripts[name];
        set => _scripts[name] = value;
    }

    public void Add(string name, Func<Probe, Task> script) => _scripts[name] = (probe, _) => script(probe);
}

public abstract class Probe(Scripts scripts) : Grain, IProbe
{
    public int Calls { get; set; }

    public Scripts Scripts => scripts;

    public string Key => this.GetPrimaryKeyString();

    public IProbe Other(string key) => GrainFactory.GetGrain<IProbe>(key, typeof(PlainProbe).FullName);

    public T Grain<T>(string key)
        where T : IGrainWithStringKey => GrainFactory.GetGrain<T>(key);

    public void EndSoon() => DeactivateOnIdle();

    public void Delay(TimeSpan time) => DelayDeactivation(time);

    public override Task OnActivateAsync(CancellationToken cancellationToken) =>
        scripts.OnActivate?.Invoke(this, cancellationToken) ?? Task.CompletedTask;

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) =>
        scripts.OnDeactivate?.Invoke(this, reason) ?? Task.CompletedTask;

    public Task Run(string script) => scripts[script](this, default);

    public async Task<int> Ask(string script)
    {
        await scripts[script](this, default);
        return ++Calls;
    }

    public ValueTask<int> AskQuickly(string script)
    {
        var task = scripts[script](this, default);
        return task.IsCompletedSuccessfully ? new ValueTask<int>(++Calls) : new ValueTask<int>(Slowly(task));
    }

    public ValueTask RunQuickly(string script) => new(scripts[script](this, default));

    public async Task<int> AskCancellably(string script, CancellationToken cancellationToken)
    {
        await scripts[script](this, cancellationToken);
        return ++Calls;
    }

    public Task Read(string script) => scripts[script](this, default);

    public Task Interleave(string script) => scripts[script](this, default);

    public Task Tell(string script) => scripts[script](this, default);

    public Task Nothing() => Task.CompletedTask;

    public Task<int> Count() => Task.FromResult(++Calls);

    private async Task<int> Slowly(Task task)
    {
        await task;
        return ++Calls;
    }
}

[GrainType("plain-probe")]
public sealed class PlainProbe(Scripts scripts) : Probe(scripts);

[GrainType("reentrant-probe")]
[Reentrant]
public sealed class ReentrantProbe(Scripts scripts) : Probe(scripts), IReentrantProbe;

[GenerateSerializer]
[Alias("probe-state")]
public sealed record ProbeState
{
    [Id(0)]
    public int Number { get; init; }
}

[GrainType("stateful-probe")]
public sealed class StatefulProbe(Scripts scripts, [PersistentState("probe")] IPersistentState<ProbeState> store)
    : Probe(scripts), IStatefulProbe
{
    public IPersistentState<ProbeState> Store => store;
}
