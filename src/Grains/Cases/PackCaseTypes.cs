using System.Collections.Immutable;
using CityActors.Deadlines;
using CityActors.Packs;
using CityActors.Packs.Expressions;

namespace CityActors.Cases;

/// <summary>The types of case of one pack, its parameters at their defaults.</summary>
internal sealed class PackCaseTypes(PackFiles pack) : ICaseTypes
{
    private readonly Dictionary<string, CaseProgram> programs = pack.Cases.Values.ToDictionary(static spec => spec.Case, spec => CaseProgram.Of(pack, spec.Case), StringComparer.Ordinal);
    private readonly IValues parameters = Roots.Parameters(pack.Manifest).Values(pack.Manifest.Parameters.ToDictionary(static one => $"${one.Key}", static one => one.Value.Default!.Value.Text is { } text ? Value.Of(Span.Parse(text)!.Value) : Value.Of(one.Value.Default.Value.Number!.Value)));

    /// <summary>A type by its name, or null: the pack has none of that name.</summary>
    public CaseProgram? Named(string type) => programs.GetValueOrDefault(type);

    public CaseProgram? Current(string type, string area, DateTimeOffset at) => Named(type);

    public CaseProgram Of(CaseTerms terms) => programs[terms.Type];

    public ImmutableSortedDictionary<string, TimeLimit> LimitsOf(CaseProgram program, string area, DateTimeOffset at) => TimeLimits.Of(program.Spec, name => pack.Manifest.Parameters[name].Default);

    public IValues ParametersOf(CaseProgram program, string area, DateTimeOffset at) => parameters;
}
