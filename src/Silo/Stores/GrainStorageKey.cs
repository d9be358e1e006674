using System.Buffers.Binary;
using System.Text;

namespace CityActors.Silo.Stores;

/// <summary>
/// The key of a state in the table layout of Orleans' ADO.NET provider. A grain key is classified by its text, as Orleans does:
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
    /// <summary>The key of one state of a grain.</summary>
    public static GrainStorageKey Of(string stateName, GrainId grain)
    {
        var typeHash = (int)StableHash.ComputeHash(Encoding.UTF8.GetBytes(stateName));
        Span<byte> number = stackalloc byte[16];
        if (grain.TryGetGuidKey(out var guid, out var extension))
        {
            _ = guid.TryWriteBytes(number);
            var n0 = BinaryPrimitives.ReadInt64LittleEndian(number);
            var n1 = BinaryPrimitives.ReadInt64LittleEndian(number[8..]);
            return new GrainStorageKey(Hash(number, extension), n0, n1, extension, typeHash, stateName);
        }

        if (grain.TryGetIntegerKey(out long integer, out extension))
        {
            BinaryPrimitives.WriteInt64LittleEndian(number, integer);
            return new GrainStorageKey(Hash(number[..8], extension), 0, integer, extension, typeHash, stateName);
        }

        var text = grain.Key.ToString()!;
        return new GrainStorageKey(Hash([], text), 0, 0, text, typeHash, stateName);
    }

    /// <summary>Orleans hashes the bytes of the number and of the extension, in reverse.</summary>
    private static int Hash(ReadOnlySpan<byte> number, string? text)
    {
        var length = number.Length + Encoding.UTF8.GetByteCount(text ?? "");
        var bytes = length <= 256 ? stackalloc byte[length] : new byte[length];
        number.CopyTo(bytes);
        _ = Encoding.UTF8.GetBytes(text, bytes[number.Length..]);
        bytes.Reverse();
        return (int)StableHash.ComputeHash(bytes);
    }
}
