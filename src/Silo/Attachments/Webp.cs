using System.Buffers.Binary;
using System.Text;

namespace CityActors.Silo.Attachments;

/// <summary>Takes everything from a WebP (RFC 9649) that is not its picture: Exif, XMP, colour profiles, and what nobody knows. A film is not taken.</summary>
internal static class Webp
{
    private const int FileHead = 12;
    private const int ChunkHead = 8;
    private const byte HasAlpha = 0x10;
    private static readonly HashSet<string> pictures = ["VP8 ", "VP8L", "VP8X", "ALPH"];

    /// <summary>The picture alone, or null: it is no WebP, is a film, or has no end.</summary>
    public static byte[]? Clean(ReadOnlySpan<byte> bytes)
    {
        var length = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
        if (length > bytes.Length - ChunkHead || length < FileHead - ChunkHead)
        {
            return null;
        }

        using var kept = new MemoryStream(bytes.Length);
        kept.Write(bytes[..FileHead]);
        var rest = bytes[FileHead..(int)(length + ChunkHead)];
        var pictureCount = 0;
        while (rest.Length >= ChunkHead)
        {
            var size = BinaryPrimitives.ReadUInt32LittleEndian(rest[4..]);
            if (size > rest.Length - ChunkHead)
            {
                return null;
            }

            var name = Encoding.ASCII.GetString(rest[..4]);
            var chunk = rest[..Math.Min(rest.Length, ChunkHead + (int)size + ((int)size & 1))].ToArray(); // An odd one is filled up.
            rest = rest[chunk.Length..];
            if (!pictures.Contains(name))
            {
                continue;
            }

            if (name == "VP8X")
            {
                if (size != 10)
                {
                    return null;
                }

                chunk[ChunkHead] &= HasAlpha; // Of the other things it speaks of nothing is left.
            }

            pictureCount += name is "VP8 " or "VP8L" ? 1 : 0;
            kept.Write(chunk);
        }

        var clean = kept.ToArray();
        BinaryPrimitives.WriteUInt32LittleEndian(clean.AsSpan(4), (uint)(clean.Length - ChunkHead));
        return pictureCount == 1 ? clean : null;
    }
}
