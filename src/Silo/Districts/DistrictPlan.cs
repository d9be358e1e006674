using CityActors.Cameras;
using CityActors.Households;
using CityActors.Places;
using CityActors.Responders;

namespace CityActors.Districts;

/// <summary>A district expanded from its seed: the same seed, scale and random seed give the same plan to the byte.</summary>
/// <remarks>
/// Everything below the streets is invented. A cell is 100 m wide at every scale; the scale says how many communities,
/// cells and entities there are. The lists are made while they are read, always in the same order.
/// </remarks>
internal sealed class DistrictPlan(DistrictSeed seed, DistrictLayout layout, long randomSeed, bool drill)
{
    /// <summary>The street of the demo: 城南路街道.</summary>
    public const string DemoStreet = "430103004";

    // Before every data set that a drill may replay.
    private static readonly DateTimeOffset firstConsent = new(2010, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly string[][] careTags =
    [
        ["elderly-alone"], ["elderly-alone"], ["elderly-alone", "over-80"], ["elderly-alone", "chronic-illness"],
        ["elderly-couple"], ["elderly-couple", "over-80"], ["disabled"], ["elderly-alone", "disabled"],
    ];

    // Smoke 10, gas 5, water level 3, rain 2 of 20; the first four are one of each.
    private static readonly string[] terminalKinds =
    [
        "smoke", "gas", "water-level", "rain", "smoke", "smoke", "gas", "smoke", "smoke", "gas",
        "smoke", "water-level", "smoke", "gas", "smoke", "smoke", "rain", "gas", "smoke", "water-level",
    ];

    /// <summary>How much it holds.</summary>
    public PlanCounts Counts => new(
        2 + layout.Streets.Count + Communities.Count() + Communities.Sum(c => c.Cells.Count),
        Communities.Count(),
        Communities.Sum(c => c.Cells.Count),
        Communities.Sum(c => c.Households),
        Communities.Sum(c => c.Cameras),
        Communities.Sum(c => c.Terminals),
        layout.Streets.Sum(s => s.Responders[0]),
        layout.Streets.Sum(s => s.Responders.Sum()));

    private IEnumerable<CommunityLayout> Communities => layout.Streets.SelectMany(s => s.Communities);

    /// <summary>Expands a whole district.</summary>
    /// <remarks>A community holds at most 999 cells, 9,999 households and 99 terminals, as its codes have digits for; what is beyond is left out.</remarks>
    /// <param name="seed">The district.</param>
    /// <param name="scale">From 0.001 to 10; 1 is the seed's full size.</param>
    /// <param name="randomSeed">Another one gives other places.</param>
    /// <param name="drill">True: everything is marked as belonging to a drill.</param>
    /// <exception cref="DistrictSeedException">The scale is out of range, or a street has no ground.</exception>
    public static DistrictPlan Expand(DistrictSeed seed, double scale, long randomSeed, bool drill)
    {
        DistrictSeedException.ThrowUnless(
            scale is >= 0.001 and <= 10, DistrictProblems.OutOfRange, $"The scale is {scale}; give one from 0.001 to 10.");
        return new(seed, DistrictLayout.Whole(seed, scale, randomSeed), randomSeed, drill);
    }

    /// <summary>The small district of the live demo: one community with 40 households, 3 cameras, 4 terminals and 14 responders, always on duty.</summary>
    /// <remarks>The cells and codes are the same for every random seed.</remarks>
    /// <exception cref="DistrictSeedException">The seed has not the street of the demo.</exception>
    public static DistrictPlan Demo(DistrictSeed seed, long randomSeed) =>
        seed.Streets.Any(s => s.Code == DemoStreet)
            ? new(seed, DistrictLayout.Demo(seed, DemoStreet), randomSeed, drill: true)
            : throw new DistrictSeedException(DistrictProblems.BadCode, $"The demo plays in street {DemoStreet}, which {seed.Code} has not.");

    /// <summary>The tree: city, district, streets, communities, cells; a parent before its children.</summary>
    public IEnumerable<AreaCard> Areas()
    {
        yield return Area(seed.City.Code, seed.City.Name, AreaLevel.City, seed.City.Centre);
        yield return Area(seed.Code, seed.Name, AreaLevel.District, layout.Lattice.Outline.Centre);
        foreach (var street in layout.Streets)
        {
            yield return Area(street.Seed.Code, street.Seed.Name, AreaLevel.Street, street.Seed.Centre);
            foreach (var community in street.Communities)
            {
                yield return Area(community.Code, community.Name, AreaLevel.Community, layout.Lattice.Centre(community.Centre));
                for (var i = 0; i < community.Cells.Count; i++)
                {
                    yield return Area(community.CellCode(i), $"{community.Name} 单元网格{i + 1:000}", AreaLevel.Cell, layout.Lattice.Centre(community.Cells[i]));
                }
            }
        }
    }

    /// <summary>Homes of elders who agreed to be monitored: <c>home-</c>, community code, four digits.</summary>
    public IEnumerable<HouseholdRegistration> Households() => Each("households", c => c.Households, (community, number, random) => new HouseholdRegistration
    {
        Card = Card($"home-{community.Code}-{number:0000}", "household", "", community, random),
        CareTags = careTags[random.Below(careTags.Length)],
        ConsentAt = firstConsent.AddMinutes(random.Below(365 * 24 * 60)),
    });

    /// <summary>Cameras: <c>cam-</c> and a code of 20 digits in the form of GB/T 28181, counted through the district.</summary>
    /// <remarks>Zones are <c>lane-1</c> and so on for fire lanes, <c>facade-1</c> for a house front, <c>view</c> for all it sees.</remarks>
    public IEnumerable<CameraRegistration> Cameras() =>
        Each("cameras", c => c.Cameras, (community, _, random) => Card("", "camera", "", community, random)).Select((card, i) => new CameraRegistration
        {
            // Centre code (8), trade 00, type 132 (network camera), network 0, number (6).
            Card = card with { Id = $"cam-{seed.Code}00001320{i + 1:000000}", Privacy = Privacy.Public },
            Zones = (i % 3) switch { 0 => ["lane-1", "view"], 1 => ["lane-1", "facade-1", "view"], _ => ["lane-1", "lane-2", "view"] },
        });

    /// <summary>Smoke, gas, water-level and rain terminals: <c>term-</c>, community code, two digits; the kind stands in the card.</summary>
    public IEnumerable<EntityCard> Terminals() => Each("terminals", c => c.Terminals, (community, number, random) =>
        Card($"term-{community.Code}-{number:00}", "terminal", terminalKinds[(number - 1) % terminalKinds.Length], community, random) with { Privacy = Privacy.Public });

    /// <summary>The responders: every skill in every street at every hour. Whoever registers them says when they were last seen.</summary>
    public IEnumerable<ResponderCard> Responders() =>
        layout.Streets.SelectMany(s => ResponderRoster.Of(s, layout.Lattice, randomSeed, drill));

    internal static GeoPoint Within(CellLattice lattice, LatticeCell cell, NamedRandom random)
    {
        const double Margin = 3; // Metres kept from the cell's border.
        var east = Margin + (random.Unit() * (CellLattice.CellMetres - (2 * Margin)));
        return lattice.At(cell, east, Margin + (random.Unit() * (CellLattice.CellMetres - (2 * Margin))));
    }

    /// <summary>Makes so many things in each community, numbered from 1, with chance of their own.</summary>
    private IEnumerable<T> Each<T>(string name, Func<CommunityLayout, int> count, Func<CommunityLayout, int, NamedRandom, T> make)
    {
        foreach (var community in Communities)
        {
            var random = new NamedRandom(randomSeed, $"{name}/{community.Code}");
            for (var number = 1; number <= count(community); number++)
            {
                yield return make(community, number, random);
            }
        }
    }

    private AreaCard Area(string code, string name, AreaLevel level, GeoPoint centre) =>
        new() { Code = code, Name = name, Level = level, Centre = centre, Drill = drill };

    private EntityCard Card(string id, string type, string kind, CommunityLayout community, NamedRandom random)
    {
        var cell = random.Below(community.Cells.Count);
        return new EntityCard
        {
            Id = id,
            Type = type,
            Kind = kind,
            Cell = community.CellCode(cell),
            Position = Within(layout.Lattice, community.Cells[cell], random),
            Drill = drill,
        };
    }
}

/// <summary>How much a plan holds.</summary>
/// <param name="ServiceGrids">Officers' areas (综合网格): one for each grid officer.</param>
public sealed record PlanCounts(int Areas, int Communities, int Cells, int Households, int Cameras, int Terminals, int ServiceGrids, int Responders);
