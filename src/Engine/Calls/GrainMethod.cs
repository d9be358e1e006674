using System.ComponentModel;

namespace CityActors.Engine.Calls;

/// <summary>How calls of a method may run beside others.</summary>
[Flags]
[EditorBrowsable(EditorBrowsableState.Never)]
public enum GrainMethodOptions
{
    /// <summary>Alone.</summary>
    None = 0,

    /// <summary>Beside other read-only calls.</summary>
    ReadOnly = 1,

    /// <summary>Beside all calls.</summary>
    AlwaysInterleave = 2,

    /// <summary>Without an answer.</summary>
    OneWay = 4,
}

/// <summary>A method of a grain interface; generated code makes one for each.</summary>
/// <param name="interfaceName">The name of the interface.</param>
/// <param name="name">The name of the method.</param>
/// <param name="options">How it may run.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class GrainMethod(string interfaceName, string name, GrainMethodOptions options)
{
    /// <summary>Gets the name of the interface.</summary>
    public string InterfaceName { get; } = interfaceName;

    /// <summary>Gets the name of the method.</summary>
    public string Name { get; } = name;

    internal bool IsReadOnly { get; } = (options & GrainMethodOptions.ReadOnly) != 0;

    internal bool IsAlwaysInterleave { get; } = (options & GrainMethodOptions.AlwaysInterleave) != 0;

    internal bool IsOneWay { get; } = (options & GrainMethodOptions.OneWay) != 0;

    /// <inheritdoc/>
    public override string ToString() => $"{InterfaceName}.{Name}";
}
