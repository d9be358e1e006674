namespace CityActors.Silo.Tests.Live;

/// <summary>What a live Silo needs on the embedded engine: its data folder.</summary>
internal static class CityEngine
{
    /// <summary>Why it cannot run here; null where it can.</summary>
    public static string? Missing => null;

    /// <summary>What all Silos of one city are told.</summary>
    public static string[] NewCity() => [];

    /// <summary>What one Silo more is told.</summary>
    public static string[] NewSilo() => [];
}
