using CityActors.Engine.Calls;
using CityActors.Engine.Time;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Runtime;

namespace CityActors.Engine.Reminders;

/// <summary>The ticks of one reminder, on the loop of its grain. The next tick is planned when the last has ended.</summary>
internal sealed class ReminderTimer(EngineReference reference, ReminderEntry entry) : TimerEntry
{
    private bool _isStopped;
    private DateTimeOffset? _lastDue;

    public void Plan()
    {
        if (!_isStopped && !reference.Home.Engine.IsStopped)
        {
            var now = reference.Home.Engine.Clock.UtcNow;
            var due = NextDue(entry, now, _lastDue);
            _lastDue = due;
            reference.Home.Timers.Set(this, due - now);
        }
    }

    public void Stop()
    {
        _isStopped = true;
        reference.Home.Timers.Cancel(this);
    }

    /// <summary>Says when a reminder ticks next: at its start, or at the next multiple of its period after now and after the last tick.</summary>
    internal static DateTimeOffset NextDue(ReminderEntry entry, DateTimeOffset now, DateTimeOffset? last)
    {
        var after = last > now ? last.Value : now;
        if (last is null && now <= entry.StartUtc)
        {
            return entry.StartUtc;
        }

        var since = (after - entry.StartUtc).Ticks % entry.Period.Ticks;
        return after + TimeSpan.FromTicks(entry.Period.Ticks - since);
    }

    internal override void OnDue()
    {
        var now = reference.Home.Engine.Clock.UtcNow;
        reference.DispatchDetached(new TickRequest(this, entry, now.UtcDateTime));
    }

    private sealed class TickRequest(ReminderTimer timer, ReminderEntry entry, DateTime now) : Request
    {
        private static readonly GrainMethod Receive =
            new(nameof(IRemindable), nameof(IRemindable.ReceiveReminder), GrainMethodOptions.None);

        private bool _isPlanned;

        public override GrainMethod Method => Receive;

        internal override Task Call(object grain) => timer._isStopped
            ? Task.CompletedTask
            : ((IRemindable)grain).ReceiveReminder(entry.Name, new TickStatus(entry.StartUtc.UtcDateTime, entry.Period, now));

        internal override void Answer(Task task)
        {
            if (!task.IsCompletedSuccessfully)
            {
                Report(task.Exception?.InnerException);
            }

            PlanOnce();
        }

        internal override void AnswerFailure(Exception exception)
        {
            Report(exception);
            PlanOnce();
        }

        // A tick that timed out and ends after all must not plan a second time: that would skip a period.
        private void PlanOnce()
        {
            if (!_isPlanned)
            {
                _isPlanned = true;
                timer.Plan();
            }
        }

        private void Report(Exception? exception) => Home.Engine.Log.LogError(
            exception, "Reminder '{Reminder}' of {Grain} failed; it will tick again at its period.", entry.Name, TargetName);
    }
}
