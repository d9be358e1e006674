namespace CityActors.Packs;

/// <summary>What a person reads, in both languages.</summary>
/// <param name="En">English.</param>
/// <param name="Zh">Chinese.</param>
public sealed record LocalText(string? En = null, string? Zh = null);
