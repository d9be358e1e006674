using System.Buffers.Binary;

namespace CityActors.Silo.Attachments;

/// <summary>Which side of a photo is up: the one thing in its Exif segment (CIPA DC-008) without which it is shown wrong.</summary>
internal static class ExifOrientation
{
    private const ushort Tag = 0x0112;
    private const int EntryLength = 12;

    private static ReadOnlySpan<byte> Header => "Exif\0\0"u8;

    /// <summary>The orientation that a segment's content says, 1 to 8; 1, as it is, where it says none.</summary>
    public static int Of(ReadOnlySpan<byte> content)
    {
        if (!content.StartsWith(Header) || content.Length < Header.Length + 8)
        {
            return 1;
        }

        var tiff = content[Header.Length..];
        var isLittle = tiff[0] == (byte)'I';
        var directory = Read32(tiff[4..], isLittle);
        if (directory > tiff.Length - 2)
        {
            return 1;
        }

        var entries = tiff[((int)directory + 2)..];
        for (var left = Read16(tiff[(int)directory..], isLittle); left > 0 && entries.Length >= EntryLength; left--, entries = entries[EntryLength..])
        {
            if (Read16(entries, isLittle) == Tag)
            {
                return Read16(entries[8..], isLittle) is >= 1 and <= 8 and var found ? found : 1;
            }
        }

        return 1;
    }

    /// <summary>A whole segment that says the orientation and nothing else.</summary>
    public static byte[] Segment(int orientation) =>
    [
        0xFF, 0xE1, 0x00, 0x22, .. Header,
        (byte)'M', (byte)'M', 0x00, 0x2A, 0x00, 0x00, 0x00, 0x08, // Big-endian; the directory follows.
        0x00, 0x01, 0x01, 0x12, 0x00, 0x03, 0x00, 0x00, 0x00, 0x01, 0x00, (byte)orientation, 0x00, 0x00, // One entry: one short number.
        0x00, 0x00, 0x00, 0x00, // No further directory.
    ];

    private static ushort Read16(ReadOnlySpan<byte> at, bool isLittle) => isLittle ? BinaryPrimitives.ReadUInt16LittleEndian(at) : BinaryPrimitives.ReadUInt16BigEndian(at);

    private static uint Read32(ReadOnlySpan<byte> at, bool isLittle) => isLittle ? BinaryPrimitives.ReadUInt32LittleEndian(at) : BinaryPrimitives.ReadUInt32BigEndian(at);
}
