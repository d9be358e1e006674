using CityActors.Engine.Tests.Probes;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Streams;
using Orleans.Streams.Core;

namespace CityActors.Engine.Tests;

/// <summary>What listeners received, and what they do with it.</summary>
public sealed class Received
{
    public List<(string Grain, int Item, long Number)> Items { get; } = [];

    public Func<int, Task>? OnItem { get; set; }

    public List<string> Errors { get; } = [];

    public int Subscribed { get; set; }

    public int OutOfOrder { get; set; }
}

public interface IListener : IGrainWithStringKey
{
    Task Nothing();
}

public interface ISecondListener : IListener;

public abstract class Listener(Received received) : Grain, IListener, IStreamSubscriptionObserver, IAsyncObserver<int>
{
    public Task Nothing() => Task.CompletedTask;

    public async Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory)
    {
        received.Subscribed++;
        Assert.Equal(this.GetPrimaryKeyString(), handleFactory.StreamId.GetKeyAsString());
        _ = await handleFactory.Create<int>().ResumeAsync(this);
    }

    public async Task OnNextAsync(int item, StreamSequenceToken? token = null)
    {
        await (received.OnItem?.Invoke(item) ?? Task.CompletedTask);
        received.Items.Add(($"{GetType().Name}/{this.GetPrimaryKeyString()}", item, token!.SequenceNumber));
    }

    public Task OnErrorAsync(Exception ex)
    {
        received.Errors.Add(ex.Message);
        return Task.CompletedTask;
    }
}

[GrainType("listener")]
[ImplicitStreamSubscription("numbers")]
public sealed class FirstListener(Received received) : Listener(received);

[GrainType("second-listener")]
[ImplicitStreamSubscription("numbers")]
public sealed class SecondListener(Received received) : Listener(received), ISecondListener;

[GrainType("counting-listener")]
[ImplicitStreamSubscription("counted")]
public sealed class CountingListener(Received received) : Grain, IListener, IStreamSubscriptionObserver, IAsyncObserver<int>
{
    private int _last = -1;

    public Task Nothing() => Task.CompletedTask;

    public Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory) => handleFactory.Create<int>().ResumeAsync(this);

    public Task OnNextAsync(int item, StreamSequenceToken? token = null)
    {
        received.OutOfOrder += item <= _last ? 1 : 0;
        _last = item;
        return received.OnItem!(item);
    }

    public Task OnErrorAsync(Exception ex) => Task.CompletedTask;
}

public sealed class StreamTests
{
    private readonly HandClock _clock = new();
    private readonly Received _received = new();

    [Fact]
    public async Task Stream_Items_ReachAllSubscribersInOrder()
    {
        await using var silo = await Start();
        var stream = Stream(silo, "s");
        for (var i = 0; i < 10; i++)
        {
            await stream.OnNextAsync(i);
        }

        await stream.OnNextBatchAsync([10, 11, 12]);
        await silo.Idle();
        foreach (var grain in new[] { "FirstListener/s", "SecondListener/s" })
        {
            var items = _received.Items.Where(item => item.Grain == grain).ToArray();
            Assert.Equal(Enumerable.Range(0, 13), items.Select(item => item.Item));
            Assert.Equal(items.Select(item => item.Number).Order(), items.Select(item => item.Number));
        }

        Assert.Equal(2, _received.Subscribed);
    }

    [Fact]
    public async Task Stream_FailingSubscriber_GetsTheItemAgain_AndOrderStays()
    {
        await using var silo = await Start();
        var failures = 2;
        _received.OnItem = item => item == 1 && failures-- > 0 ? throw new InvalidOperationException("again") : Task.CompletedTask;
        var stream = Stream(silo, "s");
        await stream.OnNextBatchAsync([0, 1, 2]);
        await _clock.Run(silo, TimeSpan.FromMinutes(1));
        Assert.Equal([0, 1, 2], Items("FirstListener/s"));
        Assert.Equal([0, 1, 2], Items("SecondListener/s"));
    }

    [Fact]
    public async Task Stream_ItemNeverAccepted_IsGivenUp_AndTheNextComes()
    {
        await using var silo = await Start(engine => engine.StreamAttempts = 3);
        var tries = 0;
        _received.OnItem = item =>
        {
            tries += item == 1 ? 1 : 0;
            return item == 1 ? throw new InvalidOperationException("never") : Task.CompletedTask;
        };
        await Stream(silo, "s").OnNextBatchAsync([0, 1, 2]);
        await _clock.Run(silo, TimeSpan.FromMinutes(1));
        Assert.Equal(6, tries);
        Assert.Equal([0, 2], Items("FirstListener/s"));
        Assert.Equal(["never", "never"], _received.Errors);
    }

    [Fact]
    public async Task Stream_SubscriberDeactivated_ResumesOnTheNextActivation()
    {
        await using var silo = await Start();
        var stream = Stream(silo, "s");
        await stream.OnNextAsync(0);
        await silo.Idle();
        await silo.Control.DeactivateAll();
        await stream.OnNextAsync(1);
        await silo.Idle();
        Assert.Equal([0, 1], Items("FirstListener/s"));
        Assert.Equal(4, _received.Subscribed);
    }

    [Fact]
    public async Task Stream_FullBuffer_MakesTheProducerWait()
    {
        await using var silo = await Start(engine => engine.StreamBuffer = 2);
        var gate = new TaskCompletionSource();
        _received.OnItem = _ => gate.Task;
        var stream = Stream(silo, "s");
        await stream.OnNextAsync(0);
        await stream.OnNextAsync(1);
        var third = stream.OnNextAsync(2);
        var fourth = stream.OnNextAsync(3);
        await silo.Grain<IListener>("other", "CityActors.Engine.Tests.FirstListener").Nothing();
        Assert.False(third.IsCompleted);
        gate.SetResult();
        await third;
        await fourth;
        await silo.Idle();
        Assert.Equal([0, 1, 2, 3], Items("FirstListener/s"));
    }

    [Fact]
    public async Task Stream_UnknownProvider_IsRefusedByName()
    {
        await using var silo = await Start();
        var client = silo.Services.GetRequiredService<IClusterClient>();
        var exception = Assert.Throws<KeyNotFoundException>(() => client.GetStreamProvider("nowhere"));
        Assert.Contains("nowhere", exception.Message, StringComparison.Ordinal);
    }

    private static IAsyncStream<int> Stream(TestSilo silo, string key) =>
        silo.Services.GetRequiredService<IClusterClient>().GetStreamProvider("streams").GetStream<int>("numbers", key);

    private IEnumerable<int> Items(string grain) => _received.Items.Where(item => item.Grain == grain).Select(item => item.Item);

    private Task<TestSilo> Start(Action<EngineOptions>? engine = null) => TestSilo.Start(
        engine, silo => silo.AddMemoryStreams("streams").Services.AddSingleton(_received), _clock);
}
