using CityActors.Engine.Activation;
using CityActors.Engine.Diagnostics;
using CityActors.Engine.Scheduling;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace CityActors.Engine.Storage;

/// <summary>A state that is read before its grain activates.</summary>
internal interface IStateFacet
{
    Task Read(CancellationToken cancellationToken);
}

/// <summary>What all grains of a class share about one of their states.</summary>
/// <typeparam name="T">The type of the state.</typeparam>
internal sealed class StateKind<T>(string stateName, string storageName, IGrainStorage storage)
{
    public string StateName { get; } = stateName;

    public string StorageName { get; } = storageName;

    public IGrainStorage Storage { get; } = storage;
}

/// <summary>One stored state of one activation.</summary>
/// <remarks>Operations of one state run one after another. Any failed write discards the activation; a discarded activation
/// writes nothing any more, so that memory never runs ahead of storage.</remarks>
/// <typeparam name="T">The type of the state.</typeparam>
internal sealed class PersistentState<T> : IPersistentState<T>, IGrainState<T>, IStateFacet
{
    private readonly GrainActivation _activation;
    private readonly StateKind<T> _kind;
    private Task? _lastOperation;
    private int _pending;
    private T? _state;

    public PersistentState(GrainActivation activation, StateKind<T> kind)
    {
        _activation = activation;
        _kind = kind;
        (activation.Extras.States ??= []).Add(this);
    }

    private enum Operation
    {
        Read,
        Write,
        Clear,
    }

    public T State
    {
        get => _state!;
        set => _state = value;
    }

    T? IGrainState<T>.State
    {
        get => _state;
        set => _state = value;
    }

    public string? ETag { get; set; }

    public string? Etag => ETag;

    public bool RecordExists { get; set; }

    public Task ReadStateAsync() => Queue(Operation.Read, default);

    public Task ReadStateAsync(CancellationToken cancellationToken) => Queue(Operation.Read, cancellationToken);

    public Task WriteStateAsync() => Queue(Operation.Write, default);

    public Task WriteStateAsync(CancellationToken cancellationToken) => Queue(Operation.Write, cancellationToken);

    public Task ClearStateAsync() => Queue(Operation.Clear, default);

    public Task ClearStateAsync(CancellationToken cancellationToken) => Queue(Operation.Clear, cancellationToken);

    Task IStateFacet.Read(CancellationToken cancellationToken) => Read(cancellationToken);

    private Task Queue(Operation operation, CancellationToken cancellationToken)
    {
        if (Loop.Current != _activation.Loop)
        {
            throw new InvalidOperationException(
                $"State '{_kind.StateName}' of {_activation} was used outside the grain's turns.");
        }

        var task = Perform(operation, _lastOperation, cancellationToken);
        _lastOperation = _pending == 0 ? null : task;
        return task;
    }

    private async Task Perform(Operation operation, Task? before, CancellationToken cancellationToken)
    {
        _activation.BeginStorage();
        _pending++;
        try
        {
            if (before is { IsCompleted: false })
            {
                await ((Task)before).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            }

            if (operation == Operation.Read)
            {
                await Read(cancellationToken);
                return;
            }

            RefuseWhenDiscarded();
            await Change(operation, cancellationToken);
        }
        finally
        {
            if (--_pending == 0)
            {
                _lastOperation = null;
            }

            _activation.EndStorage();
        }
    }

    private async Task Read(CancellationToken cancellationToken)
    {
        try
        {
            await _kind.Storage.ReadStateAsync(_kind.StateName, _activation.GrainId, this, cancellationToken);
            _state ??= EmptyState<T>.Create();
        }
        catch (Exception exception) when (exception is not OrleansException and not OperationCanceledException)
        {
            throw new OrleansException(
                $"State '{_kind.StateName}' of {_activation.GrainId} could not be read from storage '{_kind.StorageName}': {exception.Message}", exception);
        }
    }

    private async Task Change(Operation operation, CancellationToken cancellationToken)
    {
        try
        {
            await (operation == Operation.Write
                ? _kind.Storage.WriteStateAsync(_kind.StateName, _activation.GrainId, this, cancellationToken)
                : _kind.Storage.ClearStateAsync(_kind.StateName, _activation.GrainId, this, cancellationToken));
        }
        catch (Exception exception)
        {
            EngineMeter.StorageFailures.Add(1, new KeyValuePair<string, object?>("state", _kind.StateName));
            var inconsistent = exception as InconsistentStateException ?? new InconsistentStateException(
                $"{operation} of state '{_kind.StateName}' of {_activation.GrainId} in storage '{_kind.StorageName}' failed: {exception.Message}",
                exception);
            _activation.Discard(inconsistent);
            if (ReferenceEquals(inconsistent, exception))
            {
                throw;
            }

            throw inconsistent;
        }
    }

    private void RefuseWhenDiscarded()
    {
        if (_activation.IsDiscarded)
        {
            throw new InconsistentStateException(
                $"State '{_kind.StateName}' of {_activation.GrainId} is not written: an earlier write failed and the activation is discarded.");
        }
    }
}
