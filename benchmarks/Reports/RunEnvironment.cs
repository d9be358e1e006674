using System.Reflection;
using System.Runtime;
using System.Runtime.InteropServices;

namespace CityActors.Benchmarks.Reports;

/// <summary>Where figures come from.</summary>
/// <param name="Cores">Processors the process may use.</param>
/// <param name="Runtime">The .NET version.</param>
/// <param name="Os">The operating system.</param>
/// <param name="Architecture">The processor's architecture.</param>
/// <param name="Gc">The garbage collector's mode.</param>
/// <param name="Build">Release or Debug.</param>
/// <param name="Commit">The commit built from, or null: not known.</param>
/// <param name="Seed">Seed of all random sequences.</param>
internal sealed record RunEnvironment(int Cores, string Runtime, string Os, string Architecture, string Gc, string Build, string? Commit, int Seed)
{
    public static RunEnvironment Here { get; } = new(
        Environment.ProcessorCount,
        RuntimeInformation.FrameworkDescription,
        RuntimeInformation.OSDescription,
        RuntimeInformation.ProcessArchitecture.ToString(),
        (GCSettings.IsServerGC ? "server" : "workstation") + (GCSettings.LatencyMode == GCLatencyMode.Batch ? "" : ", concurrent"),
        Of<AssemblyConfigurationAttribute>()?.Configuration ?? "",
        Of<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+') is [_, var commit] ? commit : null,
        BenchmarkPlan.Seed);

    private static TAttribute? Of<TAttribute>()
        where TAttribute : Attribute => typeof(RunEnvironment).Assembly.GetCustomAttribute<TAttribute>();
}
