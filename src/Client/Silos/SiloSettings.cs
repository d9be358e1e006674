using System.Globalization;

namespace CityActors.Client.Silos;

/// <summary>What a Silo of our own is told at its start.</summary>
/// <param name="Data">Its data folder.</param>
/// <param name="Url">Where it listens.</param>
/// <param name="AdminKey">The key we call it with.</param>
/// <param name="Start">Where its replay clock begins in a new data folder.</param>
internal sealed record SiloSettings(string Data, Uri Url, string AdminKey, DateTimeOffset Start)
{
    public IEnumerable<string> Arguments()
    {
        yield return "--Clock:Mode=replay";
        yield return $"--Data={Data}";
        yield return $"--Urls={Url.GetLeftPart(UriPartial.Authority)}";
        yield return $"--Keys:Admin={AdminKey}";
        yield return $"--Clock:Start={Start.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)}";
    }
}
