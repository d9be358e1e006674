using Orleans.Streams;
using Orleans.Streams.Core;

namespace CityActors.Conformance.Probes;

public interface IListener : IGrainWithStringKey
{
    Task End();

    Task Subscribe(string streamNamespace);
}

/// <summary>What listeners do and have met.</summary>
public sealed class StreamScripts
{
    public Func<string, int, Task>? OnNext { get; set; }

    public Log<(string Key, int Number)> Received { get; } = new();

    public Log<StreamSequenceToken> Tokens { get; } = new();

    public Log<string> Subscribed { get; } = new();

    public Log<Exception> Errors { get; } = new();
}

/// <summary>Receives numbers.</summary>
[GrainType("listener")]
[ImplicitStreamSubscription("numbers")]
[ImplicitStreamSubscription("others")]
public sealed class Listener(StreamScripts scripts) : Grain, IListener, IStreamSubscriptionObserver, IAsyncObserver<int>
{
    public Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory)
    {
        scripts.Subscribed.Add(handleFactory.StreamId.ToString());
        return handleFactory.Create<int>().ResumeAsync(this);
    }

    public Task OnNextAsync(int item, StreamSequenceToken? token = null)
    {
        scripts.Received.Add((this.GetPrimaryKeyString(), item));
        scripts.Tokens.Add(token!);
        return scripts.OnNext?.Invoke(this.GetPrimaryKeyString(), item) ?? Task.CompletedTask;
    }

    public Task OnErrorAsync(Exception ex)
    {
        scripts.Errors.Add(ex);
        return Task.CompletedTask;
    }

    public Task Subscribe(string streamNamespace) =>
        this.GetStreamProvider("streams").GetStream<int>(streamNamespace, "x").SubscribeAsync(this);

    public Task End()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }
}
