using CityActors.Client.Silos;
using CityActors.Packs;

namespace CityActors.Client.Simulation.Scenes;

/// <summary>A folder of seeds for a Silo of our own: the calendars and districts that it has, and the packs that are to be played.</summary>
internal sealed class PackSeeds : IDisposable
{
    private PackSeeds(string folder) => Folder = folder;

    /// <summary>The folder, deleted afterwards.</summary>
    public string Folder { get; }

    /// <summary>Writes it.</summary>
    /// <exception cref="SiloStartException">There are no seeds to take the rest from.</exception>
    public static PackSeeds Of(PackSet packs)
    {
        var from = SiloLocator.Root() is { } root && Directory.Exists(Path.Combine(root, "seeds"))
            ? Path.Combine(root, "seeds")
            : throw new SiloStartException("There is no repository near, whose calendars and district a scene needs: run the command in it.");
        var seeds = new PackSeeds(Directory.CreateTempSubdirectory("city-seeds-").FullName);
        foreach (var other in new[] { "calendars", "tianxin" })
        {
            foreach (var file in Directory.EnumerateFiles(Path.Combine(from, other), "*", SearchOption.AllDirectories))
            {
                seeds.Write(Path.Combine(other, Path.GetRelativePath(Path.Combine(from, other), file)), File.ReadAllBytes(file));
            }
        }

        foreach (var pack in packs.All)
        {
            foreach (var (path, content) in pack.Sources)
            {
                seeds.Write(Path.Combine("packs", pack.Name, path), content.Span);
            }
        }

        return seeds;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private void Write(string path, ReadOnlySpan<byte> content)
    {
        var file = Path.Combine(Folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, content);
    }
}
