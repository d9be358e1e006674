using Xunit;

namespace CityActors.Packs.Cases;

public sealed class CaseCheckTests
{
    private static readonly PackSet Shipped = PackFolder.ReadAll(Path.Combine(SeedPacks.Seeds, "packs"));

    [Fact]
    public void Run_Mediation_FindsNothing() => Assert.Empty(PackCheck.Run(Shipped.Find("mediation")!, Shipped).Select(static fault => fault.ToString()));
}
