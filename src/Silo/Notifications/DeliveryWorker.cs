using System.Threading.Channels;
using CityActors.Cases;

namespace CityActors.Silo.Notifications;

/// <summary>Delivers to one receiver. Each has a worker of its own, so that a dead one delays nobody else.</summary>
internal sealed class DeliveryWorker(
    string channel,
    INotificationAdapter adapter,
    ICaseTexts texts,
    NotificationStore store,
    NotificationSettings settings,
    NotificationMeter meter,
    TimeProvider time,
    ILogger logger) : IDisposable
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(10); // A dead letter may be revived at another Silo of the city.
    private static readonly TimeSpan GraceAtStop = TimeSpan.FromSeconds(5); // Who is being called hears it once, not again after a planned restart.
    private readonly Channel<bool> wakes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly ReceiverCircuit circuit = new(channel, settings.CircuitAfter);
    private readonly SortedDictionary<string, Task> underWay = new(StringComparer.Ordinal);

    /// <summary>The receiver's name.</summary>
    public string Name => channel;

    /// <summary>Says that something new may wait.</summary>
    public void Wake() => wakes.Writer.TryWrite(true);

    /// <inheritdoc/>
    public void Dispose() => (adapter as IDisposable)?.Dispose();

    /// <summary>Delivers what waits until the program ends.</summary>
    /// <remarks>What is on its way when the program stops has a few seconds to end.</remarks>
    public async Task Run(CancellationToken stop)
    {
        using var cutOff = new CancellationTokenSource();
        await using var atStop = stop.Register(() => cutOff.CancelAfter(GraceAtStop));
        try
        {
            while (!stop.IsCancellationRequested)
            {
                await Wait(await RetryUntilStored.Until(_ => StartDue(cutOff.Token), logger, $"Delivery to {channel}", stop), stop);
                await Reap();
            }
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            logger.LogCritical(fault, "Deliveries to {Receiver} stopped; what waits is kept and goes out after the next start.", channel);
            throw;
        }
        finally
        {
            await Task.WhenAll(underWay.Values).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            underWay.Clear(); // It may be started again when the city's duties come back to this Silo.
        }
    }

    /// <summary>Starts what may start now.</summary>
    /// <returns>How long until something more may, or null: not before something ends or is added.</returns>
    private async Task<TimeSpan?> StartDue(CancellationToken cutOff)
    {
        wakes.Reader.TryRead(out _); // Before the read: what comes after it wakes again.
        var free = (circuit.IsOpen ? 1 : settings.AtOnce) - underWay.Count;
        if (free <= 0)
        {
            return null;
        }

        var rows = await store.ReadNext(channel, settings.AtOnce + underWay.Count);
        rows.RemoveAll(row => underWay.ContainsKey(row.Id));
        if (rows.Count == 0)
        {
            return null;
        }

        var now = time.GetUtcNow();
        var start = rows[0].NextAt > circuit.NotBefore ? rows[0].NextAt : circuit.NotBefore;
        if (start > now)
        {
            return start - now;
        }

        foreach (var row in rows.TakeWhile(row => row.NextAt <= now).Take(free))
        {
            underWay.Add(row.Id, Deliver(row, cutOff));
        }

        return TimeSpan.Zero;
    }

    private async Task Reap()
    {
        foreach (var (id, ended) in underWay.Where(entry => entry.Value.IsCompleted).ToList())
        {
            underWay.Remove(id);
            await ended;
        }
    }

    private async Task Deliver(NotificationRow row, CancellationToken cutOff)
    {
        var begun = time.GetUtcNow();
        var answer = await Attempt(row, cutOff);
        var now = time.GetUtcNow();
        circuit.Note(answer, now);
        var after = DeliveryRules.After(answer is DeliveryAnswer.TooLate ? row : row with { HandedOverAt = row.HandedOverAt ?? begun }, answer, now, settings.Attempts);
        var what = $"The result of notification {after.Id}"; // Forgotten, it would be sent again and again.
        if (!await RetryUntilStored.Until(_ => store.Record(after), logger, what, cutOff))
        {
            return; // Nobody needed it any more meanwhile.
        }

        meter.Attempted(after);
        if (after.State == NotificationState.Dead)
        {
            logger.LogWarning("Notification {Id} to {Receiver} is a dead letter: {Reason}", after.Id, channel, after.LastError);
        }
        else if (after.State == NotificationState.Waiting)
        {
            logger.LogInformation("Notification {Id} to {Receiver} is tried again at {NextAt:O}: {Reason}", after.Id, channel, after.NextAt, after.LastError);
        }
    }

    private async Task<DeliveryAnswer> Attempt(NotificationRow row, CancellationToken cutOff)
    {
        try
        {
            if (row is not { Text: { } text, Line: { } line })
            {
                return await adapter.Deliver(row, cutOff);
            }

            return await texts.Say(row.Subject, line, text) is { } said
                ? await adapter.Deliver(row with { English = said.English, Chinese = said.Chinese }, cutOff)
                : new DeliveryAnswer.TooLate($"There is no text '{text}' of line {line} of '{row.Subject}' here: the case or its version of the pack is gone.");
        }
#pragma warning disable CA1031 // A fault of an adapter is one failed attempt; it must not end the deliveries to its receiver.
        catch (Exception fault) when (!cutOff.IsCancellationRequested)
#pragma warning restore CA1031
        {
            logger.LogError(fault, "The adapter of {Receiver} failed with notification {Id}.", channel, row.Id);
            return new DeliveryAnswer.Failed($"The adapter failed: {fault.Message}");
        }
    }

    /// <summary>Waits until something is added or ends, at most a pause.</summary>
    private async Task Wait(TimeSpan? pause, CancellationToken stop)
    {
        if (pause == TimeSpan.Zero)
        {
            return;
        }

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stop);
        List<Task> events = [wakes.Reader.WaitToReadAsync(ending.Token).AsTask(), Task.Delay(BetweenLooks, ending.Token), .. underWay.Values];
        if (pause is { } wanted)
        {
            var limited = wanted < BackOff.Longest ? wanted : BackOff.Longest; // A clock set back must not silence it for long.
            events.Add(Task.Delay(limited + TimeSpan.FromMilliseconds(1), time, ending.Token));
        }

        await Task.WhenAny(events);
        await ending.CancelAsync();
    }
}
