namespace Orleans
{
    /// <summary>A grain that receives reminders.</summary>
    public interface IRemindable : IGrain
    {
        /// <summary>Receives a reminder.</summary>
        /// <param name="reminderName">Which one.</param>
        /// <param name="status">When it ticks.</param>
        /// <returns>A task that ends when the tick is handled.</returns>
        Task ReceiveReminder(string reminderName, Runtime.TickStatus status);
    }
}

namespace Orleans.Runtime
{
    /// <summary>A durable reminder of a grain.</summary>
    public interface IGrainReminder
    {
        /// <summary>Gets its name.</summary>
        string ReminderName { get; }
    }

    /// <summary>When a reminder ticked first and ticks now (UTC).</summary>
    [GenerateSerializer]
    [Immutable]
    public readonly struct TickStatus
    {
        /// <summary>Creates a status.</summary>
        /// <param name="firstTickTime">When the reminder was due first.</param>
        /// <param name="period">Its period.</param>
        /// <param name="timeStamp">When this tick was sent.</param>
        public TickStatus(DateTime firstTickTime, TimeSpan period, DateTime timeStamp)
        {
            FirstTickTime = firstTickTime;
            Period = period;
            CurrentTickTime = timeStamp;
        }

        /// <summary>Gets when the reminder was due first.</summary>
        [Id(0)]
        public DateTime FirstTickTime { get; }

        /// <summary>Gets the period.</summary>
        [Id(1)]
        public TimeSpan Period { get; }

        /// <summary>Gets when this tick was sent.</summary>
        [Id(2)]
        public DateTime CurrentTickTime { get; }

        /// <inheritdoc/>
        public override string ToString() => $"<{FirstTickTime:O}, {Period}, {CurrentTickTime:O}>";
    }

    /// <summary>A reminder could not be registered, changed or removed.</summary>
    public sealed class ReminderException : OrleansException
    {
        /// <summary>Creates the exception.</summary>
        /// <param name="message">What happened.</param>
        public ReminderException(string message)
            : base(message)
        {
        }
    }
}
