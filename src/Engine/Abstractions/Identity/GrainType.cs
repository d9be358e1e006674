using System.Text;

namespace Orleans.Runtime;

/// <summary>The stable name of a grain class, as given by <see cref="GrainTypeAttribute"/>.</summary>
public readonly struct GrainType : IEquatable<GrainType>, IComparable<GrainType>, ISpanFormattable
{
    private readonly IdSpan _value;

    /// <summary>Creates a grain type.</summary>
    /// <param name="id">Its name.</param>
    public GrainType(IdSpan id) => _value = id;

    /// <summary>Creates a grain type.</summary>
    /// <param name="value">Its name in UTF-8.</param>
    public GrainType(byte[] value) => _value = new IdSpan(value);

    /// <summary>Gets the name.</summary>
    public IdSpan Value => _value;

    /// <summary>Gets a value indicating whether the name is empty.</summary>
    public bool IsDefault => _value.IsDefault;

    /// <summary>Creates a grain type.</summary>
    /// <param name="value">Its name.</param>
    /// <returns>The grain type.</returns>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public static GrainType Create(string value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(value);
        return new GrainType(Encoding.UTF8.GetBytes(value));
    }

    /// <summary>Gives the name as bytes.</summary>
    /// <returns>The bytes.</returns>
    public ReadOnlySpan<byte> AsSpan() => _value.AsSpan();

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is GrainType other && Equals(other);

    /// <inheritdoc/>
    public bool Equals(GrainType obj) => _value.Equals(obj._value);

    /// <inheritdoc/>
    public override int GetHashCode() => _value.GetHashCode();

    /// <summary>Gives a hash that is the same in every process.</summary>
    /// <returns>The hash.</returns>
    public uint GetUniformHashCode() => _value.GetUniformHashCode();

    /// <inheritdoc/>
    public int CompareTo(GrainType other) => _value.CompareTo(other._value);

    /// <inheritdoc/>
    public override string ToString() => _value.ToString();

    string IFormattable.ToString(string? format, IFormatProvider? formatProvider) => ToString();

    bool ISpanFormattable.TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider) =>
        _value.TryFormat(destination, out charsWritten);

    /// <summary>Gives the name behind a grain type.</summary>
    /// <param name="kind">The grain type.</param>
    public static explicit operator IdSpan(GrainType kind) => kind._value;

    /// <summary>Makes a grain type of a name.</summary>
    /// <param name="id">The name.</param>
    public static explicit operator GrainType(IdSpan id) => new(id);

    /// <summary>Compares two grain types.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">Other.</param>
    /// <returns>Whether they are equal.</returns>
    public static bool operator ==(GrainType left, GrainType right) => left.Equals(right);

    /// <summary>Compares two grain types.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">Other.</param>
    /// <returns>Whether they differ.</returns>
    public static bool operator !=(GrainType left, GrainType right) => !left.Equals(right);
}
