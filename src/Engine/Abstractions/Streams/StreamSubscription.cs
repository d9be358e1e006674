using Orleans.Runtime;

namespace Orleans.Streams
{
    /// <summary>A place in a stream.</summary>
    [GenerateSerializer]
    public abstract class StreamSequenceToken : IEquatable<StreamSequenceToken?>, IComparable<StreamSequenceToken?>
    {
        /// <summary>Gets or sets the number of the item.</summary>
        public abstract long SequenceNumber { get; protected set; }

        /// <summary>Gets or sets the place within a batch.</summary>
        public abstract int EventIndex { get; protected set; }

        /// <inheritdoc/>
        public abstract bool Equals(StreamSequenceToken? other);

        /// <inheritdoc/>
        public abstract int CompareTo(StreamSequenceToken? other);

        /// <inheritdoc/>
        public override bool Equals(object? obj) => Equals(obj as StreamSequenceToken);

        /// <inheritdoc/>
        public override int GetHashCode() => HashCode.Combine(SequenceNumber, EventIndex);
    }

    /// <summary>A subscription of a grain to a stream.</summary>
    /// <typeparam name="T">The type of the items.</typeparam>
    [GenerateSerializer]
    public abstract class StreamSubscriptionHandle<T> : IEquatable<StreamSubscriptionHandle<T>?>
    {
        /// <summary>Gets the stream.</summary>
        public abstract StreamId StreamId { get; }

        /// <summary>Gets the name of the provider.</summary>
        public abstract string ProviderName { get; }

        /// <summary>Gets the identity of the subscription.</summary>
        public abstract Guid HandleId { get; }

        /// <summary>Ends the subscription; implicit ones refuse.</summary>
        /// <returns>A task that ends when it is done.</returns>
        public abstract Task UnsubscribeAsync();

        /// <summary>Names who receives the items.</summary>
        /// <param name="observer">Who receives.</param>
        /// <param name="token">Where to begin; the embedded engine does not rewind.</param>
        /// <returns>The subscription.</returns>
        public abstract Task<StreamSubscriptionHandle<T>> ResumeAsync(IAsyncObserver<T> observer, StreamSequenceToken? token = null);

        /// <inheritdoc/>
        public abstract bool Equals(StreamSubscriptionHandle<T>? other);

        /// <inheritdoc/>
        public override bool Equals(object? obj) => Equals(obj as StreamSubscriptionHandle<T>);

        /// <inheritdoc/>
        public override int GetHashCode() => HandleId.GetHashCode();
    }

    /// <summary>Names who receives items, by functions.</summary>
    public static class StreamSubscriptionHandleExtensions
    {
        /// <summary>Names who receives the items.</summary>
        /// <typeparam name="T">The type of the items.</typeparam>
        /// <param name="handle">The subscription.</param>
        /// <param name="onNextAsync">Receives an item.</param>
        /// <param name="token">Where to begin; the embedded engine does not rewind.</param>
        /// <returns>The subscription.</returns>
        public static Task<StreamSubscriptionHandle<T>> ResumeAsync<T>(
            this StreamSubscriptionHandle<T> handle, Func<T, StreamSequenceToken?, Task> onNextAsync, StreamSequenceToken? token = null) =>
            handle.ResumeAsync(new FunctionObserver<T>(onNextAsync), token);

        private sealed class FunctionObserver<T>(Func<T, StreamSequenceToken?, Task> onNext) : IAsyncObserver<T>
        {
            public Task OnNextAsync(T item, StreamSequenceToken? token = null) => onNext(item, token);

            public Task OnErrorAsync(Exception ex) => Task.CompletedTask;
        }
    }
}

namespace Orleans.Streams.Core
{
    /// <summary>A grain that is told of its implicit subscriptions.</summary>
    public interface IStreamSubscriptionObserver
    {
        /// <summary>Called before the first item of a subscription in this activation.</summary>
        /// <param name="handleFactory">Gives the subscription.</param>
        /// <returns>A task that ends when the grain has resumed it.</returns>
        Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory);
    }

    /// <summary>Gives a subscription.</summary>
    public interface IStreamSubscriptionHandleFactory
    {
        /// <summary>Gets the stream.</summary>
        StreamId StreamId { get; }

        /// <summary>Gets the name of the provider.</summary>
        string ProviderName { get; }

        /// <summary>Gets the identity of the subscription.</summary>
        GuidId SubscriptionId { get; }

        /// <summary>Gives the subscription.</summary>
        /// <typeparam name="T">The type of the items.</typeparam>
        /// <returns>The subscription.</returns>
        StreamSubscriptionHandle<T> Create<T>();
    }
}

namespace Orleans.Providers.Streams.Common
{
    /// <summary>A place in a stream: a number and a place within a batch.</summary>
    [GenerateSerializer]
    public class EventSequenceTokenV2 : Orleans.Streams.StreamSequenceToken
    {
        private long _sequenceNumber;
        private int _eventIndex;

        /// <summary>Creates a place.</summary>
        /// <param name="seqNumber">The number.</param>
        public EventSequenceTokenV2(long seqNumber)
            : this(seqNumber, 0)
        {
        }

        /// <summary>Creates a place.</summary>
        /// <param name="seqNumber">The number.</param>
        /// <param name="eventInd">The place within the batch.</param>
        public EventSequenceTokenV2(long seqNumber, int eventInd)
        {
            _sequenceNumber = seqNumber;
            _eventIndex = eventInd;
        }

        /// <summary>Creates the first place.</summary>
        public EventSequenceTokenV2()
        {
        }

        /// <inheritdoc/>
        [Id(0)]
        public override long SequenceNumber
        {
            get => _sequenceNumber;
            protected set => _sequenceNumber = value;
        }

        /// <inheritdoc/>
        [Id(1)]
        public override int EventIndex
        {
            get => _eventIndex;
            protected set => _eventIndex = value;
        }

        /// <inheritdoc/>
        public override bool Equals(Orleans.Streams.StreamSequenceToken? other) =>
            other is EventSequenceTokenV2 && other.SequenceNumber == SequenceNumber && other.EventIndex == EventIndex;

        /// <inheritdoc/>
        public override int CompareTo(Orleans.Streams.StreamSequenceToken? other)
        {
            if (other is null)
            {
                return 1;
            }

            var byNumber = SequenceNumber.CompareTo(other.SequenceNumber);
            return byNumber != 0 ? byNumber : EventIndex.CompareTo(other.EventIndex);
        }

        /// <inheritdoc/>
        public override string ToString() => $"[EventSequenceTokenV2: SeqNum={SequenceNumber}, EventIndex={EventIndex}]";
    }
}
