using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;

namespace CityActors.Silo.Tests.Attachments;

/// <summary>Pictures put together by hand, with what their makers hide in them.</summary>
internal static class Pictures
{
    /// <summary>What must not come through.</summary>
    public const string Secret = "GPS 28.19N 112.97E";

    /// <summary>A JPEG: a segment of each kind, two scans, and a film behind its end.</summary>
    /// <param name="orientation">What its Exif segment says; 0: it has none.</param>
    /// <param name="mark">Makes it another picture.</param>
    /// <param name="isBigEndian">How the Exif segment writes numbers.</param>
    public static byte[] Jpeg(int orientation = 6, byte mark = 1, bool isBigEndian = true) =>
    [
        0xFF, 0xD8,
        .. Segment(0xE0, [.. "JFIF\0"u8, 1, 1, 0, 0, 1, 0, 1, 0, 0]),
        .. orientation == 0 ? [] : Segment(0xE1, Exif(orientation, isBigEndian)),
        .. Segment(0xE1, Text("http://ns.adobe.com/xap/1.0/\0" + Secret)),
        .. Segment(0xE2, Text("MPF\0" + Secret)),
        .. Segment(0xED, Text("Photoshop 3.0\0" + Secret)),
        .. Segment(0xEE, [.. "Adobe"u8, 0, 100, 0, 0, 0, 0, 1]),
        .. Segment(0xFE, Text(Secret)),
        .. Segment(0xDB, [0, .. Enumerable.Repeat(mark, 64)]),
        0xFF, // One to fill up before a marker.
        .. Segment(0xC0, [8, 0, 1, 0, 1, 1, 1, 0x11, 0]),
        .. Segment(0xDA, [1, 1, 0, 0, 63, 0]), 0x12, 0xFF, 0x00, 0x34, 0xFF, 0xD0, 0x56,
        .. Segment(0xC4, [0, 1, 2, 3]),
        .. Segment(0xDA, [1, 1, 0, 0, 63, 0]), 0x78, 0x9A,
        0xFF, 0xD9,
        .. Text(Secret),
    ];

    /// <summary>A PNG with a text, a time and an Exif chunk, and something behind its end.</summary>
    public static byte[] Png() =>
    [
        0x89, .. "PNG\r\n"u8, 0x1A, (byte)'\n',
        .. Chunk("IHDR", [0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]),
        .. Chunk("tEXt", Text("Comment\0" + Secret)),
        .. Chunk("eXIf", Text(Secret)),
        .. Chunk("gAMA", [0, 0, 0xB1, 0x8F]),
        .. Chunk("IDAT", [1, 2, 3]),
        .. Chunk("tIME", [7, 0xE9, 1, 1, 1, 1, 1]),
        .. Chunk("IEND", []),
        .. Text(Secret),
    ];

    /// <summary>A WebP with Exif, XMP, a colour profile, and something behind its end.</summary>
    public static byte[] Webp()
    {
        byte[] chunks =
        [
            .. "WEBP"u8,
            .. Riff("VP8X", [0x3C, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
            .. Riff("ICCP", Text(Secret)),
            .. Riff("VP8 ", [1, 2, 3]),
            .. Riff("EXIF", Text(Secret)),
            .. Riff("XMP ", Text(Secret)),
        ];
        return [.. "RIFF"u8, .. Little(chunks.Length), .. chunks, .. Text(Secret)];
    }

    /// <summary>Whether bytes hold a text.</summary>
    public static bool Hold(byte[] bytes, string text) => bytes.AsSpan().IndexOf(Text(text)) >= 0;

    /// <summary>An Exif segment's content: the make of the camera, the orientation, and where it was.</summary>
    public static byte[] Exif(int orientation, bool isBigEndian)
    {
        byte[] Short(int number) => isBigEndian ? [(byte)(number >> 8), (byte)number] : [(byte)number, (byte)(number >> 8)];
        byte[] Long(int number) => isBigEndian ? [0, 0, .. Short(number)] : [.. Short(number), 0, 0];
        return
        [
            .. "Exif\0\0"u8, .. isBigEndian ? "MM"u8 : "II"u8, .. Short(42), .. Long(8),
            .. Short(2),
            .. Short(0x010F), .. Short(2), .. Long(Secret.Length), .. Long(38),
            .. Short(0x0112), .. Short(3), .. Long(1), .. Short(orientation), 0, 0,
            .. Long(0),
            .. Text(Secret),
        ];
    }

    private static byte[] Segment(byte marker, byte[] content) => [0xFF, marker, (byte)((content.Length + 2) >> 8), (byte)(content.Length + 2), .. content];

    private static byte[] Chunk(string name, byte[] content)
    {
        byte[] named = [.. Text(name), .. content];
        var (length, check) = (new byte[4], new byte[4]);
        BinaryPrimitives.WriteInt32BigEndian(length, content.Length);
        BinaryPrimitives.WriteUInt32BigEndian(check, Crc32.HashToUInt32(named));
        return [.. length, .. named, .. check];
    }

    private static byte[] Riff(string name, byte[] content) => [.. Text(name), .. Little(content.Length), .. content, .. content.Length % 2 == 0 ? [] : new byte[1]];

    private static byte[] Little(int number)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
        return bytes;
    }

    private static byte[] Text(string text) => Encoding.ASCII.GetBytes(text);
}
