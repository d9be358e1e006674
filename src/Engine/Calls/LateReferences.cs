using Orleans;
using Orleans.Runtime;

namespace CityActors.Engine.Calls;

/// <summary>The grain factory that services get: it exists before the silo has started, and is usable after.</summary>
internal sealed class LateReferences(GrainEngine engine) : IClusterClient
{
    public IServiceProvider ServiceProvider => engine.Services;

    public TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey => engine.References.GetGrain<TGrainInterface>(primaryKey, grainClassNamePrefix);

    public IGrain GetGrain(Type grainInterfaceType, string grainPrimaryKey) => engine.References.GetGrain(grainInterfaceType, grainPrimaryKey);

    public TGrainInterface GetGrain<TGrainInterface>(GrainId grainId)
        where TGrainInterface : IAddressable => engine.References.GetGrain<TGrainInterface>(grainId);

    public IAddressable GetGrain(GrainId grainId) => engine.References.GetGrain(grainId);

    public IAddressable GetGrain(Type interfaceType, IdSpan grainKey, string grainClassNamePrefix) =>
        engine.References.GetGrain(interfaceType, grainKey, grainClassNamePrefix);

    public IAddressable GetGrain(Type interfaceType, IdSpan grainKey) => engine.References.GetGrain(interfaceType, grainKey);
}
