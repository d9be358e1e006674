namespace CityActors.Observations;

/// <summary>Tells a router that its partition has grown. It carries nothing: the log is the record.</summary>
/// <param name="Partition">The partition, 0 to 63.</param>
[GenerateSerializer, Immutable, Alias("nudge")]
public sealed record Nudge([property: Id(0)] int Partition);

/// <summary>Where nudges flow.</summary>
public static class Nudges
{
    /// <summary>Name of the stream provider.</summary>
    public const string Provider = "city";

    /// <summary>Namespace of the streams; the key is the router's.</summary>
    public const string Namespace = "observations";
}
