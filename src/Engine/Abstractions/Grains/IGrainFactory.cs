using Orleans.Runtime;

namespace Orleans;

/// <summary>Gives references to grains. The embedded engine knows string keys only.</summary>
public interface IGrainFactory
{
    /// <summary>Gives a reference.</summary>
    /// <typeparam name="TGrainInterface">The interface to call.</typeparam>
    /// <param name="primaryKey">The key.</param>
    /// <param name="grainClassNamePrefix">The beginning of the class name, where several classes implement the interface.</param>
    /// <returns>The reference.</returns>
    TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey;

    /// <summary>Gives a reference.</summary>
    /// <param name="grainInterfaceType">The interface to call.</param>
    /// <param name="grainPrimaryKey">The key.</param>
    /// <returns>The reference.</returns>
    IGrain GetGrain(Type grainInterfaceType, string grainPrimaryKey);

    /// <summary>Gives a reference.</summary>
    /// <typeparam name="TGrainInterface">The interface to call.</typeparam>
    /// <param name="grainId">The identity.</param>
    /// <returns>The reference.</returns>
    TGrainInterface GetGrain<TGrainInterface>(GrainId grainId)
        where TGrainInterface : IAddressable;

    /// <summary>Gives a reference without an interface; cast it with <c>AsReference</c> to call it.</summary>
    /// <param name="grainId">The identity.</param>
    /// <returns>The reference.</returns>
    IAddressable GetGrain(GrainId grainId);

    /// <summary>Gives a reference.</summary>
    /// <param name="interfaceType">The interface to call.</param>
    /// <param name="grainKey">The key.</param>
    /// <param name="grainClassNamePrefix">The beginning of the class name, where several classes implement the interface.</param>
    /// <returns>The reference.</returns>
    IAddressable GetGrain(Type interfaceType, IdSpan grainKey, string grainClassNamePrefix);

    /// <summary>Gives a reference.</summary>
    /// <param name="interfaceType">The interface to call.</param>
    /// <param name="grainKey">The key.</param>
    /// <returns>The reference.</returns>
    IAddressable GetGrain(Type interfaceType, IdSpan grainKey);
}

/// <summary>The grain factory for code outside grains.</summary>
public interface IClusterClient : IGrainFactory
{
    /// <summary>Gets the services of the silo.</summary>
    IServiceProvider ServiceProvider { get; }
}
