using CityActors.Facts;
using CityActors.Places;

namespace CityActors.Signals;

/// <summary>
/// Cells with too few members to be judged by themselves are judged together: those of a community, else of a street, else of the district, whichever has enough
/// of them. Pure.
/// </summary>
internal static class SmallCells
{
    private static readonly AreaLevel[] Levels = [AreaLevel.Community, AreaLevel.Street, AreaLevel.District];

    /// <summary>In which of the cells it is as a rule says, and with which others each was judged.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="cells">The small cells of a district by code.</param>
    /// <returns>By code; a cell that is left out can be judged nowhere.</returns>
    public static Dictionary<string, (bool IsShown, string Together)> Judge(PlaceRule rule, IReadOnlyCollection<KeyValuePair<string, PlaceStand>> cells)
    {
        var sums = new Dictionary<string, (int Members, int Holding)>(StringComparer.Ordinal);
        foreach (var (code, stand) in cells)
        {
            foreach (var level in Levels)
            {
                var area = code[..AreaCodes.Digits(level)];
                var sum = sums.GetValueOrDefault(area);
                sums[area] = (sum.Members + stand.Members, sum.Holding + stand.Holding);
            }
        }

        var judged = new Dictionary<string, (bool IsShown, string Together)>(StringComparer.Ordinal);
        foreach (var (code, stand) in cells)
        {
            foreach (var area in Levels.Select(level => code[..AreaCodes.Digits(level)]))
            {
                if (sums[area] is var sum && sum.Members >= rule.LeastMembers)
                {
                    judged[code] = (stand.Holding > 0 && PlaceJudge.IsShare(rule, sum.Holding, sum.Members), area);
                    break;
                }
            }
        }

        return judged;
    }
}
