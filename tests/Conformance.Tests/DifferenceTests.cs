using System.Reflection;
using CityActors.Conformance.Fixtures;

namespace CityActors.Conformance;

public sealed class DifferenceTests
{
    [Fact]
    public void Differences_EachOne_IsExplainedInTheDocs()
    {
        var docs = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "engine.md"));
        var ids = typeof(Expected).GetProperties(BindingFlags.Public | BindingFlags.Static)
            .Select(property => property.GetCustomAttribute<DifferenceAttribute>()?.Id ?? $"{property.Name} has no [Difference]").Distinct();
        Assert.All(ids, id => Assert.Contains($"`{id}`", docs, StringComparison.Ordinal));
    }
}
