using CityActors.Responders;

namespace CityActors.Districts;

/// <summary>The responders of a street: every skill, every hour of the day.</summary>
internal static class ResponderRoster
{
    private static readonly (string Skill, string Short, string Name, double Share, int Capacity)[] Posts =
    [
        (Skills.GridOfficer, "officer", "网格员", 38, 3),
        (Skills.Cleaner, "cleaner", "保洁员", 24, 2),
        (Skills.SanitationVehicle, "vehicle", "环卫车", 8, 2),
        (Skills.Patrol, "patrol", "城管巡查", 11, 3),
        (Skills.RepairCrew, "repair", "市政抢修", 6.5, 2),
        (Skills.Fire, "fire", "消防", 4, 1),
        (Skills.Medic, "medic", "医护", 5, 1),
        (Skills.Technician, "tech", "设备维护", 3.5, 3),
    ];

    /// <summary>The skills in it.</summary>
    public static IEnumerable<string> Skilled => Posts.Select(p => p.Skill);

    /// <summary>The share of each skill, in the order of the roster.</summary>
    public static IReadOnlyList<double> Mix { get; } = [.. Posts.Select(p => p.Share)];

    /// <summary>All responders of a street. The time they were last seen is left to whoever registers them.</summary>
    public static IEnumerable<ResponderCard> Of(StreetLayout street, CellLattice lattice, long randomSeed, bool drill)
    {
        // Officers belong to a community: they are divided evenly, one community after the other.
        var each = Shares.Even(street.Responders[0], street.Communities.Count);
        var officers = street.Communities.SelectMany((community, i) => Enumerable.Repeat(community, each[i])).ToList();
        for (var post = 0; post < Posts.Length; post++)
        {
            var (skill, shortName, name, _, capacity) = Posts[post];
            var count = street.Responders[post];
            var random = new NamedRandom(randomSeed, $"responders/{street.Seed.Code}/{shortName}");
            for (var number = 1; number <= count; number++)
            {
                var community = post == 0 ? officers[number - 1] : street.Communities[random.Below(street.Communities.Count)];
                var cell = community.Cells[random.Below(community.Cells.Count)];
                var (start, end) = street.IsRoundTheClock ? (default, default) : Shift(number - 1, count);
                yield return new ResponderCard
                {
                    Id = $"resp-{street.Seed.Code}-{shortName}-{number:00}",
                    Name = $"{street.Seed.Name} {name} {number:00}",
                    Skills = [skill],
                    Area = post == 0 ? community.Code : street.Seed.Code,
                    Position = DistrictPlan.Within(lattice, cell, random),
                    ShiftStart = start,
                    ShiftEnd = end,
                    Capacity = capacity,
                    Drill = drill,
                };
            }
        }
    }

    /// <summary>One alone is on call round the clock, two share the day, three and more work in three shifts of eight hours.</summary>
    private static (TimeOnly Start, TimeOnly End) Shift(int index, int count) => (count, index % Math.Min(3, count)) switch
    {
        (1, _) => (new TimeOnly(0, 0), new TimeOnly(0, 0)),
        (2, 0) => (new TimeOnly(7, 0), new TimeOnly(19, 0)),
        (2, _) => (new TimeOnly(19, 0), new TimeOnly(7, 0)),
        (_, 0) => (new TimeOnly(6, 0), new TimeOnly(14, 0)),
        (_, 1) => (new TimeOnly(14, 0), new TimeOnly(22, 0)),
        _ => (new TimeOnly(22, 0), new TimeOnly(6, 0)),
    };
}
