using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Orleans.Runtime;

/// <summary>A stream's identity: a namespace and a key.</summary>
[JsonConverter(typeof(StreamIdJsonConverter))]
public readonly struct StreamId : IEquatable<StreamId>, IComparable<StreamId>, ISpanFormattable
{
    private readonly byte[]? _fullKey;
    private readonly ushort _keyIndex;
    private readonly int _hash;

    private StreamId(byte[] fullKey, ushort keyIndex)
    {
        _fullKey = fullKey;
        _keyIndex = keyIndex;
        _hash = (int)StableHash.ComputeHash(fullKey);
    }

    /// <summary>Gets namespace and key.</summary>
    public ReadOnlyMemory<byte> FullKey => _fullKey;

    /// <summary>Gets the namespace.</summary>
    public ReadOnlyMemory<byte> Namespace => _fullKey.AsMemory(0, _keyIndex);

    /// <summary>Gets the key.</summary>
    public ReadOnlyMemory<byte> Key => _fullKey.AsMemory(_keyIndex);

    /// <summary>Creates a stream identity.</summary>
    /// <param name="ns">The namespace; may be empty.</param>
    /// <param name="key">The key.</param>
    /// <returns>The identity.</returns>
    /// <exception cref="ArgumentNullException">The key is empty.</exception>
    public static StreamId Create(ReadOnlySpan<byte> ns, ReadOnlySpan<byte> key)
    {
        if (key.IsEmpty)
        {
            throw new ArgumentNullException(nameof(key));
        }

        return new StreamId([.. ns, .. key], (ushort)ns.Length);
    }

    /// <summary>Creates a stream identity.</summary>
    /// <param name="ns">The namespace, or null.</param>
    /// <param name="key">The key.</param>
    /// <returns>The identity.</returns>
    public static StreamId Create(string? ns, Guid key) => Create(ns, key.ToString("N"));

    /// <summary>Creates a stream identity.</summary>
    /// <param name="ns">The namespace, or null.</param>
    /// <param name="key">The key.</param>
    /// <returns>The identity.</returns>
    public static StreamId Create(string? ns, long key) => Create(ns, key.ToString(System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>Creates a stream identity.</summary>
    /// <param name="ns">The namespace, or null.</param>
    /// <param name="key">The key.</param>
    /// <returns>The identity.</returns>
    public static StreamId Create(string? ns, string key)
    {
        byte[] space = Encoding.UTF8.GetBytes(ns ?? string.Empty);
        return new StreamId([.. space, .. Encoding.UTF8.GetBytes(key)], (ushort)space.Length);
    }

    /// <summary>Gives the key as text.</summary>
    /// <returns>The key.</returns>
    public string GetKeyAsString() => Encoding.UTF8.GetString(Key.Span);

    /// <summary>Gives the namespace as text.</summary>
    /// <returns>The namespace, or null when there is none.</returns>
    public string? GetNamespace() => _keyIndex == 0 ? null : Encoding.UTF8.GetString(Namespace.Span);

    /// <inheritdoc/>
    public int CompareTo(StreamId other) => _fullKey.AsSpan().SequenceCompareTo(other._fullKey);

    /// <inheritdoc/>
    public bool Equals(StreamId other) => _fullKey.AsSpan().SequenceEqual(other._fullKey);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is StreamId other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _hash;

    /// <inheritdoc/>
    public override string ToString() => $"{GetNamespace() ?? "null"}/{GetKeyAsString()}";

    string IFormattable.ToString(string? format, IFormatProvider? formatProvider) => ToString();

    bool ISpanFormattable.TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider) =>
        destination.TryWrite($"{ToString()}", out charsWritten);

    /// <summary>Reads an identity from <c>namespace/key</c>.</summary>
    /// <param name="value">The text in UTF-8.</param>
    /// <returns>The identity.</returns>
    /// <exception cref="ArgumentException">The text has no slash.</exception>
    public static StreamId Parse(ReadOnlySpan<byte> value)
    {
        var slash = value.IndexOf((byte)'/');
        return slash < 0
            ? throw new ArgumentException($"\"{Encoding.UTF8.GetString(value)}\" is not a stream id; it must be written namespace/key.", nameof(value))
            : Create(value[..slash], value[(slash + 1)..]);
    }

    /// <summary>Compares two identities.</summary>
    /// <param name="s1">One.</param>
    /// <param name="s2">Other.</param>
    /// <returns>Whether they are equal.</returns>
    public static bool operator ==(StreamId s1, StreamId s2) => s1.Equals(s2);

    /// <summary>Compares two identities.</summary>
    /// <param name="s1">One.</param>
    /// <param name="s2">Other.</param>
    /// <returns>Whether they differ.</returns>
    public static bool operator !=(StreamId s1, StreamId s2) => !s1.Equals(s2);
}

/// <summary>Writes a <see cref="StreamId"/> as an array of namespace (or null) and key.</summary>
public sealed class StreamIdJsonConverter : JsonConverter<StreamId>
{
    /// <inheritdoc/>
    public override StreamId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (JsonSerializer.Deserialize<string?[]>(ref reader, options) is not [var ns, { } key])
        {
            throw new JsonException("A stream id must be written [namespace, key].");
        }

        return StreamId.Create(ns, key);
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, StreamId value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, new[] { value.GetNamespace(), value.GetKeyAsString() }, options);
}
