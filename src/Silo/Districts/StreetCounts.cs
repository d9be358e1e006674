namespace CityActors.Districts;

/// <summary>How much each street gets at a scale.</summary>
internal sealed class StreetCounts
{
    public StreetCounts(DistrictSeed seed, double scale, IReadOnlyList<int> communities)
    {
        var weights = seed.Streets.Select(s => s.Weight).ToArray();
        Households = Shares.Of(Scaled(seed.Sizes.Households, scale), weights, least: 1);
        Cameras = Shares.Of(Scaled(seed.Sizes.Cameras, scale), weights, least: 1);
        // By community, because a terminal's id leaves room for 99 in one.
        Terminals = Shares.Of(Scaled(seed.Sizes.Terminals, scale), [.. communities.Select(c => (double)c)], least: 1);
        var responders = Shares.Of(Scaled(seed.Sizes.Responders, scale), weights, least: 1);
        Responders = [.. responders.Select(r => Shares.Of(r, ResponderRoster.Mix, least: 1))];
    }

    public IReadOnlyList<int> Households { get; }

    public IReadOnlyList<int> Cameras { get; }

    public IReadOnlyList<int> Terminals { get; }

    public IReadOnlyList<IReadOnlyList<int>> Responders { get; }

    private static int Scaled(int size, double scale) => Math.Max(1, (int)Math.Round(size * scale));
}

/// <summary>The demo district: small enough to look at.</summary>
internal static class DemoSizes
{
    public const int Cells = 16;
    public const int Households = 40;
    public const int Cameras = 3;
    public const int Terminals = 4;

    /// <summary>Officers, cleaners, vehicles, patrols, repair, fire, medics, technicians: 14.</summary>
    public static readonly IReadOnlyList<int> Responders = [4, 2, 1, 2, 1, 1, 2, 1];
}
