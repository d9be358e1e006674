using CityActors.Engine.Calls;
using Orleans.Providers.Streams.Common;
using Orleans.Runtime;
using Orleans.Streams;

namespace CityActors.Engine.Streams;

/// <summary>One item of a stream on its way to a subscriber.</summary>
internal abstract class StreamItem
{
    public StreamSequenceToken? Token { get; set; }

    /// <summary>Gets the request context of the producer; the subscriber sees it.</summary>
    public RequestValues? Values { get; } = RequestContext.Current.Value;

    /// <summary>Hands the item to an observer of its type.</summary>
    public abstract Task Deliver(object observer);

    /// <summary>Tells an observer that the item is given up.</summary>
    public abstract Task Fail(object observer, Exception exception);
}

/// <inheritdoc/>
internal sealed class StreamItem<T>(T item) : StreamItem
{
    public override Task Deliver(object observer) => Typed(observer).OnNextAsync(item, Token);

    public override Task Fail(object observer, Exception exception) => Typed(observer).OnErrorAsync(exception);

    private static IAsyncObserver<T> Typed(object observer) => observer as IAsyncObserver<T> ?? throw new InvalidCastException(
        $"The subscriber receives {observer.GetType()}, but the stream carries {typeof(T)}; produce and resume with the same type.");
}

/// <summary>Who receives the items of one stream in one activation.</summary>
internal sealed class StreamAttachment(string provider, StreamId stream)
{
    public string Provider { get; } = provider;

    public StreamId Stream { get; } = stream;

    /// <summary>Gets or sets the observer; null as long as the grain has not resumed.</summary>
    public object? Observer { get; set; }
}

/// <summary>Numbers items; the numbers of a stream rise.</summary>
internal static class StreamTokens
{
    public static StreamSequenceToken Of(long number) => new EventSequenceTokenV2(number);
}
