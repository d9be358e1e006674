using CityActors.Engine.Activation;
using CityActors.Engine.Calls;
using CityActors.Engine.Scheduling;

namespace Orleans.Runtime;

/// <summary>A reference to a grain; generated classes derive from it.</summary>
public class GrainReference : IAddressable, IEquatable<GrainReference>, ISpanFormattable
{
    private protected GrainReference(GrainTarget target)
    {
        Class = target.Class;
        Key = target.Key;
        Home = target.Home;
    }

    /// <summary>Gets the identity of the grain.</summary>
    public GrainId GrainId => GrainId.Create(Class.GrainType, Key);

    /// <summary>Gets the name of the interface; empty for a reference without one.</summary>
    public virtual string InterfaceName => string.Empty;

    internal GrainClass Class { get; }

    internal IdSpan Key { get; }

    internal Loop Home { get; }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as GrainReference);

    /// <inheritdoc/>
    public bool Equals(GrainReference? other) => other is not null && GrainId.Equals(other.GrainId);

    /// <inheritdoc/>
    public override int GetHashCode() => GrainId.GetHashCode();

    /// <summary>Gives a hash that is the same in every process.</summary>
    /// <returns>The hash.</returns>
    public uint GetUniformHashCode() => GrainId.GetUniformHashCode();

    /// <inheritdoc/>
    public sealed override string ToString() => $"GrainReference:{GrainId}:{InterfaceName}";

    string IFormattable.ToString(string? format, IFormatProvider? formatProvider) => ToString();

    bool ISpanFormattable.TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider) =>
        destination.TryWrite($"{ToString()}", out charsWritten);

    internal object CastTo(Type interfaceType) =>
        interfaceType.IsInstanceOfType(this) ? this : Home.Engine.References.Make(interfaceType, Class, Key);

    /// <summary>Compares two references.</summary>
    /// <param name="reference1">One.</param>
    /// <param name="reference2">Other.</param>
    /// <returns>Whether they name the same grain.</returns>
    public static bool operator ==(GrainReference? reference1, GrainReference? reference2) =>
        reference1 is null ? reference2 is null : reference1.Equals(reference2);

    /// <summary>Compares two references.</summary>
    /// <param name="reference1">One.</param>
    /// <param name="reference2">Other.</param>
    /// <returns>Whether they name different grains.</returns>
    public static bool operator !=(GrainReference? reference1, GrainReference? reference2) => !(reference1 == reference2);
}
