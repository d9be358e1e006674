using System.Buffers.Binary;
using System.Text;

namespace CityActors.Silo.Attachments;

/// <summary>Takes everything from a PNG (ISO/IEC 15948) that is not its picture: texts, times, Exif, films, and whatever follows its end.</summary>
internal static class Png
{
    private const int AroundData = 12; // Length, name and check of a chunk.
    private static readonly HashSet<string> pictures = ["IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM", "sRGB", "sBIT"];

    /// <summary>The first bytes of every PNG.</summary>
    public static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>The picture alone, or null: it is no PNG, or has no end.</summary>
    public static byte[]? Clean(ReadOnlySpan<byte> bytes)
    {
        using var kept = new MemoryStream(bytes.Length);
        kept.Write(Signature);
        var rest = bytes[Signature.Length..];
        var hasData = false;
        while (rest.Length >= AroundData)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(rest);
            if (length > rest.Length - AroundData)
            {
                return null;
            }

            var chunk = rest[..(AroundData + (int)length)];
            var name = Encoding.ASCII.GetString(chunk.Slice(4, 4));
            if (name == "IHDR" != (kept.Length == Signature.Length))
            {
                return null; // It comes first, and once.
            }

            hasData |= name == "IDAT";
            if (pictures.Contains(name))
            {
                kept.Write(chunk);
            }

            if (name == "IEND")
            {
                return hasData ? kept.ToArray() : null;
            }

            rest = rest[chunk.Length..];
        }

        return null;
    }
}
