using System.Collections.Frozen;
using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace CityActors.Silo.Page;

/// <summary>The console's files as the build left them in this assembly, compressed. Empty: it was built without Node.</summary>
public sealed class ConsoleFiles
{
    private const string Folder = "console/";
    private readonly FrozenDictionary<string, ConsoleFile> files;

    /// <summary>Reads them all; together they are less than a megabyte.</summary>
    public ConsoleFiles()
    {
        var assembly = typeof(ConsoleFiles).Assembly;
        files = assembly.GetManifestResourceNames()
            .Where(static name => name.StartsWith(Folder, StringComparison.Ordinal))
            .ToFrozenDictionary(static name => name[Folder.Length..], name => ConsoleFile.Read(assembly.GetManifestResourceStream(name)!, name));
        Absent = ConsoleFile.Plain(assembly.GetManifestResourceStream("no-console.html")!);
    }

    /// <summary>Whether the console was built.</summary>
    public bool AreThere => files.Count > 0;

    /// <summary>The page that says how to get the console.</summary>
    internal ConsoleFile Absent { get; }

    /// <summary>A file by its path; null if there is none.</summary>
    internal ConsoleFile? Find(string path) => files.GetValueOrDefault(path);
}

/// <summary>One file.</summary>
/// <param name="Compressed">Its bytes, compressed with gzip.</param>
/// <param name="Tag">Changes with its bytes.</param>
/// <param name="Type">Its media type.</param>
internal sealed record ConsoleFile(byte[] Compressed, EntityTagHeaderValue Tag, string Type)
{
    private static readonly FrozenDictionary<string, string> Types = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [".html"] = "text/html; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".mjs"] = "text/javascript; charset=utf-8",
        [".svg"] = "image/svg+xml",
        [".png"] = "image/png",
        [".json"] = "application/json",
        [".webmanifest"] = "application/manifest+json",
    }.ToFrozenDictionary();

    /// <summary>Reads one that the build compressed.</summary>
    internal static ConsoleFile Read(Stream compressed, string name)
    {
        using var bytes = new MemoryStream();
        using (compressed)
        {
            compressed.CopyTo(bytes);
        }

        return Of(bytes.ToArray(), Types.GetValueOrDefault(Path.GetExtension(name), "application/octet-stream"));
    }

    /// <summary>Compresses a page.</summary>
    internal static ConsoleFile Plain(Stream page)
    {
        using var bytes = new MemoryStream();
        using (page)
        using (var gzip = new GZipStream(bytes, CompressionLevel.SmallestSize))
        {
            page.CopyTo(gzip);
        }

        return Of(bytes.ToArray(), Types[".html"]);
    }

    /// <summary>Its bytes as they were before they were compressed, for who cannot unpack.</summary>
    internal byte[] Unpacked()
    {
        using var gzip = new GZipStream(new MemoryStream(Compressed), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        gzip.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static ConsoleFile Of(byte[] compressed, string type) =>
        new(compressed, new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(compressed))[..16]}\""), type);
}
