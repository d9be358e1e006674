using CityActors.Engine.Scheduling;
using CityActors.Engine.Time;
using Orleans;

namespace CityActors.Engine.Activation;

/// <summary>Ends activations of one loop that nobody has called for long, a piece of a table at a time.</summary>
internal sealed class IdleCollector(Loop loop) : TimerEntry
{
    private const int Piece = 4096;
    private static readonly DeactivationReason Reason = new(DeactivationReasonCode.ActivationIdle, "The grain was idle.");

    public void Begin() => loop.Timers.Set(this, loop.Engine.Collection.CollectionQuantum);

    internal override void OnDue()
    {
        if (loop.Engine.IsStopped)
        {
            return;
        }

        foreach (var table in loop.Directory.Tables)
        {
            Collect(table, 0);
        }

        Begin();
    }

    private void Collect(ActivationTable table, int place)
    {
        var now = loop.Engine.Clock.CoarseSeconds;
        var end = Math.Min(place + Piece, table.Places);
        for (; place < end; place++)
        {
            if (table.At(place) is { IsIdle: true } activation && IsStale(activation, now))
            {
                activation.Deactivate(Reason);
            }
        }

        if (place < table.Places)
        {
            loop.Schedule(new LoopAction(() => Collect(table, place)));
        }
    }

    private static bool IsStale(GrainActivation activation, int now) =>
        now - activation.LastUsedSeconds >= activation.Class.CollectionAgeSeconds
        && (activation.ExtrasIfAny?.KeepUntilSeconds ?? 0) <= now;
}
