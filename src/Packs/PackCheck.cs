using CityActors.Packs.Checks;

namespace CityActors.Packs;

/// <summary>What must hold before a pack may be switched on. Pure.</summary>
public static class PackCheck
{
    /// <summary>Checks a pack beside others.</summary>
    /// <param name="pack">The pack.</param>
    /// <param name="others">The packs that there are besides; one of the same name is passed over.</param>
    /// <returns>What is wrong, by file and line; empty: nothing.</returns>
    public static IReadOnlyList<PackFault> Run(PackFiles pack, PackSet others)
    {
        var run = new CheckRun(pack, others);
        NameChecks.Run(run);
        ParameterChecks.Run(run);
        ThingChecks.Run(run);
        RuleChecks.Run(run);
        TermChecks.Run(run);
        AlertChecks.Run(run);
        TextChecks.Run(run);
        SceneChecks.Run(run);
        RegisterChecks.Run(run);
        RoleChecks.Run(run);
        CaseChecks.Run(run);
        PoolChecks.Run(run);
        IndicatorChecks.Run(run);
        return [.. run.Faults.OrderBy(static fault => fault.File, StringComparer.Ordinal).ThenBy(static fault => fault.Line).ThenBy(static fault => fault.Path, StringComparer.Ordinal)];
    }
}
