namespace CityActors.Packs;

/// <summary>Packs as folders on a disk.</summary>
public static class PackFolder
{
    private const int MostFiles = 1_000;
    private const long MostBytes = 80L << 20;

    /// <summary>Reads and checks every pack of a folder of packs.</summary>
    /// <param name="folder">The folder; one folder in it for each pack.</param>
    /// <exception cref="FormatException">One of them is wrong; the message names each fault.</exception>
    public static PackSet ReadAll(string folder)
    {
        var faults = new List<string>();
        var packs = new List<PackFiles>();
        foreach (var path in Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal))
        {
            var pack = Read(path, out var found);
            faults.AddRange(found.Select(fault => $"{Path.GetFileName(path)}/{fault.File}: {fault}"));
            if (pack is not null)
            {
                packs.Add(pack);
            }
        }

        if (faults.Count > 0)
        {
            throw new FormatException(string.Join(Environment.NewLine, faults));
        }

        if (packs.GroupBy(static pack => pack.Name, StringComparer.Ordinal).FirstOrDefault(static same => same.Count() > 1) is { } twice)
        {
            throw new FormatException($"N2: two folders in {folder} hold the pack '{twice.Key}'.");
        }

        var set = new PackSet(packs);
        faults.AddRange(packs.SelectMany(pack => PackCheck.Run(pack, set).Select(fault => $"{pack.Name}: {fault}")));
        return faults.Count == 0 ? set : throw new FormatException(string.Join(Environment.NewLine, faults));
    }

    /// <summary>Reads the pack in a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="faults">What is wrong; empty where there is a pack.</param>
    public static PackFiles? Read(string folder, out IReadOnlyList<PackFault> faults)
    {
        var files = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        var bytes = 0L;
        foreach (var file in new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories))
        {
            bytes += file.Length;
            if (files.Count == MostFiles || bytes > MostBytes)
            {
                faults = [new PackFault("S3", "pack.json", 0, "$", $"The folder has more than {MostFiles} files or {MostBytes >> 20} MiB: no pack is so large.")];
                return null;
            }

            files[Path.GetRelativePath(folder, file.FullName).Replace('\\', '/')] = File.ReadAllBytes(file.FullName);
        }

        return PackReader.Read(files, out faults);
    }
}
