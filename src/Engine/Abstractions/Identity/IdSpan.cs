using System.Text;

namespace Orleans.Runtime;

/// <summary>A short UTF-8 identifier with its stable hash.</summary>
public readonly struct IdSpan : IEquatable<IdSpan>, IComparable<IdSpan>, ISpanFormattable
{
    private readonly int _hashCode;
    private readonly byte[]? _value;

    /// <summary>Creates an identifier that owns <paramref name="value"/>.</summary>
    /// <param name="value">The UTF-8 bytes; must not change afterwards.</param>
    public IdSpan(byte[] value)
    {
        _value = value;
        _hashCode = (int)StableHash.ComputeHash(value);
    }

    private IdSpan(byte[]? value, int hashCode)
    {
        _value = value;
        _hashCode = hashCode;
    }

    /// <summary>Gets the bytes.</summary>
    public ReadOnlyMemory<byte> Value => _value;

    /// <summary>Gets a value indicating whether the identifier is empty.</summary>
    public bool IsDefault => _value is null || _value.Length == 0;

    /// <summary>Creates an identifier from text.</summary>
    /// <param name="id">The text.</param>
    /// <returns>The identifier.</returns>
    public static IdSpan Create(string id) => new(Encoding.UTF8.GetBytes(id));

    /// <summary>Creates an identifier from bytes whose hash is already known.</summary>
    /// <param name="value">The bytes.</param>
    /// <param name="hashCode">Their stable hash.</param>
    /// <returns>The identifier.</returns>
    public static IdSpan UnsafeCreate(byte[]? value, int hashCode) => new(value, hashCode);

    /// <summary>Gives the bytes behind an identifier; they must not be changed.</summary>
    /// <param name="id">The identifier.</param>
    /// <returns>The bytes.</returns>
    public static byte[]? UnsafeGetArray(IdSpan id) => id._value;

    /// <summary>Gives the bytes as a span.</summary>
    /// <returns>The bytes.</returns>
    public ReadOnlySpan<byte> AsSpan() => _value;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is IdSpan other && Equals(other);

    /// <inheritdoc/>
    public bool Equals(IdSpan obj) =>
        ReferenceEquals(_value, obj._value)
        || (_hashCode == obj._hashCode && _value is not null && obj._value is not null && _value.AsSpan().SequenceEqual(obj._value));

    /// <inheritdoc/>
    public override int GetHashCode() => _hashCode;

    /// <summary>Gives a hash that is the same in every process.</summary>
    /// <returns>The hash.</returns>
    public uint GetUniformHashCode() => unchecked((uint)_hashCode);

    /// <inheritdoc/>
    public int CompareTo(IdSpan other) => _value.AsSpan().SequenceCompareTo(other._value);

    /// <inheritdoc/>
    public override string ToString() => _value is null ? string.Empty : Encoding.UTF8.GetString(_value);

    /// <summary>Writes the identifier as text.</summary>
    /// <param name="destination">Where to.</param>
    /// <param name="charsWritten">How many characters were written.</param>
    /// <returns>Whether there was room.</returns>
    public bool TryFormat(Span<char> destination, out int charsWritten) =>
        Encoding.UTF8.TryGetChars(_value, destination, out charsWritten);

    string IFormattable.ToString(string? format, IFormatProvider? formatProvider) => ToString();

    bool ISpanFormattable.TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider) =>
        TryFormat(destination, out charsWritten);

    /// <summary>Compares two identifiers.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">Other.</param>
    /// <returns>Whether they are equal.</returns>
    public static bool operator ==(IdSpan left, IdSpan right) => left.Equals(right);

    /// <summary>Compares two identifiers.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">Other.</param>
    /// <returns>Whether they differ.</returns>
    public static bool operator !=(IdSpan left, IdSpan right) => !left.Equals(right);
}
