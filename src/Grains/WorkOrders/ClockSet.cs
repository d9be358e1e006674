using CityActors.Deadlines;

namespace CityActors.WorkOrders;

/// <summary>The clocks of an order at one instant, to be changed in a chain; the order's own list stays as it is.</summary>
internal sealed class ClockSet(IReadOnlyList<OrderClock> before, DateTimeOffset at, WorkCalendar calendar)
{
    private readonly List<OrderClock> clocks = [.. before];

    /// <summary>The clocks as they are now.</summary>
    public OrderClock[] Now => clocks.ToArray();

    /// <summary>Begins the clock anew.</summary>
    public ClockSet Start(string name, TimeLimit limit) => Put(OrderClock.Started(name, limit, at, calendar));

    /// <summary>Begins the clock where there is none.</summary>
    public ClockSet Ensure(string name, TimeLimit limit) => clocks.Exists(clock => clock.Name == name) ? this : Start(name, limit);

    /// <summary>Begins a clock that runs to a date.</summary>
    public ClockSet Until(string name, DateTimeOffset until) => Put(OrderClock.Until(name, at, until));

    public ClockSet Stop(string name)
    {
        clocks.RemoveAll(clock => clock.Name == name);
        return this;
    }

    public ClockSet Clear()
    {
        clocks.Clear();
        return this;
    }

    public ClockSet Pause(string name) => Change(name, clock => clock.Paused(at, calendar));

    public ClockSet Resume(string name) => Change(name, clock => clock.Resumed(at, calendar));

    public ClockSet Extend(string name) => Change(name, clock => clock.Extended(calendar));

    public ClockSet MarkOverdue(string name) => Change(name, static clock => clock with { IsOverdue = true });

    private ClockSet Put(OrderClock clock)
    {
        Stop(clock.Name);
        clocks.Add(clock);
        return this;
    }

    private ClockSet Change(string name, Func<OrderClock, OrderClock> change)
    {
        var index = clocks.FindIndex(clock => clock.Name == name);
        if (index >= 0)
        {
            clocks[index] = change(clocks[index]);
        }

        return this;
    }
}
