using System.Collections.Frozen;
using CityActors.Engine.Activation;
using CityActors.Engine.Scheduling;
using Orleans;
using Orleans.Runtime;

namespace CityActors.Engine.Calls;

/// <summary>Makes references; the grain factory of a silo.</summary>
internal sealed class References(GrainModuleList modules, GrainClasses classes, GrainEngine engine) : IClusterClient
{
    private readonly FrozenDictionary<Type, Func<GrainTarget, EngineReference>> _factories = modules.Interfaces.ToFrozenDictionary();

    public IServiceProvider ServiceProvider => engine.Services;

    public TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey
    {
        if (grainClassNamePrefix is not null)
        {
            return (TGrainInterface)Make(typeof(TGrainInterface), classes.Of(typeof(TGrainInterface), grainClassNamePrefix), Key(primaryKey));
        }

        var bound = Bound<TGrainInterface>.Last;
        if (bound?.Owner != this)
        {
            var grainClass = classes.Of(typeof(TGrainInterface), null);
            _ = Make(typeof(TGrainInterface), grainClass, Key(primaryKey)); // Refuses what has no reference.
            Bound<TGrainInterface>.Last = bound = new Binding(this, grainClass, _factories[typeof(TGrainInterface)]);
        }

        return (TGrainInterface)(object)bound.Factory(Target(bound.Class, Key(primaryKey)));
    }

    public IGrain GetGrain(Type grainInterfaceType, string grainPrimaryKey) =>
        (IGrain)Make(grainInterfaceType, classes.Of(grainInterfaceType, null), Key(grainPrimaryKey));

    public TGrainInterface GetGrain<TGrainInterface>(GrainId grainId)
        where TGrainInterface : IAddressable =>
        (TGrainInterface)(object)Make(typeof(TGrainInterface), classes.Of(grainId.Type), grainId.Key);

    public IAddressable GetGrain(GrainId grainId) => Untyped(classes.Of(grainId.Type), grainId.Key);

    public IAddressable GetGrain(Type interfaceType, IdSpan grainKey, string grainClassNamePrefix) =>
        (IAddressable)Make(interfaceType, classes.Of(interfaceType, grainClassNamePrefix), grainKey);

    public IAddressable GetGrain(Type interfaceType, IdSpan grainKey) =>
        (IAddressable)Make(interfaceType, classes.Of(interfaceType, null), grainKey);

    public EngineReference Untyped(GrainClass grainClass, IdSpan key) => new UntypedReference(Target(grainClass, key));

    public object Make(Type interfaceType, GrainClass grainClass, IdSpan key)
    {
        if (!_factories.TryGetValue(interfaceType, out var factory))
        {
            throw new ArgumentException(
                $"{interfaceType} has no generated reference; is it a grain interface in an assembly compiled with the engine's generator?",
                nameof(interfaceType));
        }

        return interfaceType.IsAssignableFrom(grainClass.Type)
            ? factory(Target(grainClass, key))
            : throw new InvalidCastException($"Grain class {grainClass.Type} does not implement {interfaceType}.");
    }

    /// <summary>What an interface was resolved to by the silo that asked last; mostly there is only one silo.</summary>
    private static class Bound<T>
    {
        public static Binding? Last { get; set; }
    }

    private sealed record Binding(References Owner, GrainClass Class, Func<GrainTarget, EngineReference> Factory);

    private static IdSpan Key(string key)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(key);
        return IdSpan.Create(key);
    }

    private GrainTarget Target(GrainClass grainClass, IdSpan key) => new(grainClass, key, HomeOf(grainClass, key));

    private Loop HomeOf(GrainClass grainClass, IdSpan key)
    {
        var loops = engine.Loops;
        if (loops.Length == 1)
        {
            return loops[0];
        }

        var chosen = engine.Options.Affinity?.Invoke(GrainId.Create(grainClass.GrainType, key));
        var number = chosen is { } affinity
            ? (uint)affinity
            : ((grainClass.GrainType.GetUniformHashCode() * 31) + key.GetUniformHashCode()) * 2654435769u >> 8;
        return loops[number % (uint)loops.Length];
    }
}
