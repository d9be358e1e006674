namespace Orleans
{
    /// <summary>A stored state with its version.</summary>
    /// <typeparam name="T">The type of the state.</typeparam>
    public interface IGrainState<T>
    {
        /// <summary>Gets or sets the state.</summary>
        T? State { get; set; }

        /// <summary>Gets or sets the version the state was read or written as; null when it was never stored.</summary>
        string? ETag { get; set; }

        /// <summary>Gets or sets a value indicating whether storage holds a record.</summary>
        bool RecordExists { get; set; }
    }

    /// <inheritdoc/>
    [GenerateSerializer]
    public sealed class GrainState<T> : IGrainState<T>
    {
        /// <summary>Creates an empty state.</summary>
        public GrainState()
        {
        }

        /// <summary>Creates a state.</summary>
        /// <param name="state">The state.</param>
        public GrainState(T? state)
            : this(state, null)
        {
        }

        /// <summary>Creates a state.</summary>
        /// <param name="state">The state.</param>
        /// <param name="eTag">Its version.</param>
        public GrainState(T? state, string? eTag)
        {
            State = state;
            ETag = eTag;
        }

        /// <inheritdoc/>
        [Id(0)]
        public T? State { get; set; }

        /// <inheritdoc/>
        [Id(1)]
        public string? ETag { get; set; }

        /// <inheritdoc/>
        [Id(2)]
        public bool RecordExists { get; set; }
    }
}

namespace Orleans.Core
{
    /// <summary>One stored state of a grain.</summary>
    public interface IStorage
    {
        /// <summary>Gets the version of the state; null when it was never stored.</summary>
        string? Etag { get; }

        /// <summary>Gets a value indicating whether storage holds a record.</summary>
        bool RecordExists { get; }

        /// <summary>Removes the record and gives the state its empty value.</summary>
        /// <returns>A task that ends when storage has done it.</returns>
        Task ClearStateAsync();

        /// <summary>Stores the state.</summary>
        /// <returns>A task that ends when storage has done it.</returns>
        /// <exception cref="Orleans.Storage.InconsistentStateException">The write failed; the activation is discarded.</exception>
        Task WriteStateAsync();

        /// <summary>Reads the state again.</summary>
        /// <returns>A task that ends when storage has done it.</returns>
        Task ReadStateAsync();

        /// <inheritdoc cref="ClearStateAsync()"/>
        /// <param name="cancellationToken">Cancels waiting.</param>
        Task ClearStateAsync(CancellationToken cancellationToken) => ClearStateAsync();

        /// <inheritdoc cref="WriteStateAsync()"/>
        /// <param name="cancellationToken">Cancels waiting.</param>
        Task WriteStateAsync(CancellationToken cancellationToken) => WriteStateAsync();

        /// <inheritdoc cref="ReadStateAsync()"/>
        /// <param name="cancellationToken">Cancels waiting.</param>
        Task ReadStateAsync(CancellationToken cancellationToken) => ReadStateAsync();
    }

    /// <inheritdoc/>
    public interface IStorage<TState> : IStorage
    {
        /// <summary>Gets or sets the state.</summary>
        TState State { get; set; }
    }
}

namespace Orleans.Runtime
{
    /// <summary>One stored state of a grain, given to its constructor.</summary>
    /// <typeparam name="TState">The type of the state.</typeparam>
    public interface IPersistentState<TState> : Core.IStorage<TState>
    {
    }

    /// <summary>Says which stored state a constructor parameter is.</summary>
    [AttributeUsage(AttributeTargets.Parameter)]
    public class PersistentStateAttribute : Attribute
    {
        /// <summary>Creates the attribute.</summary>
        /// <param name="stateName">The name of the state, unique in the solution.</param>
        /// <param name="storageName">The name of the storage; null means the default one.</param>
        public PersistentStateAttribute(string stateName, string? storageName = null)
        {
            ArgumentNullException.ThrowIfNull(stateName);
            StateName = stateName;
            StorageName = storageName;
        }

        /// <summary>Gets the name of the state.</summary>
        public string StateName { get; }

        /// <summary>Gets the name of the storage; null means the default one.</summary>
        public string? StorageName { get; }
    }
}
