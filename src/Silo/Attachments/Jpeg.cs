using System.Buffers.Binary;

namespace CityActors.Silo.Attachments;

/// <summary>Takes everything from a JPEG (ITU-T T.81) that is not its picture: application segments, comments, and whatever follows its end, such as a film of the moment.</summary>
/// <remarks>Two things stay, because without them the picture is another: Adobe's segment, which says how colours are written, and which side is up, as an Exif segment with nothing else.</remarks>
internal static class Jpeg
{
    private const byte StartOfImage = 0xD8;
    private const byte EndOfImage = 0xD9;
    private const byte StartOfScan = 0xDA;
    private const byte FirstApplication = 0xE0;
    private const byte Exif = 0xE1;
    private const byte Adobe = 0xEE;
    private const byte LastApplication = 0xEF;
    private const byte Comment = 0xFE;

    /// <summary>The picture alone, or null: it is no JPEG, or has no end.</summary>
    public static byte[]? Clean(ReadOnlySpan<byte> bytes)
    {
        using var kept = new MemoryStream(bytes.Length);
        kept.Write([0xFF, StartOfImage]);
        var (at, up, hasScan) = (2, 1, false);
        while (at + 2 <= bytes.Length && bytes[at] == 0xFF)
        {
            var marker = bytes[at + 1];
            if (marker == 0xFF)
            {
                at++; // Any number of these may stand before a marker.
                continue;
            }

            if (marker == EndOfImage)
            {
                kept.Write([0xFF, EndOfImage]);
                return hasScan ? Upright(kept.ToArray(), up) : null;
            }

            if (SegmentAt(bytes, at) is not { } length)
            {
                return null;
            }

            var segment = bytes.Slice(at, length);
            up = marker == Exif && up == 1 ? ExifOrientation.Of(segment[4..]) : up;
            kept.Write(IsPicture(segment) ? segment : []);

            at += length;
            if (marker == StartOfScan)
            {
                hasScan = true;
                var scan = bytes[at..];
                var end = EndOfScan(scan);
                kept.Write(scan[..end]);
                at += end;
            }
        }

        return null;
    }

    private static bool IsPicture(ReadOnlySpan<byte> segment) => segment[1] switch
    {
        Adobe => segment[4..].StartsWith("Adobe"u8) && segment.Length <= 16,
        Comment or (>= FirstApplication and <= LastApplication) => false,
        _ => true,
    };

    private static byte[] Upright(byte[] picture, int up) => up == 1 ? picture : [.. picture.AsSpan(0, 2), .. ExifOrientation.Segment(up), .. picture.AsSpan(2)];

    /// <summary>The length of a segment with its marker, or null: it goes beyond the end, or cannot stand here.</summary>
    private static int? SegmentAt(ReadOnlySpan<byte> bytes, int at)
    {
        var isAlone = bytes[at + 1] is 0x00 or 0x01 or (>= 0xD0 and <= StartOfImage);
        if (isAlone || at + 4 > bytes.Length)
        {
            return null;
        }

        var length = BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 2)..]);
        return length >= 2 && at + 2 + length <= bytes.Length ? 2 + length : null;
    }

    /// <summary>How long the data of a scan is: in it, a marker's first byte is followed by zero or says that it begins anew.</summary>
    private static int EndOfScan(ReadOnlySpan<byte> scan)
    {
        for (var at = 0; ;)
        {
            var found = scan[at..].IndexOf((byte)0xFF);
            if (found < 0 || at + found + 1 >= scan.Length)
            {
                return scan.Length;
            }

            at += found;
            if (scan[at + 1] is not (0x00 or (>= 0xD0 and <= 0xD7)))
            {
                return at;
            }

            at += 2;
        }
    }
}
