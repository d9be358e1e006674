using System.IO.Compression;
using System.Security.Cryptography;

namespace CityActors.Silo.Ingest;

/// <summary>Tells a gzip that goes to its end from one that was cut off, or that is followed by something else.</summary>
/// <remarks>
/// The library unpacks as much as it can and then stops without a word. So one more member is put behind the body: only if everything before it
/// was whole members is it unpacked, too, and its content, which no sender knows, stands at the end.
/// </remarks>
internal static class WholeGzip
{
    private static readonly byte[] End = RandomNumberGenerator.GetBytes(16);
    private static readonly byte[] EndMember = Pack(End);

    /// <summary>How many bytes the member put behind adds when unpacked.</summary>
    public static int EndLength => End.Length;

    /// <summary>The packed bytes with the member behind them.</summary>
    /// <exception cref="InvalidDataException">There are none: not even an empty gzip.</exception>
    public static byte[] Ended(ReadOnlyMemory<byte> packed) =>
        packed.IsEmpty ? throw new InvalidDataException("The body is empty, which is no gzip.") : [.. packed.Span, .. EndMember];

    /// <summary>Whether what was unpacked ends with the member put behind.</summary>
    public static bool HasEnd(ReadOnlySpan<byte> unpacked) => unpacked.EndsWith(End);

    private static byte[] Pack(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(content);
        }

        return packed.ToArray();
    }
}
