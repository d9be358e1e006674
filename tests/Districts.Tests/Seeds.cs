using System.Text;
using CityActors.Districts;

namespace CityActors.Tests.Districts;

/// <summary>The shipped seed, and small ones made by hand.</summary>
internal static class Seeds
{
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "seeds");

    public static DistrictSeed Tianxin { get; } = DistrictSeedFile.Load(Path.Combine(Folder, "tianxin", "district.json"));

    public static DistrictPlan Plan(double scale, long seed = 7) => DistrictPlan.Expand(Tianxin, scale, seed, drill: true);

    public static MemoryStream Text(string text) => new(Encoding.UTF8.GetBytes(text));
}
