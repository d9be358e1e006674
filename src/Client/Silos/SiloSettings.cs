namespace CityActors.Client.Silos;

/// <summary>The settings of a Silo that we start ourselves.</summary>
/// <param name="Data">Its data folder.</param>
/// <param name="Urls">Where it listens.</param>
/// <param name="AdminKey">The key we call it with.</param>
/// <param name="Start">Where its replay clock begins in a new data folder; null: its clock is the wall's.</param>
/// <param name="Seeds">Its folder of seeds; null: the repository's.</param>
internal sealed record SiloSettings(string Data, IReadOnlyList<Uri> Urls, string AdminKey, DateTimeOffset? Start, string? Seeds = null)
{
    /// <summary>The first address.</summary>
    public Uri Url => Urls[0];

    public IEnumerable<string> Arguments() =>
    [
        $"--Data={Data}",
        $"--Urls={string.Join(';', Urls.Select(url => url.GetLeftPart(UriPartial.Authority)))}",
        $"--Keys:Admin={AdminKey}",
        .. Seeds is null ? Array.Empty<string>() : [$"--Seeds={Seeds}"],
        .. Start is { } start ? ["--Clock:Mode=replay", $"--Clock:Start={start.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}"] : Array.Empty<string>(),
    ];
}
