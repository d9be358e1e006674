namespace CityActors.Districts;

/// <summary>Where everything goes and how much of it: the streets with their communities.</summary>
internal sealed record DistrictLayout(CellLattice Lattice, IReadOnlyList<StreetLayout> Streets)
{
    private const int MostCells = 999;      // Three digits after the community's code.
    private const int MostTerminals = 99;   // Two digits in a terminal's id.
    private const int MostHouseholds = 9999; // Four digits in a household's id.
    private const int FewestCells = 4;
    private const int DemoCells = 16;

    /// <summary>The whole district: the scale says how many communities, cells and entities, never how far apart.</summary>
    public static DistrictLayout Whole(DistrictSeed seed, double scale, long randomSeed)
    {
        var lattice = new CellLattice(new DistrictOutline(seed.Outline));
        var ground = CellGroups.Around(lattice.CellsInside(), [.. seed.Streets.Select(s => lattice.CellOf(s.Centre))]);
        var groups = seed.Streets.Select((street, i) => Divide(street, ground[i].Cells, scale, randomSeed)).ToList();
        var weights = seed.Streets.Select(s => s.Weight).ToList();
        var households = Divided(seed.Sizes.Households, weights);
        var cameras = Divided(seed.Sizes.Cameras, weights);
        var terminals = Divided(seed.Sizes.Terminals, [.. groups.Select(g => (double)g.Count)]); // Each community has room for 99.
        var responders = Divided(seed.Sizes.Responders, weights);
        return new(lattice, [.. seed.Streets.Select((street, i) => new StreetLayout(
            street,
            Communities(street, groups[i], Math.Min(1, scale), households[i], cameras[i], terminals[i]),
            Shares.Of(responders[i], ResponderRoster.Mix, least: 1),
            IsRoundTheClock: false))]);

        int[] Divided(int size, IReadOnlyList<double> weights) => Shares.Of(Math.Max(1, (int)Math.Round(size * scale)), weights, least: 1);
    }

    /// <summary>One community of one street, the same ground for every random seed: scripts may name its places.</summary>
    public static DistrictLayout Demo(DistrictSeed seed, string streetCode)
    {
        var lattice = new CellLattice(new DistrictOutline(seed.Outline));
        var street = seed.Streets.First(s => s.Code == streetCode);
        var centre = lattice.CellOf(street.Centre);
        var cells = CellGroups.Nearest(lattice.CellsInside(), centre, DemoCells);
        var community = new CommunityLayout(street, 1, centre, cells, Households: 40, Cameras: 3, Terminals: 4);
        // Officers, cleaners, vehicles, patrols, repair, fire, medics, technicians: 14.
        return new(lattice, [new StreetLayout(street, [community], Responders: [4, 2, 1, 2, 1, 1, 2, 1], IsRoundTheClock: true)]);
    }

    private static List<CellGroup> Divide(StreetSeed street, List<LatticeCell> ground, double scale, long randomSeed)
    {
        DistrictSeedException.ThrowUnless(
            ground.Count > 0,
            DistrictProblems.TooSmall,
            $"Street {street.Code} gets no cell: its centre is too near to another street's or to the border. Move it.");
        var count = Math.Clamp((int)Math.Round(street.Communities * scale), 1, MostCells);
        return CellGroups.Spread(ground, count, new NamedRandom(randomSeed, $"communities/{street.Code}"));
    }

    private static List<CommunityLayout> Communities(
        StreetSeed street, List<CellGroup> groups, double share, int households, int cameras, int terminals)
    {
        var homes = Shares.Even(households, groups.Count, least: 1);
        var eyes = Shares.Even(cameras, groups.Count);
        var sensors = Shares.Even(terminals, groups.Count);
        return [.. groups.Select((group, i) => new CommunityLayout(
            street,
            i + 1,
            group.Centre,
            CellGroups.Nearest(group.Cells, group.Centre, Math.Clamp((int)Math.Round(group.Cells.Count * share), FewestCells, MostCells)),
            Math.Min(homes[i], MostHouseholds),
            eyes[i],
            Math.Min(sensors[i], MostTerminals)))];
    }
}

/// <summary>A street with its communities and the number of responders by skill, in the order of <see cref="ResponderRoster"/>.</summary>
internal sealed record StreetLayout(
    StreetSeed Seed, IReadOnlyList<CommunityLayout> Communities, IReadOnlyList<int> Responders, bool IsRoundTheClock);

/// <summary>A community: its cells in the order of numbering, and how much stands in them.</summary>
internal sealed record CommunityLayout(
    StreetSeed Street, int Number, LatticeCell Centre, IReadOnlyList<LatticeCell> Cells, int Households, int Cameras, int Terminals)
{
    public string Code { get; } = $"{Street.Code}{Number:000}";

    public string Name { get; } = $"{(Street.Name.EndsWith("街道", StringComparison.Ordinal) ? Street.Name[..^2] : Street.Name)}虚拟社区{Number:00}";

    /// <summary>The 15-digit code of a cell.</summary>
    public string CellCode(int index) => $"{Code}{index + 1:000}";
}
