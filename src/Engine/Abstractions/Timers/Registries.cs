using Orleans.Runtime;

namespace Orleans.Timers;

/// <summary>Creates grain timers.</summary>
public interface ITimerRegistry
{
    /// <summary>Creates a timer whose ticks are calls to the activation.</summary>
    /// <typeparam name="TState">The type of <paramref name="state"/>.</typeparam>
    /// <param name="grainContext">The activation; must be the one whose turn it is.</param>
    /// <param name="callback">Called at each tick.</param>
    /// <param name="state">Given to the callback.</param>
    /// <param name="options">When and how it ticks.</param>
    /// <returns>The timer.</returns>
    IGrainTimer RegisterGrainTimer<TState>(
        IGrainContext grainContext, Func<TState, CancellationToken, Task> callback, TState state, GrainTimerCreationOptions options);
}

/// <summary>Keeps reminders.</summary>
public interface IReminderRegistry
{
    /// <summary>Registers or changes a reminder.</summary>
    /// <param name="callingGrainId">The grain.</param>
    /// <param name="reminderName">Its name.</param>
    /// <param name="dueTime">When it ticks first, from now.</param>
    /// <param name="period">How long between ticks; at least one minute.</param>
    /// <returns>The reminder.</returns>
    Task<IGrainReminder> RegisterOrUpdateReminder(GrainId callingGrainId, string reminderName, TimeSpan dueTime, TimeSpan period);

    /// <summary>Removes a reminder.</summary>
    /// <param name="callingGrainId">The grain.</param>
    /// <param name="reminder">The reminder.</param>
    /// <returns>A task that ends when it is removed.</returns>
    Task UnregisterReminder(GrainId callingGrainId, IGrainReminder reminder);

    /// <summary>Gives a reminder.</summary>
    /// <param name="callingGrainId">The grain.</param>
    /// <param name="reminderName">Its name.</param>
    /// <returns>The reminder, or null.</returns>
    Task<IGrainReminder?> GetReminder(GrainId callingGrainId, string reminderName);

    /// <summary>Gives all reminders of a grain.</summary>
    /// <param name="callingGrainId">The grain.</param>
    /// <returns>The reminders.</returns>
    Task<List<IGrainReminder>> GetReminders(GrainId callingGrainId);
}
