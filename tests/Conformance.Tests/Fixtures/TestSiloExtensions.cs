using CityActors.Conformance.Probes;

namespace CityActors.Conformance.Fixtures;

internal static class TestSiloExtensions
{
    /// <summary>Gives a grain that is active: calls to one that is not yet may overtake each other in Orleans.</summary>
    public static async Task<IPlainProbe> Active(this TestSilo silo, string key)
    {
        var grain = silo.Grains.GetGrain<IPlainProbe>(key);
        await Wait.End(grain.Run("nothing"));
        return grain;
    }
}
