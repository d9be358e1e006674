using System.IO.Compression;
using System.Text;

namespace CityActors.Client.Tests;

/// <summary>Text as gzip.</summary>
internal static class Packed
{
    public static byte[] Of(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return packed.ToArray();
    }
}
