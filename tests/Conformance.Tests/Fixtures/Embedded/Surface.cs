using CityActors.Conformance.Surface;

namespace CityActors.Conformance.Fixtures;

/// <summary>Compares what the embedded engine declares in Orleans' namespaces with the approved text: both are the same, line by line.</summary>
internal static class SurfaceComparison
{
    public static IEnumerable<string> Faults(IReadOnlySet<string> approved)
    {
        var actual = SurfaceText.OfOrleansNamespaces(typeof(Grain).Assembly).ToHashSet();
        return approved.Except(actual).Select(line => $"  - {line}").Concat(actual.Except(approved).Select(line => $"  + {line}"));
    }

    /// <summary>Gives the text to approve.</summary>
    public static IEnumerable<string> Received() => SurfaceText.OfOrleansNamespaces(typeof(Grain).Assembly);
}
