using System.Security.Cryptography;
using System.Text;
using CityActors.Engine.Activation;
using Orleans.Runtime;
using Orleans.Streams;
using Orleans.Streams.Core;

namespace CityActors.Engine.Streams;

/// <summary>Gives a grain its implicit subscription.</summary>
internal sealed class StreamHandleFactory(StreamAttachment attachment, GrainActivation activation) : IStreamSubscriptionHandleFactory
{
    public StreamId StreamId => attachment.Stream;

    public string ProviderName => attachment.Provider;

    public GuidId SubscriptionId { get; } = GuidId.GetGuidId(Identity(attachment, activation.GrainId));

    public StreamSubscriptionHandle<T> Create<T>() => new StreamHandle<T>(attachment, SubscriptionId.Guid);

    /// <summary>Gives the same identity to the same subscription every time.</summary>
    private static Guid Identity(StreamAttachment attachment, GrainId grain) =>
        new(SHA256.HashData(Encoding.UTF8.GetBytes($"{attachment.Provider}\n{attachment.Stream}\n{grain}")).AsSpan(0, 16));
}

/// <summary>An implicit subscription of a grain.</summary>
internal sealed class StreamHandle<T>(StreamAttachment attachment, Guid id) : StreamSubscriptionHandle<T>
{
    public override StreamId StreamId => attachment.Stream;

    public override string ProviderName => attachment.Provider;

    public override Guid HandleId => id;

    public override Task UnsubscribeAsync() =>
        throw new NotSupportedException("An implicit subscription lasts as long as its grain class; ignore the items instead.");

    public override Task<StreamSubscriptionHandle<T>> ResumeAsync(IAsyncObserver<T> observer, StreamSequenceToken? token = null)
    {
        ArgumentNullException.ThrowIfNull(observer);
        if (token is not null)
        {
            throw new NotSupportedException("Memory streams do not rewind; resume without a token.");
        }

        attachment.Observer = observer;
        return Task.FromResult<StreamSubscriptionHandle<T>>(this);
    }

    public override bool Equals(StreamSubscriptionHandle<T>? other) => other is not null && other.HandleId == HandleId;
}
