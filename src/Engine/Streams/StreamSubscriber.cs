using CityActors.Engine.Calls;
using CityActors.Engine.Diagnostics;
using CityActors.Engine.Scheduling;
using CityActors.Engine.Time;
using Microsoft.Extensions.Logging;

namespace CityActors.Engine.Streams;

/// <summary>The items of one stream for one subscriber, delivered one after another, each until it succeeds or is given up.</summary>
internal sealed class StreamSubscriber(Loop loop, StreamChannel channel, EngineReference reference) : TimerEntry
{
    private readonly Queue<StreamItem> _items = new();
    private Queue<(IReadOnlyList<StreamItem> Items, TaskCompletionSource Taken)>? _waiting;
    private int _attempt;
    private bool _isDelivering;
    private bool _isDelayed;
    private StreamFaultKind _fault;

    public bool IsEmpty => _items.Count == 0 && _waiting is null or { Count: 0 };

    public Loop Home => loop;

    private EngineOptions Options => loop.Engine.Options;

    /// <summary>Takes items in; the task ends when there is room for them.</summary>
    public Task Add(IReadOnlyList<StreamItem> items)
    {
        if (_items.Count >= Options.StreamBuffer || _waiting is { Count: > 0 })
        {
            var taken = new TaskCompletionSource(loop.Elsewhere);
            (_waiting ??= []).Enqueue((items, taken));
            return taken.Task;
        }

        Take(items);
        return Task.CompletedTask;
    }

    internal override void OnDue()
    {
        if (_isDelayed)
        {
            _isDelayed = false;
            Send();
        }
        else
        {
            Deliver();
        }
    }

    /// <summary>Called when a delivery has ended.</summary>
    internal void Delivered(Exception? failure)
    {
        _isDelivering = false;
        if (failure is null)
        {
            if (_fault == StreamFaultKind.DeliverAgain)
            {
                _fault = default;
                Send();
                return;
            }

            Next();
            return;
        }

        if (++_attempt < Options.StreamAttempts)
        {
            EngineMeter.StreamRetries.Add(1);
            var factor = 1L << Math.Min(_attempt - 1, 20);
            loop.Timers.Set(this, TimeSpan.FromTicks(Math.Min(Options.StreamBackoff.Ticks * factor, TimeSpan.TicksPerMinute)));
            return;
        }

        EngineMeter.StreamLost.Add(1);
        loop.Engine.Log.LogError(
            failure, "An item of stream {Stream} could not be delivered to {Grain} in {Attempts} attempts; it is given up.",
            channel.Stream, reference.GrainId, _attempt);
        reference.DispatchDetached(new StreamRequest(this, channel, _items.Peek(), failure));
        Next();
    }

    private void Take(IReadOnlyList<StreamItem> items)
    {
        foreach (var item in items)
        {
            _items.Enqueue(item);
        }

        Deliver();
    }

    private void Next()
    {
        _attempt = 0;
        _ = _items.Dequeue();
        while (_waiting is { Count: > 0 } && _items.Count < Options.StreamBuffer)
        {
            var (items, taken) = _waiting.Dequeue();
            Take(items);
            _ = taken.TrySetResult();
        }

        if (IsEmpty)
        {
            channel.SubscriberIsEmpty();
        }
        else
        {
            Deliver();
        }
    }

    private void Deliver()
    {
        if (_isDelivering || IsSet || _items.Count == 0)
        {
            return;
        }

        var fault = _attempt == 0 ? loop.NextStreamFault() : default;
        _fault = fault.Kind;
        if (fault.Kind == StreamFaultKind.DeliverLateAgain)
        {
            _items.Enqueue(_items.Peek());
        }
        else if (fault.Kind == StreamFaultKind.Delay)
        {
            _isDelayed = true;
            loop.Timers.Set(this, fault.Time);
            return;
        }

        Send();
    }

    private void Send()
    {
        _isDelivering = true;
        reference.DispatchDetached(new StreamRequest(this, channel, _items.Peek(), null));
    }
}
