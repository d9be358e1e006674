namespace CityActors.Packs.Switches;

/// <summary>A switch that was booked for later, as far as it was not cancelled since.</summary>
/// <param name="Act">The line.</param>
/// <param name="Areas">The codes of those of its areas in which it still comes; an empty one is the whole city.</param>
/// <param name="NotIn">The codes of areas in these for which it was cancelled.</param>
public sealed record BookedSwitch(PackAct Act, IReadOnlyList<string> Areas, IReadOnlyList<string> NotIn)
{
    /// <summary>Whether it still comes in any part of some areas.</summary>
    /// <param name="areas">The codes of the areas.</param>
    public bool Touches(IReadOnlyList<string> areas)
    {
        ArgumentNullException.ThrowIfNull(areas);
        return areas.Any(code => !NotIn.Any(gone => code.StartsWith(gone, StringComparison.Ordinal))
            && Areas.Any(area => code.StartsWith(area, StringComparison.Ordinal) || area.StartsWith(code, StringComparison.Ordinal)));
    }
}
