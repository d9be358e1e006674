using CityActors.Engine.Calls;
using CityActors.Engine.Scheduling;
using Orleans.Runtime;
using Orleans.Streams.Core;

namespace CityActors.Engine.Streams;

/// <summary>Delivers one stream item to one grain.</summary>
internal sealed class StreamRequest(StreamSubscriber subscriber, StreamChannel channel, StreamItem item, Exception? givenUp) : Request
{
    private bool _isTold;

    private static readonly GrainMethod Receive = new("IAsyncObserver", "OnNextAsync", GrainMethodOptions.None);

    public override GrainMethod Method => Receive;

    internal override async Task Call(object grain)
    {
        var attachments = Target!.Extras.Streams ??= [];
        var attachment = attachments.Find(found => found.Stream == channel.Stream && found.Provider == channel.Provider);
        if (attachment is null)
        {
            attachment = await Attach(grain, attachments);
        }

        if (attachment.Observer is not { } observer)
        {
            throw new OrleansException(
                $"{TargetName} has an implicit subscription to {channel.Stream} but has not resumed it; call handle.ResumeAsync in OnSubscribed.");
        }

        await (givenUp is null ? item.Deliver(observer) : item.Fail(observer, givenUp));
    }

    internal override void Answer(Task task) => Tell(task.IsCompletedSuccessfully
        ? null
        : task.Exception?.InnerException ?? new OperationCanceledException($"{TargetName} cancelled a delivery."));

    internal override void AnswerFailure(Exception exception) => Tell(exception);

    private async Task<StreamAttachment> Attach(object grain, List<StreamAttachment> attachments)
    {
        var attachment = new StreamAttachment(channel.Provider, channel.Stream);
        if (grain is not IStreamSubscriptionObserver subscribed)
        {
            throw new OrleansException(
                $"{TargetName} has an implicit subscription to {channel.Stream} but does not implement {nameof(IStreamSubscriptionObserver)}.");
        }

        await subscribed.OnSubscribed(new StreamHandleFactory(attachment, Target!));
        attachments.Add(attachment);
        return attachment;
    }

    private void Tell(Exception? failure)
    {
        if (givenUp is not null || _isTold)
        {
            return;
        }

        _isTold = true;
        var home = subscriber.Home;
        if (Loop.Current == home)
        {
            subscriber.Delivered(failure);
        }
        else
        {
            home.Schedule(new LoopAction(() => subscriber.Delivered(failure)));
        }
    }
}
