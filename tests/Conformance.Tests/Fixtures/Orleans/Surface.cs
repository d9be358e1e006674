using System.Reflection;
using CityActors.Conformance.Surface;

namespace CityActors.Conformance.Fixtures;

/// <summary>Compares the approved text with Orleans' assemblies: they have every line of it, and more.</summary>
internal static class SurfaceComparison
{
    private static readonly string[] Implemented =
    [
        "Orleans.Storage.IGrainStorage", "Orleans.Streams.IAsyncObserver`1", "Orleans.Streams.Core.IStreamSubscriptionObserver",
        "Orleans.IRemindable", "Orleans.IGrainBase",
    ];

    private static readonly Dictionary<string, Type> Types = Directory.EnumerateFiles(AppContext.BaseDirectory, "Orleans*.dll")
        .Select(path => Assembly.Load(AssemblyName.GetAssemblyName(path)))
        .SelectMany(assembly => assembly.GetExportedTypes())
        .GroupBy(type => type.FullName!)
        .ToDictionary(group => group.Key, group => group.First());

    public static IEnumerable<string> Faults(IReadOnlySet<string> approved)
    {
        var theirs = Types.Values.Where(type => approved.Any(line => line.StartsWith($"{TypeText.Name(type)} is ", StringComparison.Ordinal)))
            .SelectMany(type => SurfaceText.Of(type, true)).ToHashSet();
        var missing = approved.Except(theirs).Select(line => $"  not in Orleans: {line}");
        var asked = Implemented.SelectMany(name => SurfaceText.Of(Types[name], false))
            .Where(line => line.EndsWith(", abstract", StringComparison.Ordinal) && !approved.Contains(line))
            .Select(line => $"  Orleans asks implementers for more: {line}");
        return missing.Concat(asked);
    }

    public static IEnumerable<string> Received() => [];
}
