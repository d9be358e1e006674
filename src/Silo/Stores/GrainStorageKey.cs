using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text;

namespace CityActors.Silo.Stores;

/// <summary>
/// Under what a state is found in the table layout of Orleans' ADO.NET provider. A grain key is classified by its text, as Orleans does:
/// 32 hex digits are a Guid, up to 16 are a whole number, either may be followed by <c>+</c> and an extension; all else is text.
/// </summary>
/// <param name="IdHash">Hash of the grain's key.</param>
/// <param name="N0">The first half of a Guid; else 0.</param>
/// <param name="N1">The second half of a Guid, or the whole number; else 0.</param>
/// <param name="Extension">The text key, or the extension of the other kinds.</param>
/// <param name="TypeHash">Hash of the state's name.</param>
/// <param name="Type">The state's name.</param>
internal readonly record struct GrainStorageKey(int IdHash, long N0, long N1, string? Extension, int TypeHash, string Type)
{
    private const int GuidDigits = 32;

    /// <summary>The key of one state of a grain.</summary>
    public static GrainStorageKey Of(string stateName, GrainId grain)
    {
        var key = grain.Key.AsSpan();
        var typeHash = (int)StableHash.ComputeHash(Encoding.UTF8.GetBytes(stateName));
        Span<byte> number = stackalloc byte[16];
        if (TryGuid(key, out var guid, out var length))
        {
            _ = guid.TryWriteBytes(number);
            var n0 = BinaryPrimitives.ReadInt64LittleEndian(number);
            var n1 = BinaryPrimitives.ReadInt64LittleEndian(number[8..]);
            return new GrainStorageKey(Hash(number, After(key, length)), n0, n1, Extended(key, length), typeHash, stateName);
        }

        if (TryInteger(key, out var integer, out length))
        {
            BinaryPrimitives.WriteInt64LittleEndian(number, integer);
            return new GrainStorageKey(Hash(number[..8], After(key, length)), 0, integer, Extended(key, length), typeHash, stateName);
        }

        return new GrainStorageKey(Hash([], key), 0, 0, Encoding.UTF8.GetString(key), typeHash, stateName);
    }

    private static bool TryGuid(ReadOnlySpan<byte> key, out Guid guid, out int length)
    {
        guid = default;
        length = GuidDigits;
        var whole = key.Length == GuidDigits || (key.Length > GuidDigits && key[GuidDigits] == '+');
        return whole && Utf8Parser.TryParse(key[..GuidDigits], out guid, out var parsed, 'N') && parsed == GuidDigits;
    }

    private static bool TryInteger(ReadOnlySpan<byte> key, out long integer, out int length)
    {
        var plus = key.IndexOf((byte)'+');
        length = plus < 0 ? key.Length : plus;
        return Utf8Parser.TryParse(key[..length], out integer, out var parsed, 'X') && parsed == length;
    }

    private static ReadOnlySpan<byte> After(ReadOnlySpan<byte> key, int length) => length < key.Length ? key[(length + 1)..] : [];

    /// <summary>An empty extension after a <c>+</c> stays text, as it does in Orleans; none at all is NULL.</summary>
    private static string? Extended(ReadOnlySpan<byte> key, int length) =>
        length < key.Length ? Encoding.UTF8.GetString(After(key, length)) : null;

    /// <summary>Orleans hashes the bytes of the number and of the extension, in reverse.</summary>
    private static int Hash(ReadOnlySpan<byte> number, ReadOnlySpan<byte> text)
    {
        var length = number.Length + text.Length;
        var bytes = length <= 256 ? stackalloc byte[length] : new byte[length];
        number.CopyTo(bytes);
        text.CopyTo(bytes[number.Length..]);
        bytes.Reverse();
        return (int)StableHash.ComputeHash(bytes);
    }
}
