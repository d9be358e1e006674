namespace CityActors.Districts;

/// <summary>Where everything goes and how much of it: the streets with their communities.</summary>
internal sealed record DistrictLayout(CellLattice Lattice, IReadOnlyList<StreetLayout> Streets);

/// <summary>A street with its communities and the number of responders by skill, in the order of <see cref="ResponderRoster"/>.</summary>
internal sealed record StreetLayout(StreetSeed Seed, LatticeCell Centre, IReadOnlyList<CommunityLayout> Communities, IReadOnlyList<int> Responders, bool IsRoundTheClock);

/// <summary>A community: its cells in the order of numbering, and how much stands in them.</summary>
internal sealed record CommunityLayout(string Code, string Name, LatticeCell Centre, IReadOnlyList<LatticeCell> Cells, int Households, int Cameras, int Terminals, int FirstCamera)
{
    /// <summary>The 15-digit code of a cell.</summary>
    public string CellCode(int index) => $"{Code}{index + 1:000}";
}

/// <summary>Lays out a district at a scale.</summary>
internal static class DistrictLayouts
{
    private const int MostCells = 999;      // Three digits after the community's code.
    private const int MostTerminals = 99;   // Two digits in a terminal's id.
    private const int MostHouseholds = 9999; // Four digits in a household's id.
    private const int FewestCells = 4;

    /// <summary>The whole district: the scale says how many communities, cells and entities, never how far apart.</summary>
    public static DistrictLayout Whole(DistrictSeed seed, double scale, long randomSeed)
    {
        var outline = new DistrictOutline(seed.Outline);
        var lattice = new CellLattice(outline);
        var ground = CellGroups.Around(lattice.CellsInside(), [.. seed.Streets.Select(s => lattice.CellOf(s.Centre))]);
        var communities = seed.Streets.Select((s, i) => Communities(s, ground[i], scale, randomSeed)).ToList();
        var counts = new StreetCounts(seed, scale, [.. communities.Select(c => c.Count)]);
        var streets = new List<StreetLayout>();
        var camera = 1;
        for (var i = 0; i < seed.Streets.Count; i++)
        {
            var filled = Fill(communities[i], counts.Households[i], counts.Cameras[i], counts.Terminals[i], camera);
            camera += counts.Cameras[i];
            streets.Add(new StreetLayout(seed.Streets[i], ground[i].Centre, filled, counts.Responders[i], IsRoundTheClock: false));
        }

        return new DistrictLayout(lattice, streets);
    }

    /// <summary>One community of one street, the same ground for every random seed: scripts may name its places.</summary>
    public static DistrictLayout Demo(DistrictSeed seed, string streetCode)
    {
        var lattice = new CellLattice(new DistrictOutline(seed.Outline));
        var street = seed.Streets.First(s => s.Code == streetCode);
        var centre = lattice.CellOf(street.Centre);
        var cells = CellGroups.Nearest(lattice.CellsInside(), centre, DemoSizes.Cells);
        var community = new CommunityLayout(street.Code + "001", CommunityName(street, 1), centre, cells, DemoSizes.Households, DemoSizes.Cameras, DemoSizes.Terminals, FirstCamera: 1);
        return new DistrictLayout(lattice, [new StreetLayout(street, centre, [community], DemoSizes.Responders, IsRoundTheClock: true)]);
    }

    private static List<CommunityLayout> Communities(StreetSeed street, CellGroup ground, double scale, long randomSeed)
    {
        if (ground.Cells.Count == 0)
        {
            throw new DistrictSeedException(DistrictProblems.TooSmall, $"Street {street.Code} gets no cell: its centre is too near to another street's or to the border. Move it.");
        }

        var count = Math.Clamp((int)Math.Round(street.Communities * scale), 1, MostCells);
        var share = Math.Min(1, scale);
        var groups = CellGroups.Spread(ground.Cells, count, new NamedRandom(randomSeed, $"communities/{street.Code}"));
        return [.. groups.Select((group, i) => new CommunityLayout(
            $"{street.Code}{i + 1:000}",
            CommunityName(street, i + 1),
            group.Centre,
            CellGroups.Nearest(group.Cells, group.Centre, Math.Clamp((int)Math.Round(group.Cells.Count * share), FewestCells, MostCells)),
            0,
            0,
            0,
            0))];
    }

    private static List<CommunityLayout> Fill(List<CommunityLayout> communities, int households, int cameras, int terminals, int firstCamera)
    {
        var homes = Shares.Even(households, communities.Count, least: 1);
        var eyes = Shares.Even(cameras, communities.Count);
        var sensors = Shares.Even(terminals, communities.Count);
        var filled = new List<CommunityLayout>();
        for (var i = 0; i < communities.Count; i++)
        {
            filled.Add(communities[i] with
            {
                Households = Math.Min(homes[i], MostHouseholds),
                Cameras = eyes[i],
                Terminals = Math.Min(sensors[i], MostTerminals),
                FirstCamera = firstCamera,
            });
            firstCamera += eyes[i];
        }

        return filled;
    }

    private static string CommunityName(StreetSeed street, int number)
    {
        var name = street.Name.EndsWith("街道", StringComparison.Ordinal) ? street.Name[..^2] : street.Name;
        return $"{name}虚拟社区{number:00}";
    }
}
