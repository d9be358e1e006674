namespace CityActors.Conformance.Fixtures;

/// <summary>Marks an expectation in which the engines differ on purpose.</summary>
/// <param name="id">The id under which docs/engine.md says why.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class DifferenceAttribute(string id) : Attribute
{
    public string Id { get; } = id;
}
