using System.Collections.Frozen;
using CityActors.Engine.Activation;
using CityActors.Engine.Calls;
using CityActors.Engine.Scheduling;
using Orleans.Runtime;
using Orleans.Streams;

namespace CityActors.Engine.Streams;

/// <summary>Streams in memory with implicit subscriptions.</summary>
internal sealed class MemoryStreamProvider(string name, GrainEngine engine) : IStreamProvider
{
    private FrozenDictionary<string, GrainClass[]>? _subscribers;

    public string Name => name;

    public bool IsRewindable => false;

    public IAsyncStream<T> GetStream<T>(StreamId streamId) => new MemoryStream<T>(this, streamId);

    /// <summary>Sends items to all implicit subscribers; the task ends when they are in their queues.</summary>
    public Task Publish(StreamId stream, IReadOnlyList<StreamItem> items)
    {
        if (items.Count == 0 || stream.GetNamespace() is not { } ns || !Subscribers().TryGetValue(ns, out var classes))
        {
            return Task.CompletedTask;
        }

        var key = new IdSpan(stream.Key.ToArray());
        EngineReference[] subscribers = [.. classes.Select(found => engine.References.Untyped(found, key))];
        var home = subscribers[0].Home;
        return Loop.Current == home
            ? home.Streams.Publish(name, stream, subscribers, items)
            : LoopCall.Run(home, () => home.Streams.Publish(name, stream, subscribers, items));
    }

    private FrozenDictionary<string, GrainClass[]> Subscribers() => _subscribers ??= engine.Classes.All
        .SelectMany(found => found.StreamNamespaces.Select(ns => (Namespace: ns, Class: found)))
        .GroupBy(pair => pair.Namespace, StringComparer.Ordinal)
        .ToFrozenDictionary(group => group.Key, group => group.Select(pair => pair.Class).Distinct().ToArray(), StringComparer.Ordinal);
}

/// <summary>One stream in memory.</summary>
internal sealed class MemoryStream<T>(MemoryStreamProvider provider, StreamId streamId) : IAsyncStream<T>
{
    public bool IsRewindable => false;

    public string ProviderName => provider.Name;

    public StreamId StreamId => streamId;

    public Task OnNextAsync(T item, StreamSequenceToken? token = null) => provider.Publish(streamId, [new StreamItem<T>(item)]);

    public Task OnNextBatchAsync(IEnumerable<T> batch, StreamSequenceToken? token = null) =>
        provider.Publish(streamId, [.. batch.Select(item => new StreamItem<T>(item))]);

    public Task OnErrorAsync(Exception ex) => throw new NotSupportedException("Memory streams carry items only; send an item that says what failed.");

    public Task OnCompletedAsync() => throw new NotSupportedException("Memory streams do not end.");

    public Task<StreamSubscriptionHandle<T>> SubscribeAsync(IAsyncObserver<T> observer) => throw new NotSupportedException(
        "The embedded engine knows implicit subscriptions only: mark the grain class with [ImplicitStreamSubscription].");

    public Task<IList<StreamSubscriptionHandle<T>>> GetAllSubscriptionHandles() => throw new NotSupportedException(
        "The embedded engine knows implicit subscriptions only: they come to OnSubscribed.");

    public bool Equals(IAsyncStream<T>? other) => other is not null && other.StreamId == streamId && other.ProviderName == ProviderName;

    public override bool Equals(object? obj) => Equals(obj as IAsyncStream<T>);

    public override int GetHashCode() => streamId.GetHashCode();

    public int CompareTo(IAsyncStream<T>? other) => other is null ? 1 : streamId.CompareTo(other.StreamId);
}
