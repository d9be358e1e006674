using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using CityActors.Engine.Calls;

namespace CityActors.Engine.Hosting;

/// <summary>Finds the assemblies with grains: those loaded, and those of the application that refer to the engine.</summary>
internal static class GrainModuleLoader
{
    private static readonly Lazy<List<Assembly>> OfApplication = new(FindOfApplication);
    private static readonly string EngineName = typeof(GrainModuleLoader).Assembly.GetName().Name!;

    public static GrainModuleList Load(IEnumerable<Assembly> named)
    {
        var list = new GrainModuleList();
        foreach (var assembly in Assemblies(named).OrderBy(assembly => assembly.FullName, StringComparer.Ordinal))
        {
            if (assembly.GetCustomAttribute<GrainModuleAttribute>() is { } attribute)
            {
                ((IGrainModule)Activator.CreateInstance(attribute.Module, true)!).Register(list);
            }
        }

        return list;
    }

    private static HashSet<Assembly> Assemblies(IEnumerable<Assembly> named)
    {
        var found = new HashSet<Assembly>(AppDomain.CurrentDomain.GetAssemblies().Where(assembly => !assembly.IsDynamic));
        found.UnionWith(named);
        found.UnionWith(OfApplication.Value);
        return found;
    }

    private static List<Assembly> FindOfApplication()
    {
        List<Assembly> found = [];
        var paths = (AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") as string)?.Split(Path.PathSeparator) ?? [];
        foreach (var path in paths.Where(path => path.StartsWith(AppContext.BaseDirectory, StringComparison.Ordinal)))
        {
            if (RefersToEngine(path))
            {
                found.Add(Assembly.Load(new AssemblyName(Path.GetFileNameWithoutExtension(path))));
            }
        }

        return found;
    }

    private static bool RefersToEngine(string path)
    {
        if (!File.Exists(path))
        {
            return false;
        }

        using var file = new PEReader(File.OpenRead(path));
        if (!file.HasMetadata)
        {
            return false;
        }

        var metadata = file.GetMetadataReader();
        return metadata.AssemblyReferences.Any(
            reference => metadata.StringComparer.Equals(metadata.GetAssemblyReference(reference).Name, EngineName));
    }
}
