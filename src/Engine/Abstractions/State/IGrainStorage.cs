using Orleans.Runtime;

namespace Orleans.Storage
{
    /// <summary>Keeps grain states. An implementation takes its copy of the state before its first await.</summary>
    public interface IGrainStorage
    {
        /// <summary>Reads a state; when there is none, gives it an empty value and no ETag.</summary>
        /// <typeparam name="T">The type of the state.</typeparam>
        /// <param name="stateName">The name of the state.</param>
        /// <param name="grainId">The grain.</param>
        /// <param name="grainState">Receives state and version.</param>
        /// <returns>A task that ends when it is read.</returns>
        Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState);

        /// <inheritdoc cref="ReadStateAsync{T}(string, GrainId, IGrainState{T})"/>
        /// <param name="cancellationToken">Cancels waiting.</param>
        Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken) =>
            ReadStateAsync(stateName, grainId, grainState);

        /// <summary>Stores a state if storage still holds the version it was read as.</summary>
        /// <typeparam name="T">The type of the state.</typeparam>
        /// <param name="stateName">The name of the state.</param>
        /// <param name="grainId">The grain.</param>
        /// <param name="grainState">The state; receives the new version.</param>
        /// <returns>A task that ends when it is stored.</returns>
        /// <exception cref="InconsistentStateException">Storage holds another version.</exception>
        Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState);

        /// <inheritdoc cref="WriteStateAsync{T}(string, GrainId, IGrainState{T})"/>
        /// <param name="cancellationToken">Cancels waiting.</param>
        Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken) =>
            WriteStateAsync(stateName, grainId, grainState);

        /// <summary>Removes a state if storage still holds the version it was read as.</summary>
        /// <typeparam name="T">The type of the state.</typeparam>
        /// <param name="stateName">The name of the state.</param>
        /// <param name="grainId">The grain.</param>
        /// <param name="grainState">The state; receives an empty value.</param>
        /// <returns>A task that ends when it is removed.</returns>
        /// <exception cref="InconsistentStateException">Storage holds another version.</exception>
        Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState);

        /// <inheritdoc cref="ClearStateAsync{T}(string, GrainId, IGrainState{T})"/>
        /// <param name="cancellationToken">Cancels waiting.</param>
        Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken) =>
            ClearStateAsync(stateName, grainId, grainState);
    }

    /// <summary>What a grain holds in memory is not what storage holds; the activation is discarded.</summary>
    public class InconsistentStateException : OrleansException
    {
        /// <summary>Creates the exception.</summary>
        public InconsistentStateException()
        {
        }

        /// <summary>Creates the exception.</summary>
        /// <param name="message">What happened.</param>
        public InconsistentStateException(string message)
            : base(message)
        {
        }

        /// <summary>Creates the exception.</summary>
        /// <param name="message">What happened.</param>
        /// <param name="innerException">Why.</param>
        public InconsistentStateException(string message, Exception? innerException)
            : base(message, innerException!)
        {
        }

        /// <summary>Creates the exception.</summary>
        /// <param name="errorMsg">What happened.</param>
        /// <param name="storedEtag">The version in storage.</param>
        /// <param name="currentEtag">The version in memory.</param>
        /// <param name="storageException">Why.</param>
        public InconsistentStateException(string errorMsg, string? storedEtag, string? currentEtag, Exception? storageException)
            : base(errorMsg, storageException!)
        {
            StoredEtag = storedEtag;
            CurrentEtag = currentEtag;
        }

        /// <summary>Creates the exception.</summary>
        /// <param name="errorMsg">What happened.</param>
        /// <param name="storedEtag">The version in storage.</param>
        /// <param name="currentEtag">The version in memory.</param>
        public InconsistentStateException(string errorMsg, string? storedEtag, string? currentEtag)
            : this(errorMsg, storedEtag, currentEtag, null)
        {
        }

        /// <summary>Creates the exception.</summary>
        /// <param name="storedEtag">The version in storage.</param>
        /// <param name="currentEtag">The version in memory.</param>
        /// <param name="storageException">Why.</param>
        public InconsistentStateException(string? storedEtag, string? currentEtag, Exception storageException)
            : this(storageException.Message, storedEtag, currentEtag, storageException)
        {
        }

        /// <summary>Gets the version in storage, where known.</summary>
        public string? StoredEtag { get; }

        /// <summary>Gets the version in memory, where known.</summary>
        public string? CurrentEtag { get; }

        /// <summary>Gets or sets a value indicating whether the exception has not yet left the activation it arose in.</summary>
        internal bool IsSourceActivation { get; set; } = true;

        /// <inheritdoc/>
        public override string ToString() =>
            $"{nameof(InconsistentStateException)}: {Message} Expected ETag={StoredEtag} Received ETag={CurrentEtag} {InnerException}";
    }
}

namespace Orleans.Runtime
{
    /// <summary>Something the engine could not do.</summary>
    public class OrleansException : Exception
    {
        /// <summary>Creates the exception.</summary>
        public OrleansException()
            : base("Unexpected error.")
        {
        }

        /// <summary>Creates the exception.</summary>
        /// <param name="message">What happened.</param>
        public OrleansException(string message)
            : base(message)
        {
        }

        /// <summary>Creates the exception.</summary>
        /// <param name="message">What happened.</param>
        /// <param name="innerException">Why.</param>
        public OrleansException(string message, Exception innerException)
            : base(message, innerException)
        {
        }
    }

    /// <summary>The silo has stopped or crashed; the call may or may not have run.</summary>
    public sealed class SiloUnavailableException : OrleansException
    {
        /// <summary>Creates the exception.</summary>
        public SiloUnavailableException()
            : base("Silo unavailable")
        {
        }

        /// <summary>Creates the exception.</summary>
        /// <param name="msg">What happened.</param>
        public SiloUnavailableException(string msg)
            : base(msg)
        {
        }

        /// <summary>Creates the exception.</summary>
        /// <param name="message">What happened.</param>
        /// <param name="innerException">Why.</param>
        public SiloUnavailableException(string message, Exception innerException)
            : base(message, innerException)
        {
        }
    }

    /// <summary>The configuration asks for something that is not there.</summary>
    public sealed class OrleansConfigurationException : Exception
    {
        /// <summary>Creates the exception.</summary>
        /// <param name="message">What is wrong and what to do.</param>
        public OrleansConfigurationException(string message)
            : base(message)
        {
        }

        /// <summary>Creates the exception.</summary>
        /// <param name="message">What is wrong and what to do.</param>
        /// <param name="innerException">Why.</param>
        public OrleansConfigurationException(string message, Exception innerException)
            : base(message, innerException)
        {
        }
    }
}
