namespace CityActors.Facts;

/// <summary>Tells an area that something in it changed. It carries nothing but the place in the fact log, which is the record.</summary>
/// <param name="Sequence">The last fact that concerned the area.</param>
[GenerateSerializer, Immutable, Alias("fact-nudge")]
public sealed record FactNudge([property: Id(0)] long Sequence);

/// <summary>Where facts are announced.</summary>
public static class FactStreams
{
    /// <summary>Name of the stream provider.</summary>
    public const string Provider = "city";

    /// <summary>Namespace of the streams; the key is an area grain's.</summary>
    public const string Namespace = "facts";
}
