using System.ComponentModel;

namespace CityActors.Engine.Calls;

/// <summary>Names the generated class that lists the grains of an assembly.</summary>
/// <param name="module">The class; implements <see cref="IGrainModule"/>.</param>
[AttributeUsage(AttributeTargets.Assembly)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class GrainModuleAttribute(Type module) : Attribute
{
    /// <summary>Gets the class.</summary>
    public Type Module { get; } = module;
}

/// <summary>Lists the grains of an assembly; generated.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IGrainModule
{
    /// <summary>Lists them.</summary>
    /// <param name="grains">The list.</param>
    void Register(GrainModuleList grains);
}

/// <summary>The grain interfaces and classes found in all assemblies.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class GrainModuleList
{
    internal Dictionary<Type, Func<GrainTarget, EngineReference>> Interfaces { get; } = [];

    internal SortedDictionary<string, Type> Classes { get; } = new(StringComparer.Ordinal);

    /// <summary>Adds a grain interface.</summary>
    /// <param name="type">The interface.</param>
    /// <param name="factory">Makes references.</param>
    public void AddInterface(Type type, Func<GrainTarget, EngineReference> factory) => Interfaces[type] = factory;

    /// <summary>Adds a grain class.</summary>
    /// <param name="type">The class.</param>
    public void AddClass(Type type) => Classes[type.AssemblyQualifiedName!] = type;
}
