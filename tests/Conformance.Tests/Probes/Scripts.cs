using System.Collections.Concurrent;

namespace CityActors.Conformance.Probes;

/// <summary>What probes do, by name, and what they have met.</summary>
public sealed class Scripts
{
    private readonly ConcurrentDictionary<string, Func<Probe, CancellationToken, Task>> _scripts = new();

    public Func<Probe, Task>? OnActivate { get; set; }

    public Func<Probe, Task>? OnDeactivate { get; set; }

    public Func<Probe, Task>? OnReminder { get; set; }

    public Action<IPlainProbe>? OnPassed { get; set; }

    public Log<GrainId> Activations { get; } = new();

    public Log<(GrainId Grain, DeactivationReason Reason)> Deactivations { get; } = new();

    public Log<(string Name, TickStatus Status)> Ticks { get; } = new();

    public Log<Note> Notes { get; } = new();

    public void Add(string name, Func<Probe, Task> script) => _scripts[name] = (probe, _) => script(probe);

    public void Add(string name, Action<Probe> script) => Add(name, probe =>
    {
        script(probe);
        return Task.CompletedTask;
    });

    public void AddCancellable(string name, Func<Probe, CancellationToken, Task> script) => _scripts[name] = script;

    /// <summary>Runs a script; one that nobody has written does nothing.</summary>
    public Task Run(string name, Probe probe, CancellationToken cancellationToken = default) =>
        _scripts.TryGetValue(name, out var script) ? script(probe, cancellationToken) : Task.CompletedTask;
}

/// <summary>What happened, in order; from any thread.</summary>
public sealed class Log<T>
{
    private readonly Lock _lock = new();
    private readonly List<T> _entries = [];

    public int Count => ToList().Count;

    public void Add(T entry)
    {
        lock (_lock)
        {
            _entries.Add(entry);
        }
    }

    public List<T> ToList()
    {
        lock (_lock)
        {
            return [.. _entries];
        }
    }
}
