using CityActors.Conformance.Fixtures;
using CityActors.Conformance.Probes;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Streams;

namespace CityActors.Conformance;

/// <summary>Orleans: a stream keeps its order for each subscriber; an item whose receiver fails comes again before the next.</summary>
public sealed class StreamTests : IAsyncLifetime
{
    private TestSilo _silo = null!;

    private StreamScripts Streams => _silo.Services.GetRequiredService<StreamScripts>();

    private IStreamProvider Provider => _silo.Services.GetRequiredKeyedService<IStreamProvider>("streams");

    public async ValueTask InitializeAsync() => _silo = await TestSilo.Start();

    public ValueTask DisposeAsync() => _silo.DisposeAsync();

    [Fact]
    public async Task Items_OfOneStream_ReachTheGrainOfItsKeyInOrder()
    {
        var stream = Provider.GetStream<int>("numbers", "a");
        for (var i = 0; i < 20; i++)
        {
            await Wait.End(stream.OnNextAsync(i));
        }

        await Wait.Until(() => Streams.Received.Count == 20);
        Assert.Equal(Enumerable.Range(0, 20).Select(number => ("a", number)), Streams.Received.ToList());
        Assert.Equal(["numbers/a"], Streams.Subscribed.ToList());
        var places = Streams.Tokens.ToList();
        Assert.Equal(places.OrderBy(token => token), places);
        Assert.Equal(20, places.Distinct().Count());
    }

    [Fact]
    public async Task Batch_OfItems_ArrivesInOrder()
    {
        await Wait.End(Provider.GetStream<int>("numbers", "a").OnNextBatchAsync([1, 2, 3]));
        await Wait.Until(() => Streams.Received.Count == 3);
        Assert.Equal([("a", 1), ("a", 2), ("a", 3)], Streams.Received.ToList());
    }

    [Fact]
    public async Task Item_FromInsideAGrain_ReachesItsSubscriber()
    {
        _silo.Scripts.Add("send", probe => probe.GetStreamProvider("streams").GetStream<int>("numbers", "b").OnNextAsync(7));
        await Wait.End(_silo.Grains.GetGrain<IPlainProbe>("a").Run("send"));
        await Wait.Until(() => Streams.Received.Count == 1);
        Assert.Equal([("b", 7)], Streams.Received.ToList());
    }

    [Fact]
    public async Task Item_WhoseReceiverFails_ComesAgainBeforeTheNext()
    {
        var failures = 2;
        Streams.OnNext = (_, item) => item == 1 && failures-- > 0 ? throw new ProbeException("not yet") : Task.CompletedTask;
        var stream = Provider.GetStream<int>("numbers", "a");
        await Wait.End(stream.OnNextAsync(1));
        await Wait.End(stream.OnNextAsync(2));
        await Wait.Until(() => Streams.Received.ToList().Contains(("a", 2)));
        Assert.Equal([("a", 1), ("a", 1), ("a", 1), ("a", 2)], Streams.Received.ToList());
        Assert.Single(Streams.Tokens.ToList().Take(3).Distinct());
        Assert.Empty(Streams.Errors.ToList());
    }

    [Fact]
    public async Task Item_ThatNeverSucceeds_IsGivenUp_TheReceiverIsTold_AndTheNextComes()
    {
        Streams.OnNext = (_, item) => item == 1 ? throw new ProbeException("never") : Task.CompletedTask;
        var stream = Provider.GetStream<int>("numbers", "a");
        await Wait.End(stream.OnNextAsync(1));
        await Wait.End(stream.OnNextAsync(2));
        await Wait.Until(() => Streams.Received.ToList().Contains(("a", 2)) && Streams.Errors.Count > 0);
        _ = Assert.Single(Streams.Errors.ToList());
    }

    [Fact]
    public async Task Batch_WhoseSecondItemFails_ComesAgainAsExpected()
    {
        var failures = 1;
        Streams.OnNext = (_, item) => item == 2 && failures-- > 0 ? throw new ProbeException("not yet") : Task.CompletedTask;
        await Wait.End(Provider.GetStream<int>("numbers", "a").OnNextBatchAsync([1, 2, 3]));
        await Wait.Until(() => Streams.Received.ToList().Contains(("a", 3)));
        Assert.Equal(Expected.DeliveriesOfABatchWhoseSecondItemFails, Streams.Received.ToList().Select(item => item.Number));
    }

    [Fact]
    public async Task RequestContext_OfTheProducer_IsSeenByTheSubscriber()
    {
        var seen = new Log<object?>();
        Streams.OnNext = (_, _) =>
        {
            seen.Add(RequestContext.Get("who"));
            return Task.CompletedTask;
        };
        var stream = Provider.GetStream<int>("numbers", "a");
        RequestContext.Set("who", "outside");
        await Wait.End(stream.OnNextAsync(1));
        RequestContext.Clear();
        await Wait.End(stream.OnNextAsync(2));
        await Wait.Until(() => seen.Count == 2);
        Assert.Equal(["outside", null], seen.ToList());
    }

    [Fact]
    public async Task Streams_OfTwoKeys_DoNotWaitForEachOther()
    {
        var gate = new TaskCompletionSource();
        Streams.OnNext = (key, _) => key == "a" ? gate.Task : Task.CompletedTask;
        await Wait.End(Provider.GetStream<int>("numbers", "a").OnNextAsync(1));
        await Wait.Until(() => Streams.Received.Count == 1);
        await Wait.End(Provider.GetStream<int>("numbers", "b").OnNextAsync(2));
        await Wait.Until(() => Streams.Received.Count == 2);
        gate.SetResult();
    }

    [Fact]
    public async Task Streams_OfTwoNamespaces_AreTwoSubscriptionsOfOneGrain()
    {
        await Wait.End(Provider.GetStream<int>("numbers", "a").OnNextAsync(1));
        await Wait.End(Provider.GetStream<int>("others", "a").OnNextAsync(2));
        await Wait.Until(() => Streams.Received.Count == 2);
        Assert.Equal(["numbers/a", "others/a"], Streams.Subscribed.ToList().Order());
        Assert.Equal([1, 2], Streams.Received.ToList().Select(item => item.Number).Order());
    }

    [Fact]
    public async Task Stream_ThatNobodySubscribes_TakesItems() =>
        await Wait.End(Provider.GetStream<int>("nobody listens", "a").OnNextAsync(1));

    [Fact]
    public async Task Subscription_ByAGrainItself_IsTakenAsExpected()
    {
        var listener = _silo.Grains.GetGrain<IListener>("a");
        if (Expected.StreamsTakeExplicitSubscriptions)
        {
            await Wait.End(listener.Subscribe("more"));
        }
        else
        {
            _ = await Assert.ThrowsAsync<NotSupportedException>(() => Wait.End(listener.Subscribe("more")));
        }
    }

    [Fact]
    public async Task Item_ForAnEndedActivation_SubscribesTheNextOne()
    {
        var stream = Provider.GetStream<int>("numbers", "a");
        await Wait.End(stream.OnNextAsync(1));
        await Wait.Until(() => Streams.Received.Count == 1);
        await Wait.End(_silo.Grains.GetGrain<IListener>("a").End());
        await Wait.End(stream.OnNextAsync(2));
        await Wait.Until(() => Streams.Received.Count == 2);
        Assert.Equal([("a", 1), ("a", 2)], Streams.Received.ToList());
        Assert.Equal(["numbers/a", "numbers/a"], Streams.Subscribed.ToList());
    }
}
