using System.Buffers;
using System.IO.Compression;

namespace CityActors.Silo.Ingest;

/// <summary>Reads a request's body into memory, unpacked, up to a limit.</summary>
internal static class BodyReader
{
    /// <summary>The largest body after unpacking, bytes.</summary>
    public const int Limit = 64 << 20;

    /// <summary>Reads the body.</summary>
    /// <returns>The bytes in a rented array.</returns>
    /// <exception cref="BadHttpRequestException">It is larger than the limit.</exception>
    /// <exception cref="InvalidDataException">It is declared as gzip and is not.</exception>
    public static async Task<RentedBytes> Read(HttpRequest request, CancellationToken cancellation)
    {
        var gzip = request.Headers.ContentEncoding.ToString().Equals("gzip", StringComparison.OrdinalIgnoreCase);
        var source = gzip ? new GZipStream(request.Body, CompressionMode.Decompress) : request.Body;
        var start = request.ContentLength is > 0 and < Limit && !gzip ? (int)request.ContentLength.Value + 1 : 1 << 16;
        var buffer = ArrayPool<byte>.Shared.Rent(start);
        var length = 0;
        try
        {
            int read;
            while ((read = await source.ReadAsync(buffer.AsMemory(length), cancellation)) > 0)
            {
                length += read;
                if (length > Limit)
                {
                    throw new BadHttpRequestException("The body is too large.", StatusCodes.Status413PayloadTooLarge);
                }

                buffer = length < buffer.Length ? buffer : Grow(buffer);
            }

            return new RentedBytes(buffer, length);
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
}

/// <summary>Bytes in an array of the pool; disposing gives it back.</summary>
internal sealed class RentedBytes(byte[] array, int length) : IDisposable
{
    public ReadOnlyMemory<byte> Bytes => array.AsMemory(0, length);

    public void Dispose() => ArrayPool<byte>.Shared.Return(array);
}
