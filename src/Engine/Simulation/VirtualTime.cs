namespace CityActors.Engine.Simulation;

/// <summary>The clock of a simulation: it stands still during a step and jumps to the next event.</summary>
internal sealed class VirtualTime(SimulatedWorld world) : TimeProvider
{
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => world.Now;

    public override long GetTimestamp() => world.NowTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new VirtualTimer(world, callback, state);
        _ = timer.Change(dueTime, period);
        return timer;
    }

    private sealed class VirtualTimer(SimulatedWorld world, TimerCallback callback, object? state) : ITimer
    {
        private int _setting;
        private TimeSpan _period;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            if (!world.IsOwnThread("A timer"))
            {
                return false;
            }

            _setting++;
            _period = period;
            Plan(dueTime);
            return true;
        }

        public void Dispose() => _setting++;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Plan(TimeSpan due)
        {
            if (due == Timeout.InfiniteTimeSpan)
            {
                return;
            }

            var setting = _setting;
            world.Add(new CallbackHappening("timer", _ => Fire(setting), null), world.NowTicks + due.Ticks);
        }

        private void Fire(int setting)
        {
            if (setting != _setting)
            {
                return;
            }

            if (_period > TimeSpan.Zero)
            {
                Plan(_period);
            }

            callback(state);
        }
    }
}
