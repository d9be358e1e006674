namespace Orleans.Runtime;

/// <summary>A reference to a grain; generated classes derive from it.</summary>
public abstract class GrainReference : IAddressable, IEquatable<GrainReference>, ISpanFormattable
{
    /// <summary>Gets the identity of the grain.</summary>
    public abstract GrainId GrainId { get; }

    /// <summary>Gets the name of the interface.</summary>
    public abstract string InterfaceName { get; }

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

    /// <inheritdoc/>
    public string ToString(string? format, IFormatProvider? formatProvider) => ToString();

    /// <inheritdoc/>
    public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider) =>
        destination.TryWrite($"{ToString()}", out charsWritten);

    internal abstract object CastTo(Type interfaceType);

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
