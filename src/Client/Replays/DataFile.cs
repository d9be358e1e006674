using System.IO.Compression;

namespace CityActors.Client.Replays;

/// <summary>A file of real data, gzipped or not.</summary>
internal static class DataFile
{
    /// <summary>Opens it as text, unpacked to its end, so that a file cut off is noticed before anything of it is used.</summary>
    /// <exception cref="InvalidDataException">It is called <c>….gz</c> and is no gzip, or not to its end.</exception>
    public static async Task<StreamReader> OpenText(string path, CancellationToken cancellation)
    {
        await using var file = File.OpenRead(path);
        var plain = new MemoryStream();
        try
        {
            await using Stream unpacked = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionMode.Decompress) : file;
            await unpacked.CopyToAsync(plain, cancellation);
        }
        catch (InvalidDataException fault)
        {
            throw new InvalidDataException($"{path} is no whole gzip file ({fault.Message.TrimEnd('.')}): fetch it again.", fault);
        }

        plain.Position = 0;
        return new StreamReader(plain);
    }
}
