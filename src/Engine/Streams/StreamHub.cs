using CityActors.Engine.Calls;
using CityActors.Engine.Scheduling;
using Orleans.Runtime;

namespace CityActors.Engine.Streams;

/// <summary>The streams whose home is one loop: the loop of their first subscriber.</summary>
internal sealed class StreamHub(Loop loop)
{
    private readonly Dictionary<(string Provider, StreamId Stream), StreamChannel> _channels = [];
    private long _number;

    /// <summary>Gets how many streams have undelivered items.</summary>
    public int Count => _channels.Count;

    /// <summary>Takes an item in; the task ends when it is in the queues of all subscribers.</summary>
    public Task Publish(string provider, StreamId stream, IReadOnlyList<EngineReference> subscribers, IReadOnlyList<StreamItem> items)
    {
        if (!_channels.TryGetValue((provider, stream), out var channel))
        {
            channel = new StreamChannel(loop, provider, stream, subscribers, this);
            _channels[(provider, stream)] = channel;
        }

        foreach (var item in items)
        {
            item.Token = StreamTokens.Of(++_number);
        }

        return channel.Add(items);
    }

    /// <summary>Forgets a stream that has nothing to deliver.</summary>
    public void Forget(StreamChannel channel) => _channels.Remove((channel.Provider, channel.Stream));
}

/// <summary>One stream with undelivered items.</summary>
internal sealed class StreamChannel
{
    private readonly StreamHub _hub;
    private readonly StreamSubscriber[] _subscribers;

    public StreamChannel(Loop loop, string provider, StreamId stream, IReadOnlyList<EngineReference> subscribers, StreamHub hub)
    {
        Provider = provider;
        Stream = stream;
        _hub = hub;
        _subscribers = [.. subscribers.Select(reference => new StreamSubscriber(loop, this, reference))];
    }

    public string Provider { get; }

    public StreamId Stream { get; }

    public Task Add(IReadOnlyList<StreamItem> items)
    {
        List<Task>? full = null;
        foreach (var subscriber in _subscribers)
        {
            var added = subscriber.Add(items);
            if (!added.IsCompleted)
            {
                (full ??= []).Add(added);
            }
        }

        return full is null ? Task.CompletedTask : Task.WhenAll(full);
    }

    public void SubscriberIsEmpty()
    {
        if (_subscribers.All(subscriber => subscriber.IsEmpty))
        {
            _hub.Forget(this);
        }
    }
}
