namespace Orleans.Runtime
{
    /// <summary>One activation of a grain.</summary>
    public interface IGrainContext : IEquatable<IGrainContext>
    {
        /// <summary>Gets a reference to the grain.</summary>
        GrainReference GrainReference { get; }

        /// <summary>Gets the identity.</summary>
        GrainId GrainId { get; }

        /// <summary>Gets the grain, or null before it is created and after it ended.</summary>
        object? GrainInstance { get; }

        /// <summary>Gets the services of the silo; there is no scope per activation.</summary>
        IServiceProvider ActivationServices { get; }

        /// <summary>Gets a task that ends when the activation has ended.</summary>
        Task Deactivated { get; }

        /// <summary>Ends the activation when its running calls have ended.</summary>
        /// <param name="deactivationReason">Why.</param>
        /// <param name="cancellationToken">Gives up being graceful.</param>
        void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default);
    }

    /// <summary>Gives the activation whose turn it is.</summary>
    public interface IGrainContextAccessor
    {
        /// <summary>Gets the activation whose turn it is; null outside grains.</summary>
        IGrainContext? GrainContext { get; }
    }
}

namespace Orleans
{
    /// <summary>Why an activation ends.</summary>
    public readonly struct DeactivationReason
    {
        /// <summary>Creates a reason.</summary>
        /// <param name="code">Its kind.</param>
        /// <param name="text">For people.</param>
        public DeactivationReason(DeactivationReasonCode code, string text)
            : this(code, null, text)
        {
        }

        /// <summary>Creates a reason.</summary>
        /// <param name="code">Its kind.</param>
        /// <param name="exception">What went wrong.</param>
        /// <param name="text">For people.</param>
        public DeactivationReason(DeactivationReasonCode code, Exception? exception, string text)
        {
            ReasonCode = code;
            Description = text;
            Exception = exception;
        }

        /// <summary>Gets the text for people.</summary>
        public string Description { get; }

        /// <summary>Gets the kind.</summary>
        public DeactivationReasonCode ReasonCode { get; }

        /// <summary>Gets what went wrong.</summary>
        public Exception? Exception { get; }

        /// <inheritdoc/>
        public override string ToString() =>
            Exception is null ? $"{ReasonCode}: {Description}" : $"{ReasonCode}: {Description}. Exception: {Exception}";
    }

    /// <summary>The kinds of reasons why an activation ends.</summary>
    [GenerateSerializer]
    public enum DeactivationReasonCode : byte
    {
        /// <summary>No reason.</summary>
        None,

        /// <summary>The process shuts down.</summary>
        ShuttingDown,

        /// <summary>Activation failed.</summary>
        ActivationFailed,

        /// <summary>Not used by the embedded engine.</summary>
        DirectoryFailure,

        /// <summary>The activation was idle.</summary>
        ActivationIdle,

        /// <summary>Not used by the embedded engine.</summary>
        ActivationUnresponsive,

        /// <summary>Not used by the embedded engine.</summary>
        DuplicateActivation,

        /// <summary>Not used by the embedded engine.</summary>
        IncompatibleRequest,

        /// <summary>The grain failed, or its state could not be written.</summary>
        ApplicationError,

        /// <summary>The grain asked for it.</summary>
        ApplicationRequested,

        /// <summary>Not used by the embedded engine.</summary>
        Migrating,

        /// <summary>The engine asked for it.</summary>
        RuntimeRequested,

        /// <summary>Not used by the embedded engine.</summary>
        HighMemoryPressure,
    }
}
