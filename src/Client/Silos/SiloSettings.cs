using System.Globalization;

namespace CityActors.Client.Silos;

/// <summary>What a Silo of our own is told at its start.</summary>
/// <param name="Data">Its data folder.</param>
/// <param name="Urls">Where it listens.</param>
/// <param name="AdminKey">The key we call it with.</param>
/// <param name="Start">Where its replay clock begins in a new data folder; null: its clock is the wall's.</param>
internal sealed record SiloSettings(string Data, IReadOnlyList<Uri> Urls, string AdminKey, DateTimeOffset? Start)
{
    /// <summary>The first address.</summary>
    public Uri Url => Urls[0];

    public IEnumerable<string> Arguments()
    {
        yield return $"--Data={Data}";
        yield return $"--Urls={string.Join(';', Urls.Select(url => url.GetLeftPart(UriPartial.Authority)))}";
        yield return $"--Keys:Admin={AdminKey}";
        if (Start is { } start)
        {
            yield return "--Clock:Mode=replay";
            yield return $"--Clock:Start={start.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)}";
        }
    }
}
