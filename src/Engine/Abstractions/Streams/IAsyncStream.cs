using Orleans.Runtime;

namespace Orleans.Streams;

/// <summary>Receives stream items.</summary>
/// <typeparam name="T">The type of the items.</typeparam>
public interface IAsyncObserver<in T>
{
    /// <summary>Receives the next item.</summary>
    /// <param name="item">The item.</param>
    /// <param name="token">Its place in the stream.</param>
    /// <returns>A task that ends when the item is handled; a failure makes it come again.</returns>
    Task OnNextAsync(T item, StreamSequenceToken? token = null);

    /// <summary>The stream has ended.</summary>
    /// <returns>A task that ends when that is handled.</returns>
    Task OnCompletedAsync() => Task.CompletedTask;

    /// <summary>An item could not be delivered.</summary>
    /// <param name="ex">Why.</param>
    /// <returns>A task that ends when that is handled.</returns>
    Task OnErrorAsync(Exception ex);
}

/// <summary>Accepts many items at once.</summary>
/// <typeparam name="T">The type of the items.</typeparam>
public interface IAsyncBatchProducer<T> : IAsyncObserver<T>
{
    /// <summary>Sends items in their order.</summary>
    /// <param name="batch">The items.</param>
    /// <param name="token">Not used.</param>
    /// <returns>A task that ends when all are in the queues of all subscribers.</returns>
    Task OnNextBatchAsync(IEnumerable<T> batch, StreamSequenceToken? token = null);
}

/// <summary>Something to subscribe to.</summary>
/// <typeparam name="T">The type of the items.</typeparam>
public interface IAsyncObservable<T>
{
    /// <summary>Subscribes; the embedded engine refuses, as it knows implicit subscriptions only.</summary>
    /// <param name="observer">Who receives.</param>
    /// <returns>The subscription.</returns>
    Task<StreamSubscriptionHandle<T>> SubscribeAsync(IAsyncObserver<T> observer);
}

/// <summary>A stream.</summary>
public interface IAsyncStream
{
    /// <summary>Gets a value indicating whether old items can be read again.</summary>
    bool IsRewindable { get; }

    /// <summary>Gets the name of the provider.</summary>
    string ProviderName { get; }

    /// <summary>Gets the identity.</summary>
    StreamId StreamId { get; }
}

/// <inheritdoc/>
public interface IAsyncStream<T> :
    IAsyncStream, IEquatable<IAsyncStream<T>>, IComparable<IAsyncStream<T>>, IAsyncObservable<T>, IAsyncBatchProducer<T>
{
    /// <summary>Gives the calling grain's subscriptions.</summary>
    /// <returns>The subscriptions.</returns>
    Task<IList<StreamSubscriptionHandle<T>>> GetAllSubscriptionHandles();
}

/// <summary>Gives streams.</summary>
public interface IStreamProvider
{
    /// <summary>Gets the name of the provider.</summary>
    string Name { get; }

    /// <summary>Gets a value indicating whether old items can be read again.</summary>
    bool IsRewindable { get; }

    /// <summary>Gives a stream.</summary>
    /// <typeparam name="T">The type of the items.</typeparam>
    /// <param name="streamId">Its identity.</param>
    /// <returns>The stream.</returns>
    IAsyncStream<T> GetStream<T>(StreamId streamId);
}

/// <summary>Gives streams by namespace and key.</summary>
public static class StreamProviderExtensions
{
    /// <summary>Gives a stream.</summary>
    /// <typeparam name="T">The type of the items.</typeparam>
    /// <param name="streamProvider">The provider.</param>
    /// <param name="ns">The namespace.</param>
    /// <param name="id">The key.</param>
    /// <returns>The stream.</returns>
    public static IAsyncStream<T> GetStream<T>(this IStreamProvider streamProvider, string ns, string id) =>
        streamProvider.GetStream<T>(StreamId.Create(ns, id));

    /// <summary>Gives a stream without a namespace.</summary>
    /// <typeparam name="T">The type of the items.</typeparam>
    /// <param name="streamProvider">The provider.</param>
    /// <param name="id">The key.</param>
    /// <returns>The stream.</returns>
    public static IAsyncStream<T> GetStream<T>(this IStreamProvider streamProvider, string id) =>
        streamProvider.GetStream<T>(StreamId.Create(null, id));
}
