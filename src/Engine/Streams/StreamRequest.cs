using CityActors.Engine.Calls;
using CityActors.Engine.Scheduling;
using Orleans.Runtime;
using Orleans.Streams.Core;

namespace CityActors.Engine.Streams;

/// <summary>Delivers one stream item to one grain.</summary>
internal sealed class StreamRequest : Request
{
    private static readonly GrainMethod Receive = new("IAsyncObserver", "OnNextAsync", GrainMethodOptions.None);
    private readonly StreamSubscriber _subscriber;
    private readonly StreamChannel _channel;
    private readonly StreamItem _item;
    private readonly Exception? _givenUp;
    private bool _isTold;

    public StreamRequest(StreamSubscriber subscriber, StreamChannel channel, StreamItem item, Exception? givenUp)
    {
        _subscriber = subscriber;
        _channel = channel;
        _item = item;
        _givenUp = givenUp;
        Values = item.Values;
    }

    public override GrainMethod Method => Receive;

    internal override async Task Call(object grain)
    {
        var attachments = Target!.Extras.Streams ??= [];
        var attachment = attachments.Find(found => found.Stream == _channel.Stream && found.Provider == _channel.Provider);
        if (attachment is null)
        {
            attachment = await Attach(grain, attachments);
        }

        if (attachment.Observer is not { } observer)
        {
            throw new OrleansException(
                $"{TargetName} has an implicit subscription to {_channel.Stream} but has not resumed it; call handle.ResumeAsync in OnSubscribed.");
        }

        await (_givenUp is null ? _item.Deliver(observer) : _item.Fail(observer, _givenUp));
    }

    internal override void Answer(Task task) => Tell(task.IsCompletedSuccessfully
        ? null
        : task.Exception?.InnerException ?? new OperationCanceledException($"{TargetName} cancelled a delivery."));

    internal override void AnswerFailure(Exception exception) => Tell(exception);

    private async Task<StreamAttachment> Attach(object grain, List<StreamAttachment> attachments)
    {
        var attachment = new StreamAttachment(_channel.Provider, _channel.Stream);
        if (grain is not IStreamSubscriptionObserver subscribed)
        {
            throw new OrleansException(
                $"{TargetName} has an implicit subscription to {_channel.Stream} but does not implement {nameof(IStreamSubscriptionObserver)}.");
        }

        await subscribed.OnSubscribed(new StreamHandleFactory(attachment, Target!));
        attachments.Add(attachment);
        return attachment;
    }

    private void Tell(Exception? failure)
    {
        if (_givenUp is not null || _isTold)
        {
            return;
        }

        _isTold = true;
        var home = _subscriber.Home;
        if (Loop.Current == home)
        {
            _subscriber.Delivered(failure);
        }
        else
        {
            home.Schedule(new LoopAction(() => _subscriber.Delivered(failure)));
        }
    }
}
