using System.Buffers;
using System.IO.Compression;
using CityActors.Silo.Api;
using CityActors.Silo.Limits;

namespace CityActors.Silo.Ingest;

/// <summary>Reads a request's body into memory, unpacked, up to a limit.</summary>
internal static class BodyReader
{
    /// <summary>The largest body after unpacking, bytes.</summary>
    public const int Limit = 64 << 20;

    private const int LongestStart = 2 << 20; // Whoever says that much will come has not sent it yet.

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>What a body is packed with, other than gzip once: it cannot be read. Empty where it can be.</summary>
    public static string UnknownEncoding(HttpRequest request)
    {
        var names = RequestForms.EncodingsOf(request);
        return names.Count == 0 || (names is [var only] && only.Equals("gzip", StringComparison.OrdinalIgnoreCase)) ? "" : string.Join(", ", names);
    }

    /// <summary>Receives the body to its end, as it was sent.</summary>
    /// <param name="request">The request.</param>
    /// <param name="room">The memory for it.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>The bytes in a rented array.</returns>
    /// <exception cref="BadHttpRequestException">It is larger than the limit, or the connection ended before it did.</exception>
    /// <exception cref="TooMuchException">There is no memory left for it.</exception>
    public static Task<RentedBytes> Receive(HttpRequest request, BufferRoom room, CancellationToken cancellation)
    {
        var start = request.ContentLength is > 0 and < LongestStart ? (int)request.ContentLength.Value + 1 : 1 << 16;
        return ReadAll(request.Body, start, Limit, room, cancellation);
    }

    /// <summary>Unpacks a body that was received.</summary>
    /// <returns>The bytes without a byte order mark; to be used in place of those received, and disposed in their place.</returns>
    /// <exception cref="BadHttpRequestException">It is larger than the limit.</exception>
    /// <exception cref="InvalidDataException">It is declared as gzip and is not, or not to its end.</exception>
    /// <exception cref="TooMuchException">There is no memory left for it.</exception>
    public static async Task<RentedBytes> Unpack(HttpRequest request, RentedBytes received, BufferRoom room, CancellationToken cancellation)
    {
        if (RequestForms.EncodingsOf(request).Count == 0)
        {
            return WithoutMark(received);
        }

        using var packed = received;
        room.Take(packed.Bytes.Length);
        var ended = WholeGzip.Ended(packed.Bytes);
        await using var unpacking = new GZipStream(new MemoryStream(ended, writable: false), CompressionMode.Decompress);
        var unpacked = await ReadAll(unpacking, 1 << 16, Limit + WholeGzip.EndLength, room, cancellation);
        if (!WholeGzip.HasEnd(unpacked.Bytes.Span))
        {
            unpacked.Dispose();
            throw new InvalidDataException("The body is no gzip, or not to its end.");
        }

        return WithoutMark(unpacked.Take(unpacked.Bytes.Length - WholeGzip.EndLength));
    }

    private static async Task<RentedBytes> ReadAll(Stream source, int start, int limit, BufferRoom room, CancellationToken cancellation)
    {
        room.Take(start);
        var buffer = ArrayPool<byte>.Shared.Rent(start);
        var length = 0;
        try
        {
            int read;
            while ((read = await source.ReadAsync(buffer.AsMemory(length), cancellation)) > 0)
            {
                length += read;
                if (length > limit)
                {
                    throw new BadHttpRequestException("The body is too large.", StatusCodes.Status413PayloadTooLarge);
                }

                if (length == buffer.Length)
                {
                    room.Take(length);
                    buffer = Grow(buffer);
                }
            }

            return new RentedBytes(buffer, 0, length);
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(buffer);
            throw;
        }
    }

    private static byte[] Grow(byte[] buffer)
    {
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }

    // Editors and spreadsheets put one before UTF-8; it is no part of the first line.
    private static RentedBytes WithoutMark(RentedBytes body) =>
        body.Bytes.Span.StartsWith(ByteOrderMark) ? body.Skip(ByteOrderMark.Length) : body;
}

/// <summary>Bytes in an array of the pool; disposing gives it back.</summary>
internal sealed class RentedBytes(byte[] array, int start, int length) : IDisposable
{
    public ReadOnlyMemory<byte> Bytes => array.AsMemory(start, length);

    /// <summary>The same array without the first bytes; in place of this one.</summary>
    public RentedBytes Skip(int count) => new(array, start + count, length - count);

    /// <summary>The same array up to a length; in place of this one.</summary>
    public RentedBytes Take(int count) => new(array, start, count);

    public void Dispose() => ArrayPool<byte>.Shared.Return(array);
}
